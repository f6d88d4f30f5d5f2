import { diskName } from '../fs/disk-names.ts';

/** A file as it was when the session began. */
export interface BaselineEntry {
  readonly bytes: number;
  /** the unrounded double from lstat */
  readonly mtimeMs: number;
  readonly ino: bigint;
}

/** All folders and files of a baseline in columns; half a million entry objects would need ten times the memory. */
export interface BaselineColumns {
  readonly folderRoot: Uint16Array;
  readonly folderPathEnd: Uint32Array;
  readonly folderPaths: Uint8Array;
  /** index of each folder's first entry, plus the total at the end */
  readonly firstEntry: Uint32Array;
  readonly bytes: Float64Array;
  readonly mtime: Float64Array;
  readonly ino: BigUint64Array;
  readonly nameEnd: Uint32Array;
  readonly names: Uint8Array;
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array | BigUint64Array;
type MakeColumn = (buffer: ArrayBufferLike, offset: number, length: number) => Column;

/** Storage order of the columns, with their element width in bytes and constructor. */
const layout: readonly (readonly [name: keyof BaselineColumns, width: number, make: MakeColumn])[] = [
  ['bytes', 8, (buffer, offset, length) => new Float64Array(buffer, offset, length)],
  ['mtime', 8, (buffer, offset, length) => new Float64Array(buffer, offset, length)],
  ['ino', 8, (buffer, offset, length) => new BigUint64Array(buffer, offset, length)],
  ['folderPathEnd', 4, (buffer, offset, length) => new Uint32Array(buffer, offset, length)],
  ['firstEntry', 4, (buffer, offset, length) => new Uint32Array(buffer, offset, length)],
  ['nameEnd', 4, (buffer, offset, length) => new Uint32Array(buffer, offset, length)],
  ['folderRoot', 2, (buffer, offset, length) => new Uint16Array(buffer, offset, length)],
  ['folderPaths', 1, (buffer, offset, length) => new Uint8Array(buffer, offset, length)],
  ['names', 1, (buffer, offset, length) => new Uint8Array(buffer, offset, length)],
];

export type ColumnLengths = Readonly<Record<keyof BaselineColumns, number>>;

export function lengthsOf(columns: BaselineColumns): ColumnLengths {
  return Object.fromEntries(layout.map(([name]) => [name, columns[name].length])) as ColumnLengths;
}

/** Bytes per piece that `piecesOf` yields. */
const pieceBytes = 1024 * 1024;

/** Bytes that columns of these lengths need; NaN when a length is missing. */
export function bytesNeeded(lengths: ColumnLengths): number {
  return layout.reduce((sum, [name, width]) => sum + lengths[name] * width, 0);
}

/** Yields all columns as bytes, piece by piece. The widest columns come first, so that each column is aligned. */
export function* piecesOf(columns: BaselineColumns): Generator<Uint8Array> {
  for (const [name] of layout) {
    const { buffer, byteOffset, byteLength } = columns[name];
    for (let at = 0; at < byteLength; at += pieceBytes)
      yield new Uint8Array(buffer, byteOffset + at, Math.min(pieceBytes, byteLength - at));
  }
}

/** The columns in `bytes`; null when the lengths do not match, so that nothing of it is used. */
export function splitColumns(bytes: Uint8Array, lengths: ColumnLengths): BaselineColumns | null {
  if (bytesNeeded(lengths) !== bytes.length) return null;
  // typed arrays need an aligned offset, so an unaligned buffer is copied
  const { buffer, byteOffset } = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
  let at = byteOffset;
  const columns: Partial<Record<keyof BaselineColumns, Column>> = {};
  for (const [name, width, make] of layout) {
    columns[name] = make(buffer, at, lengths[name]);
    at += lengths[name] * width;
  }
  return columns as unknown as BaselineColumns;
}

function textAt(bytes: Uint8Array, ends: Uint32Array, index: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return diskName(text, index === 0 ? 0 : ends[index - 1], ends[index]);
}

export function folderPathAt(columns: BaselineColumns, folder: number): string {
  return textAt(columns.folderPaths, columns.folderPathEnd, folder);
}

export function entryNameAt(columns: BaselineColumns, entry: number): string {
  return textAt(columns.names, columns.nameEnd, entry);
}

export function entryAt(columns: BaselineColumns, entry: number): BaselineEntry {
  return {
    bytes: columns.bytes[entry] ?? 0,
    mtimeMs: columns.mtime[entry] ?? 0,
    ino: columns.ino[entry] ?? 0n,
  };
}
