import { diskName, writeName } from '../fs/disk-names.ts';

/** Folders in columns. A folder's number is its index. */
export interface FolderRows {
  readonly count: number;
  readonly root: Uint32Array<ArrayBuffer>;
  readonly ino: BigUint64Array<ArrayBuffer>;
  readonly mtime: Float64Array<ArrayBuffer>;
  /** bits of `folderFlags` */
  readonly flags: Uint8Array<ArrayBuffer>;
  /** number of direct subfolders */
  readonly children: Uint32Array<ArrayBuffer>;
  /** end offset of each path in `paths` */
  readonly pathEnd: Uint32Array<ArrayBuffer>;
  /** below the root, `/`-separated, empty for the root itself */
  readonly paths: Uint8Array<ArrayBuffer>;
}

export const folderFlags = {
  removable: 1,
  /** Every direct entry was taken and none skipped; subfolders are checked with `children`. */
  allTaken: 2,
  /** The path has surrogates, so its bytes sort differently from its text. */
  oddPath: 4,
} as const;

/** A folder as recorded before its first entry. */
export interface FolderRecord {
  readonly root: number;
  /** below the root, `/`-separated */
  readonly path: string;
  readonly ino: number | bigint;
  readonly mtimeMs: number;
  readonly removable: boolean;
}

/**
 * Collects folders in columns, because a hundred thousand objects with strings would take more memory than all entries.
 */
export interface FolderColumns {
  /** Adds a folder and returns its number. It is not complete until `settle`. */
  add(folder: FolderRecord): number;
  settle(number: number, allTaken: boolean, children: number): void;
  rows(): FolderRows;
}

const firstRows = 256;
const firstBytes = 8192;
/** Surrogates, also those of escaped raw bytes. Only they sort differently as bytes and as text. */
const anySurrogate = /[\uD800-\uDFFF]/;

interface Columns {
  readonly root: Uint32Array<ArrayBuffer>;
  readonly ino: BigUint64Array<ArrayBuffer>;
  readonly mtime: Float64Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  readonly children: Uint32Array<ArrayBuffer>;
  readonly pathEnd: Uint32Array<ArrayBuffer>;
}

function allocate(rows: number): Columns {
  return {
    root: new Uint32Array(rows),
    ino: new BigUint64Array(rows),
    mtime: new Float64Array(rows),
    flags: new Uint8Array(rows),
    children: new Uint32Array(rows),
    pathEnd: new Uint32Array(rows),
  };
}

function grown(columns: Columns): Columns {
  const more = allocate(columns.root.length * 2);
  more.root.set(columns.root);
  more.ino.set(columns.ino);
  more.mtime.set(columns.mtime);
  more.flags.set(columns.flags);
  more.children.set(columns.children);
  more.pathEnd.set(columns.pathEnd);
  return more;
}

/** The buffers of the columns, for a transfer without a copy. */
export function folderBuffersOf(rows: FolderRows): ArrayBuffer[] {
  return [
    rows.root.buffer,
    rows.ino.buffer,
    rows.mtime.buffer,
    rows.flags.buffer,
    rows.children.buffer,
    rows.pathEnd.buffer,
    rows.paths.buffer,
  ];
}

/** The offset of a folder's path in `paths`. */
export function pathStart(rows: FolderRows, number: number): number {
  return number === 0 ? 0 : (rows.pathEnd[number - 1] ?? 0);
}

export function pathOfFolder(rows: FolderRows, number: number): string {
  return diskName(Buffer.from(rows.paths.buffer), pathStart(rows, number), rows.pathEnd[number]);
}

export function createFolderColumns(): FolderColumns {
  let columns = allocate(firstRows);
  let paths = Buffer.allocUnsafeSlow(firstBytes);
  let count = 0;
  let end = 0;

  const makeRoom = (path: string): void => {
    if (count === columns.root.length) columns = grown(columns);
    const most = end + path.length * 3;
    if (most <= paths.length) return;
    const more = Buffer.allocUnsafeSlow(Math.max(most, paths.length * 2));
    paths.copy(more, 0, 0, end);
    paths = more;
  };

  return {
    add({ root, path, ino, mtimeMs, removable }) {
      makeRoom(path);
      columns.root[count] = root;
      columns.ino[count] = BigInt(ino);
      columns.mtime[count] = mtimeMs;
      columns.flags[count] =
        (removable ? folderFlags.removable : 0) | (anySurrogate.test(path) ? folderFlags.oddPath : 0);
      end += writeName(paths, path, end);
      columns.pathEnd[count] = end;
      count += 1;
      return count - 1;
    },
    settle(number, allTaken, children) {
      if (allTaken) columns.flags[number] = (columns.flags[number] ?? 0) | folderFlags.allTaken;
      columns.children[number] = children;
    },
    rows: () => ({
      count,
      root: columns.root.slice(0, count),
      ino: columns.ino.slice(0, count),
      mtime: columns.mtime.slice(0, count),
      flags: columns.flags.slice(0, count),
      children: columns.children.slice(0, count),
      pathEnd: columns.pathEnd.slice(0, count),
      paths: new Uint8Array(paths.subarray(0, end)),
    }),
  };
}
