import { entryAt, entryNameAt, folderPathAt } from './baseline-columns.ts';
import type { BaselineColumns, BaselineEntry } from './baseline-columns.ts';
import type { Landmark } from './known-devices.ts';
import type { BlindSpot } from './take-baseline.ts';

/** Queries on the record of the files present when the session began. */
export interface Baseline {
  /** true when this root was recorded at this path, and is not another folder or drive now; `dev` as recorded */
  knowsRoot(rootPath: string, root: { readonly dev: bigint | null; readonly ino: bigint }): boolean;
  /** true when a recorded root is this folder, at any path; `dev` as recorded */
  wasRoot(root: { readonly dev: bigint | null; readonly ino: bigint }): boolean;
  /** false for a folder that was not recorded */
  hasFolder(rootPath: string, segments: readonly string[]): boolean;
  /** the recorded file at this path, or null */
  at(rootPath: string, segments: readonly string[], name: string): BaselineEntry | null;
  /** recorded entries with this inode on the device `dev` (as recorded), or on any device when null */
  withInode(dev: bigint | null, ino: bigint): readonly BaselineEntry[];
  /** true when this file or folder, or one above it, was unreadable when the session began */
  isBlind(rootPath: string, segments: readonly string[]): boolean;
}

interface BaselineContent {
  readonly columns: BaselineColumns;
  readonly roots: readonly Landmark[];
  readonly blind: readonly BlindSpot[];
}

/** Hash table from inode to entry indexes, with open addressing, so that entries need no objects. */
class InodeTable {
  private readonly slots: Int32Array;
  private readonly mask: number;
  private readonly inodes: BigUint64Array;

  constructor(inodes: BigUint64Array) {
    let size = 16;
    while (size < inodes.length * 2) size *= 2;
    this.slots = new Int32Array(size).fill(-1);
    this.mask = size - 1;
    this.inodes = inodes;
    for (let entry = 0; entry < inodes.length; entry += 1) {
      let slot = this.slotOf(inodes[entry] ?? 0n);
      while (this.slots[slot] !== -1) slot = (slot + 1) & this.mask;
      this.slots[slot] = entry;
    }
  }

  /** all entries of this inode; a file with several hard links has several */
  of(ino: bigint): readonly number[] {
    const found: number[] = [];
    for (let slot = this.slotOf(ino); ; slot = (slot + 1) & this.mask) {
      const entry = this.slots[slot] ?? -1;
      if (entry === -1) return found;
      if (this.inodes[entry] === ino) found.push(entry);
    }
  }

  private slotOf(ino: bigint): number {
    const low = Number(ino & 0xffff_ffffn);
    const high = Number((ino >> 32n) & 0xffff_ffffn);
    return (Math.imul(low ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b) >>> 7) & this.mask;
  }
}

function keyOf(root: number, path: string): string {
  return `${root}/${path}`;
}

/** The folder that contains this entry, by binary search. */
function folderHolding(firstEntry: Uint32Array, entry: number): number {
  let [low, high] = [0, firstEntry.length - 2];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((firstEntry[middle] ?? 0) <= entry) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Indexes folders at once, and a folder's names when they are first needed. */
export function createBaseline({ columns, roots: recorded, blind }: BaselineContent): Baseline {
  const roots = new Map(recorded.map(({ path }, index) => [path, index]));
  const identities = recorded.map(({ dev, ino }) => ({ dev: BigInt(dev), ino: BigInt(ino) }));
  const folders = new Map<string, number>();
  for (let folder = 0; folder < columns.folderRoot.length; folder += 1)
    folders.set(keyOf(columns.folderRoot[folder] ?? 0, folderPathAt(columns, folder)), folder);
  const blindKeys = new Set(blind.map(({ root, path }) => keyOf(root, path)));
  let inodes: InodeTable | null = null;
  let open: { readonly folder: number; readonly names: ReadonlyMap<string, number> } | null = null;

  const folderOf = (rootPath: string, segments: readonly string[]): number | undefined => {
    const root = roots.get(rootPath);
    return root === undefined ? undefined : folders.get(keyOf(root, segments.join('/')));
  };

  const namesIn = (folder: number): ReadonlyMap<string, number> => {
    if (open?.folder === folder) return open.names;
    const names = new Map<string, number>();
    const end = columns.firstEntry[folder + 1] ?? 0;
    for (let entry = columns.firstEntry[folder] ?? 0; entry < end; entry += 1)
      names.set(entryNameAt(columns, entry), entry);
    open = { folder, names };
    return names;
  };

  const deviceOf = (entry: number): bigint | undefined =>
    identities[columns.folderRoot[folderHolding(columns.firstEntry, entry)] ?? 0]?.dev;

  return {
    knowsRoot(rootPath, { dev, ino }) {
      const was = identities[roots.get(rootPath) ?? -1];
      return was !== undefined && was.dev === dev && was.ino === ino;
    },
    wasRoot: ({ dev, ino }) => identities.some((was) => was.dev === dev && was.ino === ino),
    hasFolder: (rootPath, segments) => folderOf(rootPath, segments) !== undefined,
    at(rootPath, segments, name) {
      const folder = folderOf(rootPath, segments);
      const entry = folder === undefined ? undefined : namesIn(folder).get(name);
      return entry === undefined ? null : entryAt(columns, entry);
    },
    withInode(dev, ino) {
      inodes ??= new InodeTable(columns.ino);
      const found = inodes.of(ino).filter((entry) => dev === null || deviceOf(entry) === dev);
      return found.map((entry) => entryAt(columns, entry));
    },
    isBlind(rootPath, segments) {
      const root = roots.get(rootPath);
      if (root === undefined || blindKeys.size === 0) return false;
      for (let depth = segments.length; depth >= 0; depth -= 1)
        if (blindKeys.has(keyOf(root, segments.slice(0, depth).join('/')))) return true;
      return false;
    },
  };
}
