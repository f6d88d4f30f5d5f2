import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync } from 'node:fs';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';

/** Facts of one directory entry, read without following it. One object is reused for every entry: copy what you keep. */
export interface EntryFacts {
  kind: 'file' | 'folder' | 'link' | 'special';
  size: number;
  allocated: number;
  mtimeMs: number;
  dev: number | bigint;
  ino: number | bigint;
}

/** Takes what a folder holds, always in the same order. `facts` is only valid during the call. */
export interface FolderVisitor {
  /** the folder could be listed; its entries follow */
  listed(): void;
  /** null = nothing was asked of the folder but its kind */
  folder(name: string, path: string, facts: EntryFacts | null): void;
  /** anything but a folder */
  entry(name: string, facts: EntryFacts): void;
  /** an entry whose name cannot be written back as it was read */
  unnameable(facts: EntryFacts): void;
  /** an entry that is there but may not be looked at */
  refused(name: string | null, code: string): void;
}

const typeMask = 0o170000;
const regular = 0o100000;
const folder = 0o040000;
const link = 0o120000;
const block = 512;
const checkEvery = 1024;
const replacement = '\uFFFD';
/** Windows' file ids and very large inode numbers lose digits in a double. */
const needsBigInt = process.platform === 'win32';
const separator = process.platform === 'win32' ? '\\' : '/';

