import { entryAt, entryNameAt, folderPathAt } from './baseline-columns.ts';
import type { BaselineColumns, BaselineEntry } from './baseline-columns.ts';
import type { BlindSpot } from './take-baseline.ts';

/** The record of the moment in which the person sat down, asked about one place after another. */
export interface Baseline {
  /** this very root was looked at, not another folder or drive that has its place now */
  knowsRoot(rootPath: string, ino: bigint): boolean;
  /** false for a folder that came later */
  hasFolder(rootPath: string, segments: readonly string[]): boolean;
  /** the file that was at this place, or null */
  at(rootPath: string, segments: readonly string[], name: string): BaselineEntry | null;
  /** the very same file was here under another name or in another folder */
  wasElsewhere(entry: BaselineEntry): boolean;
  /** this file or folder, or one above it, could not be looked at then */
  isBlind(rootPath: string, segments: readonly string[]): boolean;
}

interface Content {
  readonly columns: BaselineColumns;
  readonly roots: readonly { readonly realPath: string; readonly ino: string }[];
  readonly blind: readonly BlindSpot[];
}

/** Finds entries by inode without an object for each: open addressing over entry numbers. */
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

  /** every entry of this inode: a file with several names has several */
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

/** Reads what was taken; folders are looked up at once, a folder's names when it is first asked about. */
export function createBaseline({ columns, roots: taken, blind }: Content): Baseline {
  const roots = new Map(taken.map(({ realPath }, index) => [realPath, index]));
  const rootInodes = new Map(taken.map(({ realPath, ino }) => [realPath, BigInt(ino)]));
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

  return {
    knowsRoot: (rootPath, ino) => rootInodes.get(rootPath) === ino,
    hasFolder: (rootPath, segments) => folderOf(rootPath, segments) !== undefined,
    at(rootPath, segments, name) {
      const folder = folderOf(rootPath, segments);
      const entry = folder === undefined ? undefined : namesIn(folder).get(name);
      return entry === undefined ? null : entryAt(columns, entry);
    },
    wasElsewhere({ ino, bytes, mtimeMs }) {
      inodes ??= new InodeTable(columns.ino);
      return inodes
        .of(ino)
        .some((entry) => columns.bytes[entry] === bytes && columns.mtime[entry] === mtimeMs);
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
