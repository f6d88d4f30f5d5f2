import { readableBytes } from '../../app/cleanup/byte-name.ts';

/* Control characters and bidirectional marks: harmless in a file name on disk, misleading on screen. */
// eslint-disable-next-line no-control-regex -- control characters are exactly what this looks for
const hidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A file name for display: spells out invisible and reordering characters and bytes that are not text. */
export function visibleName(name: string): string {
  return readableBytes(name).replace(
    hidden,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const tailLength = 28;

/** Splits a path into a head that may shrink and a tail that stays, at a separator if one is near. */
export function splitPath(path: string): { readonly head: string; readonly tail: string } {
  if (path.length <= tailLength) return { head: '', tail: path };
  const rough = path.length - tailLength;
  const separator = path.slice(rough).search(/[/\\]/);
  const cut = separator > 0 && separator < tailLength - 8 ? rough + separator : rough;
  return { head: path.slice(0, cut), tail: path.slice(cut) };
}
