import { lstatSync, readdirSync } from 'node:fs';
import { hasBytes } from '../../../app/cleanup/byte-name.ts';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import { diskPath, listFolder, mayHaveLostBytes } from './disk-names.ts';
import { errorCode } from './errors.ts';

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
  /** an entry that is there and cannot be addressed: the system changes its name on the way, or its path is too long */
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
/** Windows' file ids and very large inode numbers lose digits in a double. */
const needsBigInt = process.platform === 'win32';
const separator = process.platform === 'win32' ? '\\' : '/';

/** Thrown out of a walk when its stop flag is up. */
export class WalkStopped extends Error {
  override readonly name = 'WalkStopped';
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

function factsAt(path: string | Buffer, into: EntryFacts): boolean {
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

/** Reads facts with one lstat; false when the entry is gone. Throws Node's own error when it may not be read. */
export function readFacts(path: string, into: EntryFacts): boolean {
  return factsAt(diskPath(path), into);
}

/** Windows lets some names exist that Win32 paths change on the way; POSIX names are settled by their bytes. */
function isRepresentable(name: string): boolean {
  return !needsBigInt || isPlainName(name, 'windows');
}

function isSorted(names: readonly string[]): boolean {
  for (let i = 1; i < names.length; i += 1) if ((names[i - 1] ?? '') > (names[i] ?? '')) return false;
  return true;
}

/** What lies at a path too long for the system cannot be asked for anything, only be said to be there. */
function visitUnreachable(visitor: FolderVisitor, facts: EntryFacts): void {
  facts.kind = 'file';
  facts.size = 0;
  facts.allocated = 0;
  facts.mtimeMs = 0;
  visitor.unnameable(facts);
}

function visitEntry(
  name: string,
  path: string,
  onDisk: string | Buffer,
  visitor: FolderVisitor,
  facts: EntryFacts,
): void {
  try {
    if (!factsAt(onDisk, facts)) return;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENAMETOOLONG') visitUnreachable(visitor, facts);
    else visitor.refused(name, code);
    return;
  }
  if (!isRepresentable(name)) visitor.unnameable(facts);
  else if (facts.kind === 'folder') visitor.folder(name, path, facts);
  else visitor.entry(name, facts);
}

interface Listing {
  readonly names: readonly string[];
  /** by name, where the listing itself told; null = ask for each */
  readonly isFolder: readonly boolean[] | null;
  /** every name is text; false = some may carry bytes */
  readonly isText: boolean;
}

/** The plain listing, always in the same order. */
function listNames(path: string): Listing {
  const { names, isText } = listFolder(path);
  return { names: isSorted(names) ? names : [...names].sort(), isFolder: null, isText };
}

/** The listing with kinds, in the order of the disk. */
function listKinds(path: string): Listing {
  const entries = readdirSync(diskPath(path), { withFileTypes: true, encoding: 'utf8' });
  const names: string[] = [];
  const isFolder: boolean[] = [];
  for (const entry of entries) {
    if (mayHaveLostBytes(entry.name)) return listNames(path);
    names.push(entry.name);
    isFolder.push(entry.isDirectory());
  }
  return { names, isFolder, isText: true };
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
  const { names, isFolder, isText } = options.trustKinds ? listKinds(path) : listNames(path);
  visitor.listed();
  const isPlain = isText && !hasBytes(path);
  const prefix = path.endsWith(separator) ? path : path + separator;
  for (let index = 0; index < names.length; index += 1) {
    if (index % checkEvery === checkEvery - 1 && options.isStopped()) throw new WalkStopped();
    const name = names[index] ?? '';
    const full = prefix + name;
    if (isFolder?.[index] === true) visitor.folder(name, full, null);
    else visitEntry(name, full, isPlain ? full : diskPath(full), visitor, facts);
  }
}