/** Thrown out of a walk when its stop flag is up. */
export class WalkStopped extends Error {
  override readonly name = 'WalkStopped';
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** A device number in the form in which `readFacts` gives it, so that both can be compared directly. */
export function comparable(dev: bigint): number | bigint {
  return needsBigInt || dev > BigInt(Number.MAX_SAFE_INTEGER) ? dev : Number(dev);
}

/** A place for `readFacts` to write to. */
export function emptyFacts(): EntryFacts {
  return { kind: 'special', size: 0, allocated: 0, mtimeMs: 0, dev: 0, ino: 0 };
}

function kindOf(mode: number): EntryFacts['kind'] {
  const type = mode & typeMask;
  if (type === regular) return 'file';
  if (type === folder) return 'folder';
  return type === link ? 'link' : 'special';
}

const numberOptions = { throwIfNoEntry: false } as const;
const bigOptions = { throwIfNoEntry: false, bigint: true } as const;

function readBigFacts(path: string | Buffer, into: EntryFacts): boolean {
  const stats = lstatSync(path, bigOptions);
  if (stats === undefined) return false;
  into.kind = kindOf(Number(stats.mode));
  into.size = Number(stats.size);
  into.allocated = Number(stats.blocks) * block;
  into.mtimeMs = fileTimeMs(stats.mtimeNs);
  into.dev = stats.dev;
  into.ino = stats.ino;
  return true;
}

/** Reads facts with one lstat; false when the entry is gone. Throws Node's own error when it may not be read. */
export function readFacts(path: string | Buffer, into: EntryFacts): boolean {
  if (needsBigInt) return readBigFacts(path, into);
  const stats = lstatSync(path, numberOptions);
  if (stats === undefined) return false;
  if (stats.ino > Number.MAX_SAFE_INTEGER || stats.dev > Number.MAX_SAFE_INTEGER)
    return readBigFacts(path, into);
  into.kind = kindOf(stats.mode);
  into.size = stats.size;
  into.allocated = stats.blocks * block;
  into.mtimeMs = stats.mtimeMs;
  into.dev = stats.dev;
  into.ino = stats.ino;
  return true;
}

/** Windows lets some names exist that Win32 paths change on the way; POSIX names are settled by their bytes. */
function isRepresentable(name: string): boolean {
  return !needsBigInt || isPlainName(name, 'windows');
}

/** Entries whose bytes are not valid UTF-8, by the buffers that still name them. */
function unnameableIn(path: string): readonly Buffer[] {
  return readdirSync(path, { encoding: 'buffer' }).filter((raw) => !isUtf8(raw));
}

/** Counts all that lies at or below names that cannot be written back; nothing there can be addressed later. */
function visitRaw(
  folder: Buffer,
  names: readonly Buffer[],
  dev: number | bigint,
  visitor: FolderVisitor,
): void {
  const facts = emptyFacts();
  for (const raw of names) {
    const path = Buffer.concat([folder, Buffer.from(separator), raw]);
    try {
      if (!readFacts(path, facts)) continue;
      if (facts.kind !== 'folder') visitor.unnameable(facts);
      else if (facts.dev === dev) visitRaw(path, readdirSync(path, { encoding: 'buffer' }), dev, visitor);
    } catch (error) {
      visitor.refused(raw.toString('utf8'), codeOf(error));
    }
  }
}

function visitUnnameable(path: string, visitor: FolderVisitor): void {
  const own = emptyFacts();
  if (readFacts(path, own)) visitRaw(Buffer.from(path), unnameableIn(path), own.dev, visitor);
}

function isSorted(names: readonly string[]): boolean {
  for (let i = 1; i < names.length; i += 1) if ((names[i - 1] ?? '') > (names[i] ?? '')) return false;
  return true;
}

function visitEntry(name: string, path: string, visitor: FolderVisitor, facts: EntryFacts): void {
  try {
    if (!readFacts(path, facts)) return;
  } catch (error) {
    visitor.refused(name, codeOf(error));
    return;
  }
  if (!isRepresentable(name)) visitor.unnameable(facts);
  else if (facts.kind === 'folder') visitor.folder(name, path, facts);
  else visitor.entry(name, facts);
}

interface Listing {
  /** names that can be written back */
  readonly names: readonly string[];
  /** by name, where the listing itself told; null = ask for each */
  readonly isFolder: readonly boolean[] | null;
  /** there are other names too */
  readonly damaged: boolean;
}

/** The plain listing, always in the same order. */
function listNames(path: string): Listing {
  const names = readdirSync(path);
  const damaged = names.some((name) => name.includes(replacement));
  const sound = damaged
    ? readdirSync(path, { encoding: 'buffer' })
        .filter((raw) => isUtf8(raw))
        .map((raw) => raw.toString('utf8'))
    : names;
  return { names: isSorted(sound) ? sound : [...sound].sort(), isFolder: null, damaged };
}

/** The listing with kinds, in the order of the disk. */
function listKinds(path: string): Listing {
  const entries = readdirSync(path, { withFileTypes: true });
  const names: string[] = [];
  const isFolder: boolean[] = [];
  for (const entry of entries) {
    if (entry.name.includes(replacement)) return listNames(path);
    names.push(entry.name);
    isFolder.push(entry.isDirectory());
  }
  return { names, isFolder, damaged: false };
}

export interface VisitOptions {
  readonly isStopped: () => boolean;
  /** folders are handed on by their kind in the listing alone, unasked: for those who need only sizes of files */
  readonly trustKinds: boolean;
}

/**
 * Looks at everything directly inside one folder, never following a link. Throws Node's error when the folder itself
 * cannot be listed, and WalkStopped when `isStopped` says so.
 */
export function visitFolder(
  path: string,
  visitor: FolderVisitor,
  facts: EntryFacts,
  options: VisitOptions,
): void {
  const { names, isFolder, damaged } = options.trustKinds ? listKinds(path) : listNames(path);
  visitor.listed();
  const prefix = path.endsWith(separator) ? path : path + separator;
  for (let index = 0; index < names.length; index += 1) {
    if (index % checkEvery === checkEvery - 1 && options.isStopped()) throw new WalkStopped();
    const name = names[index] ?? '';
    const full = prefix + name;
    if (isFolder?.[index] === true) visitor.folder(name, full, null);
    else visitEntry(name, full, visitor, facts);
  }
  if (damaged) visitUnnameable(path, visitor);
}
