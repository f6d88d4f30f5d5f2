import { isAbsolute, join, parse, relative, sep } from 'node:path';
import type { PointerFault } from './pointer-text.ts';

/** Folders that the keywords in a pointer's value stand for on this computer. */
export interface PointerBases {
  readonly documents: readonly string[];
  /** folders for `Appdata:` */
  readonly appData: readonly string[];
  /** the sandbox's home and the real homes that it replaces; null outside a sandbox */
  readonly sandbox: { readonly home: string; readonly homes: readonly string[] } | null;
}

export type Pointed =
  | { readonly kind: 'folders'; readonly folders: readonly string[] }
  | { readonly kind: 'fault'; readonly fault: PointerFault };

const word = /^(mydocument|appdata):[\\/]*(.*)$/isu;

function isLocalAbsolute(value: string): boolean {
  if (!isAbsolute(value)) return false;
  return sep === '/' || /^[A-Za-z]:[\\/]$/.test(parse(value).root);
}

/** True when `inner` is `outer` or lies below it, by path components. */
export function isWithin(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function inSandbox(folder: string, sandbox: NonNullable<PointerBases['sandbox']>): readonly string[] {
  if (isWithin(folder, sandbox.home)) return [folder];
  const home = sandbox.homes.find((candidate) => isWithin(folder, candidate));
  return home === undefined ? [folder] : [join(sandbox.home, relative(home, folder)), folder];
}

function baseFolders(value: string, bases: PointerBases): Pointed {
  const token = word.exec(value);
  const [kind, tail] = [token?.[1]?.toLowerCase(), token?.[2] ?? ''];
  if (kind !== undefined) {
    if (/^[A-Za-z]:/.test(tail)) return { kind: 'fault', fault: 'relative' };
    const below = tail.split(/[\\/]+/u).filter((part) => part !== '' && part !== '.');
    const roots = kind === 'appdata' ? bases.appData : bases.documents;
    return { kind: 'folders', folders: roots.map((root) => join(root, ...below)) };
  }
  if (!isLocalAbsolute(value)) return { kind: 'fault', fault: 'relative' };
  return { kind: 'folders', folders: [join(value)] };
}

/** The folders that a value names, best first. Rejects network paths, relative paths and `..`. */
export function pointedFolders(value: string, bases: PointerBases): Pointed {
  if (value === '') return { kind: 'fault', fault: 'empty' };
  if (value.includes('\0')) return { kind: 'fault', fault: 'not-text' };
  if (/^(?:\\\\|\/\/)/u.test(value)) return { kind: 'fault', fault: 'network' };
  if (value.split(/[\\/]/u).includes('..')) return { kind: 'fault', fault: 'parent' };
  const pointed = baseFolders(value, bases);
  const { sandbox } = bases;
  if (pointed.kind === 'fault' || sandbox === null) return pointed;
  return { kind: 'folders', folders: pointed.folders.flatMap((folder) => inSandbox(folder, sandbox)) };
}
