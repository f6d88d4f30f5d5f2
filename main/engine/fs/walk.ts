import { lstatSync, readdirSync } from 'node:fs';
import { hasBytes } from '../../../app/cleanup/byte-name.ts';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import { diskPath, listFolder, mayHaveLostBytes } from './disk-names.ts';
import { errorCode } from './errors.ts';

/** Metadata of one directory entry; links are not followed. One object serves all entries: copy what you keep. */
export interface EntryFacts {
  kind: 'file' | 'folder' | 'link' | 'special';
  size: number;
  allocated: number;
  mtimeMs: number;
  dev: number | bigint;
  ino: number | bigint;
  /** number of names; a folder has its own meaning of it */
  links: number;
}

/** Receives a folder's entries. `facts` is valid only during the call. */
export interface FolderVisitor {
  /** the folder could be listed; its entries follow */
  listed(): void;
  /** `facts` is null when only the kind is known, without an lstat */
  folder(name: string, path: string, facts: EntryFacts | null): void;
  /** anything but a folder */
  entry(name: string, facts: EntryFacts): void;
  /** an entry that exists and cannot be addressed: Win32 rewrites its name, or its path is too long */
  unnameable(facts: EntryFacts): void;
  /** an entry whose metadata could not be read */
  refused(name: string | null, code: string): void;
}

const typeMask = 0o170000;
const regular = 0o100000;
const folder = 0o040000;
const link = 0o120000;
const block = 512;
/** Entries between two checks of the stop flag. */
const checkEvery = 1024;
/** Windows file ids do not fit in a double. */
const needsBigInt = process.platform === 'win32';
const separator = process.platform === 'win32' ? '\\' : '/';

/** Thrown when `isStopped` returns true. */
export class WalkStopped extends Error {
  override readonly name = 'WalkStopped';
}

/** Converts a device number to the type that `readFacts` uses, so that `===` compares both. */
export function comparable(dev: bigint): number | bigint {
  return needsBigInt || dev > BigInt(Number.MAX_SAFE_INTEGER) ? dev : Number(dev);
}

/** An object for `readFacts` to fill. */
export function emptyFacts(): EntryFacts {
  return { kind: 'special', size: 0, allocated: 0, mtimeMs: 0, dev: 0, ino: 0, links: 1 };
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
  into.links = Number(stats.nlink);
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
  into.links = stats.nlink;
  return true;
}

/** Fills `into` with one lstat; false when the entry does not exist. Throws Node's errors. */
export function readFacts(path: string, into: EntryFacts): boolean {
  return factsAt(diskPath(path), into);
}

/** False for names that NTFS stores but Win32 rewrites, such as a trailing dot. */
function isRepresentable(name: string): boolean {
  return !needsBigInt || isPlainName(name, 'windows');
}

function isSorted(names: readonly string[]): boolean {
  for (let i = 1; i < names.length; i += 1) if ((names[i - 1] ?? '') > (names[i] ?? '')) return false;
  return true;
}

/** Reports an entry whose path is too long for the system: it exists, and nothing else is known. */
function visitUnreachable(visitor: FolderVisitor, facts: EntryFacts): void {
  facts.kind = 'file';
  facts.size = 0;
  facts.allocated = 0;
  facts.mtimeMs = 0;
  facts.links = 1;
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
  /** per name, when the listing includes kinds; null = each entry needs an lstat */
  readonly isFolder: readonly boolean[] | null;
  /** every name is valid UTF-8 */
  readonly isText: boolean;
}

/** The listing without kinds, sorted. */
function listNames(path: string): Listing {
  const { names, isText } = listFolder(path);
  return { names: isSorted(names) ? names : [...names].sort(), isFolder: null, isText };
}

/** The listing with kinds, in disk order. */
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
  /** takes a folder's kind from the listing, without an lstat: for callers that need only file sizes */
  readonly trustKinds: boolean;
}

/**
 * Visits every direct entry of one folder and follows no link. Throws Node's error when the folder cannot be listed,
 * and WalkStopped when `isStopped` returns true.
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
