import { readableBytes } from '../../../app/cleanup/byte-name.ts';

/**
 * Text safe to print on a terminal. File names are untrusted: escape sequences, line breaks or direction overrides
 * must not drive the terminal or forge a line of ours.
 */

const dangerous = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Cs}]/gu;
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const known = named[character];
  if (known !== undefined) return known;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/** The text with control, colour and direction characters made visible, and each undecodable byte as `\xNN`. */
export function shown(text: string): string {
  return readableBytes(text).replaceAll(dangerous, escaped);
}

/** JSON text that also escapes the control characters that JSON allows (C1, line separators, overrides). */
export function shownJson(json: string): string {
  return json.replaceAll(
    /[\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const emoji = /\p{Emoji_Presentation}|\uFE0F/u;

/** First and last code points of blocks that East Asian terminals draw two columns wide (Unicode UAX #11). */
const wideBlocks: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x20000, 0x3fffd],
];

function widthOfGrapheme(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  if (emoji.test(grapheme)) return 2;
  const code = grapheme.codePointAt(0) ?? 0;
  return wideBlocks.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Columns of `text` on a terminal; Chinese, Japanese and Korean characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

/** `text` padded with spaces to `width` columns, opposite to its alignment. */
export function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + fill : fill + text;
}

function takeWhileFits(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += widthOfGrapheme(part);
    if (used > width) break;
    taken.push(part);
  }
  return taken;
}

/** At most `width` columns of `text` with the middle cut, so that the root and the file name stay readable. */
export function truncatedMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const parts = [...graphemes.segment(text)].map((part) => part.segment);
  if (width < 3) return takeWhileFits(parts, Math.max(0, width)).join('');
  const head = takeWhileFits(parts, Math.floor((width - 1) / 2));
  const tail = takeWhileFits(parts.toReversed(), width - 1 - displayWidth(head.join('')));
  return `${head.join('')}…${tail.toReversed().join('')}`;
}
