import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** One entry as the disk shows it. `sha256` covers the whole file up to 1 MB, above that its size, head and tail. */
export interface SnapshotEntry {
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  readonly bytes: number;
  readonly mtimeMs: number;
  /** permission bits */
  readonly mode: number;
  readonly sha256: string | null;
  /** where a link points, as written in it */
  readonly target: string | null;
}

/** Relative `/`-separated path → entry, in order of path. Links are noted and never followed. */
export type TreeSnapshot = ReadonlyMap<string, SnapshotEntry>;

export interface SnapshotDifference {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
}

const wholeAtMost = 1024 * 1024;
const edge = 64 * 1024;

function readInto(file: number, buffer: Buffer, position: number): void {
  let done = 0;
  while (done < buffer.length) {
    const read = readSync(file, buffer, done, buffer.length - done, position + done);
    if (read === 0) throw new Error(`file became shorter while it was read`);
    done += read;
  }
}

function fingerprint(path: string, bytes: number): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    if (bytes <= wholeAtMost) {
      const whole = Buffer.alloc(bytes);
      readInto(file, whole, 0);
      hash.update(whole);
    } else {
      const part = Buffer.alloc(edge);
      hash.update(`${bytes}\n`);
      readInto(file, part, 0);
      hash.update(part);
      readInto(file, part, bytes - edge);
      hash.update(part);
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

function entryOf(path: string): SnapshotEntry {
  const stat = lstatSync(path);
  const facts = { mtimeMs: stat.mtimeMs, mode: stat.mode & 0o7777, sha256: null, target: null };
  if (stat.isDirectory()) return { ...facts, kind: 'folder', bytes: 0 };
  if (stat.isSymbolicLink()) return { ...facts, kind: 'link', bytes: 0, target: readlinkSync(path) };
  if (!stat.isFile()) return { ...facts, kind: 'special', bytes: 0 };
  return { ...facts, kind: 'file', bytes: stat.size, sha256: fingerprint(path, stat.size) };
}

/** What lies below `folder` at this moment, so that a test can say what a run has really done to the disk. */
export async function snapshotTree(folder: string): Promise<TreeSnapshot> {
  const entries = new Map<string, SnapshotEntry>();
  const walk = async (relative: string): Promise<void> => {
    const names = readdirSync(join(folder, relative)).sort();
    for (const name of names) {
      const path = relative === '' ? name : `${relative}/${name}`;
      const entry = entryOf(join(folder, path));
      entries.set(path, entry);
      if (entry.kind === 'folder') await walk(path);
    }
    // a test's own server must be able to answer meanwhile
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  await walk('');
  return entries;
}

function same(a: SnapshotEntry, b: SnapshotEntry): boolean {
  return (
    a.kind === b.kind &&
    a.bytes === b.bytes &&
    a.mode === b.mode &&
    a.sha256 === b.sha256 &&
    a.target === b.target &&
    (a.kind === 'folder' || a.mtimeMs === b.mtimeMs)
  );
}

/** Paths only. A folder's own mtime is no difference: it changes with every entry that goes. */
export function diffSnapshots(before: TreeSnapshot, after: TreeSnapshot): SnapshotDifference {
  const removed = [...before.keys()].filter((path) => !after.has(path));
  const added = [...after.keys()].filter((path) => !before.has(path));
  const changed = [...before].flatMap(([path, entry]) => {
    const now = after.get(path);
    return now === undefined || same(entry, now) ? [] : [path];
  });
  return { removed, added, changed };
}
