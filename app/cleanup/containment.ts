import { isOwnName } from './byte-name.ts';

/** How a system writes and compares paths. macOS counts as posix: refusing on a difference of case is the safe side. */
export type PathStyle = 'posix' | 'windows';

interface Components {
  /** what the path hangs from: `/`, a drive, a share or a volume */
  readonly anchor: string;
  readonly parts: readonly string[];
}

/** Folds only letters whose case goes there and back, so that `ß` never equals `SS` and `ı` never equals `I`. */
function folded(text: string, style: PathStyle): string {
  if (style === 'posix') return text;
  return Array.from(text, (letter) => {
    const upper = letter.toUpperCase();
    return upper.length === letter.length && upper.toLowerCase() === letter ? upper : letter;
  }).join('');
}

function posixComponents(path: string): Components | null {
  if (!path.startsWith('/')) return null;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? null : { anchor: '/', parts };
}

const verbatim = /^\\\\\?\\(UNC\\[^\\]+\\[^\\]+|[A-Za-z]:|Volume\{[0-9A-Fa-f-]+\})(?:\\(.*))?$/is;
const ordinary = /^(\\\\[^\\?.][^\\]*\\[^\\]+|[A-Za-z]:(?=\\))(?:\\(.*))?$/is;

function windowsComponents(path: string): Components | null {
  const isVerbatim = path.startsWith('\\\\?\\');
  if (isVerbatim && path.includes('/')) return null;
  const match = (isVerbatim ? verbatim : ordinary).exec(isVerbatim ? path : path.replaceAll('/', '\\'));
  if (match?.[1] === undefined) return null;
  const parts = (match[2] ?? '').split('\\').filter((part) => part !== '' && part !== '.');
  // Win32 drops trailing dots and spaces and cuts at a colon: such a component may be another file than it says.
  if (parts.some((part) => part === '..' || part.includes(':') || (!isVerbatim && /[. ]$/.test(part))))
    return null;
  const anchor = match[1].replace(/^UNC\\/i, '\\\\');
  return { anchor: folded(anchor, 'windows'), parts };
}

function componentsOf(path: string, style: PathStyle): Components | null {
  if (path.includes('\0')) return null;
  return style === 'posix' ? posixComponents(path) : windowsComponents(path);
}

/**
 * True when `path` is `root` or lies below it, compared component by component. A path that is relative, climbs with
 * `..` or could mean another file than it says is never inside anything. It knows nothing of links: give it real paths.
 */
export function isAtOrBelow(root: string, path: string, style: PathStyle): boolean {
  const outer = componentsOf(root, style);
  const inner = componentsOf(path, style);
  if (outer === null || inner === null || outer.anchor !== inner.anchor) return false;
  if (inner.parts.length < outer.parts.length) return false;
  return outer.parts.every((part, index) => folded(part, style) === folded(inner.parts[index] ?? '', style));
}

/** The components of `path` below `root`: none for the root itself, null when it is not inside; as cautious as `isAtOrBelow`. */
export function partsBelow(root: string, path: string, style: PathStyle): readonly string[] | null {
  if (!isAtOrBelow(root, path, style)) return null;
  const { length } = componentsOf(root, style)?.parts ?? [];
  return componentsOf(path, style)?.parts.slice(length) ?? null;
}

/** True when both name the same place; the same caution as `isAtOrBelow`. */
export function isSamePath(one: string, other: string, style: PathStyle): boolean {
  return isAtOrBelow(one, other, style) && isAtOrBelow(other, one, style);
}

const windowsForbidden = /[<>:"/\\|?*\p{Cc}]|[. ]$/u;
const loneSurrogate = /\p{Surrogate}/u;
/** every surrogate but those that carry a byte of a POSIX name */
const strangeSurrogate = /[\uD800-\uDC7F\uDD00-\uDFFF]/u;

/**
 * True when `name` can only be one component: nothing that climbs, splits, opens a stream or cannot be encoded. On POSIX
 * a name may carry bytes that are no text (`byte-name.ts`), on Windows it may not.
 */
export function isPlainName(name: string, style: PathStyle): boolean {
  if (name === '' || name === '.' || name === '..') return false;
  if (style === 'windows') return !loneSurrogate.test(name) && !windowsForbidden.test(name);
  return !/[/\0]/.test(name) && !strangeSurrogate.test(name) && isOwnName(name);
}
