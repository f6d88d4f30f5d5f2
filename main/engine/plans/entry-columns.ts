import { writeName } from '../fs/disk-names.ts';
import type { EntryFacts } from '../fs/walk.ts';

/** Sizes that fit use 4 bytes instead of 8. */
type Sizes = Float64Array | Uint32Array;

/** Planned entries in columns on one buffer; `folder` and `group` are the sending worker's numbers. */
export interface EntryRows {
  readonly count: number;
  readonly folder: Uint32Array;
  readonly group: Uint32Array;
  readonly kind: Uint8Array;
  readonly bytes: Sizes;
  readonly allocated: Sizes;
  readonly mtime: Float64Array;
  readonly inoLow: Uint32Array;
  /** empty when all are 0 */
  readonly inoHigh: Uint32Array;
  /** end offset of each name in `names` */
  readonly nameEnd: Uint32Array;
  readonly names: Uint8Array;
}

/** The parameters that determine the layout of a block of entries. */
export interface BlockShape {
  readonly count: number;
  readonly nameBytes: number;
  /** bits of `blockFlags` */
  readonly flags: number;
}

const blockFlags = { wideBytes: 1, wideAllocated: 2, highInos: 4 } as const;

const widest = 8;

/** Assigns consecutive, aligned offsets. */
function createPlaces() {
  let at = 0;
  return {
    take: (count: number, width: number): number => {
      const place = width === widest ? Math.ceil(at / widest) * widest : at;
      at = place + count * width;
      return place;
    },
    end: (): number => at,
  };
}

function layoutOf({ count, nameBytes, flags }: BlockShape) {
  const { take, end } = createPlaces();
  const has = (flag: number): boolean => (flags & flag) !== 0;
  return {
    mtime: take(count, 8),
    bytes: take(count, has(blockFlags.wideBytes) ? 8 : 4),
    allocated: take(count, has(blockFlags.wideAllocated) ? 8 : 4),
    folder: take(count, 4),
    group: take(count, 4),
    inoLow: take(count, 4),
    inoHigh: take(has(blockFlags.highInos) ? count : 0, 4),
    nameEnd: take(count, 4),
    kind: take(count, 1),
    names: take(nameBytes, 1),
    size: end(),
  };
}

export function blockSize(shape: BlockShape): number {
  return layoutOf(shape).size;
}

/** Views of a block's columns on one buffer, so that a batch is transferred, stored and read as one piece. */
export function rowsIn(buffer: ArrayBufferLike, shape: BlockShape): EntryRows {
  const { count, nameBytes, flags } = shape;
  const at = layoutOf(shape);
  const sizes = (place: number, flag: number): EntryRows['bytes'] =>
    (flags & flag) === 0 ? new Uint32Array(buffer, place, count) : new Float64Array(buffer, place, count);
  return {
    count,
    folder: new Uint32Array(buffer, at.folder, count),
    group: new Uint32Array(buffer, at.group, count),
    kind: new Uint8Array(buffer, at.kind, count),
    bytes: sizes(at.bytes, blockFlags.wideBytes),
    allocated: sizes(at.allocated, blockFlags.wideAllocated),
    mtime: new Float64Array(buffer, at.mtime, count),
    inoLow: new Uint32Array(buffer, at.inoLow, count),
    inoHigh: new Uint32Array(buffer, at.inoHigh, (flags & blockFlags.highInos) === 0 ? 0 : count),
    nameEnd: new Uint32Array(buffer, at.nameEnd, count),
    names: new Uint8Array(buffer, at.names, nameBytes),
  };
}

/** Rows per full batch. A power of two, so that a row's number encodes its batch and position. */
export const rowsPerBatch = 8192;
const usualNameBytes = 32;
/** UTF-8 bytes per UTF-16 unit at most. An escaped raw byte takes no more. */
const bytesPerUnit = 3;
const two32 = 0x1_0000_0000;

/** The facts that a row holds. */
type RowFacts = Omit<EntryFacts, 'dev' | 'links'>;

/** Collects entries in columns and emits batches of exact size, each on its own buffer. */
interface EntryColumns {
  add(folder: number, group: number, name: string, facts: RowFacts): void;
  /** Copies one row of another batch unchanged. */
  addRow(rows: EntryRows, row: number): void;
  flush(): void;
}

/** Receives a full batch. */
type OnBatch = (rows: EntryRows, shape: BlockShape) => void;

function allocate() {
  return {
    folder: new Uint32Array(rowsPerBatch),
    group: new Uint32Array(rowsPerBatch),
    kind: new Uint8Array(rowsPerBatch),
    bytes: new Float64Array(rowsPerBatch),
    allocated: new Float64Array(rowsPerBatch),
    mtime: new Float64Array(rowsPerBatch),
    inoLow: new Uint32Array(rowsPerBatch),
    inoHigh: new Uint32Array(rowsPerBatch),
    nameEnd: new Uint32Array(rowsPerBatch),
  };
}
type Columns = ReturnType<typeof allocate>;

function fitsHalf(sizes: Float64Array, count: number): boolean {
  for (let row = 0; row < count; row += 1) if ((sizes[row] ?? 0) >>> 0 !== sizes[row]) return false;
  return true;
}

function isAllZero(values: Uint32Array, count: number): boolean {
  for (let row = 0; row < count; row += 1) if (values[row] !== 0) return false;
  return true;
}

function shapeOf(columns: Columns, count: number): BlockShape {
  const flags =
    (fitsHalf(columns.bytes, count) ? 0 : blockFlags.wideBytes) |
    (fitsHalf(columns.allocated, count) ? 0 : blockFlags.wideAllocated) |
    (isAllZero(columns.inoHigh, count) ? 0 : blockFlags.highInos);
  return { count, nameBytes: columns.nameEnd[count - 1] ?? 0, flags };
}

function fill(rows: EntryRows, columns: Columns, names: Uint8Array): void {
  const { count } = rows;
  rows.folder.set(columns.folder.subarray(0, count));
  rows.group.set(columns.group.subarray(0, count));
  rows.kind.set(columns.kind.subarray(0, count));
  rows.bytes.set(columns.bytes.subarray(0, count));
  rows.allocated.set(columns.allocated.subarray(0, count));
  rows.mtime.set(columns.mtime.subarray(0, count));
  rows.inoLow.set(columns.inoLow.subarray(0, count));
  if (rows.inoHigh.length > 0) rows.inoHigh.set(columns.inoHigh.subarray(0, count));
  rows.nameEnd.set(columns.nameEnd.subarray(0, count));
  rows.names.set(names.subarray(0, rows.names.length));
}

export function nameStart(rows: EntryRows, row: number): number {
  return row === 0 ? 0 : (rows.nameEnd[row - 1] ?? 0);
}

class Batches implements EntryColumns {
  private readonly onBatch: OnBatch;
  private readonly allocateBuffer: (bytes: number) => ArrayBufferLike;
  private readonly columns = allocate();
  private names = Buffer.allocUnsafeSlow(rowsPerBatch * usualNameBytes);
  private count = 0;
  private end = 0;

  constructor(onBatch: OnBatch, allocateBuffer: (bytes: number) => ArrayBufferLike) {
    this.onBatch = onBatch;
    this.allocateBuffer = allocateBuffer;
  }

  add(folder: number, group: number, name: string, facts: RowFacts): void {
    const row = this.nextRow(name.length * bytesPerUnit);
    const { columns } = this;
    const { ino } = facts;
    columns.folder[row] = folder;
    columns.group[row] = group;
    columns.kind[row] = facts.kind === 'link' ? 1 : 0;
    columns.bytes[row] = facts.size;
    columns.allocated[row] = facts.allocated;
    columns.mtime[row] = facts.mtimeMs;
    columns.inoLow[row] = typeof ino === 'number' ? ino % two32 : Number(ino & 0xffff_ffffn);
    columns.inoHigh[row] = typeof ino === 'number' ? Math.floor(ino / two32) : Number(ino >> 32n);
    this.end += writeName(this.names, name, this.end);
    columns.nameEnd[row] = this.end;
  }

  addRow(rows: EntryRows, from: number): void {
    const start = nameStart(rows, from);
    const last = rows.nameEnd[from] ?? 0;
    const row = this.nextRow(last - start);
    const { columns, names } = this;
    columns.folder[row] = rows.folder[from] ?? 0;
    columns.group[row] = rows.group[from] ?? 0;
    columns.kind[row] = rows.kind[from] ?? 0;
    columns.bytes[row] = rows.bytes[from] ?? 0;
    columns.allocated[row] = rows.allocated[from] ?? 0;
    columns.mtime[row] = rows.mtime[from] ?? 0;
    columns.inoLow[row] = rows.inoLow[from] ?? 0;
    columns.inoHigh[row] = rows.inoHigh[from] ?? 0;
    // Names are short, so a loop is faster than a call to copy.
    for (let at = start; at < last; at += 1, this.end += 1) names[this.end] = rows.names[at] ?? 0;
    columns.nameEnd[row] = this.end;
  }

  flush(): void {
    if (this.count === 0) return;
    const shape = shapeOf(this.columns, this.count);
    const rows = rowsIn(this.allocateBuffer(blockSize(shape)), shape);
    fill(rows, this.columns, this.names);
    this.count = 0;
    this.end = 0;
    this.onBatch(rows, shape);
  }

  private nextRow(nameBytes: number): number {
    if (this.count === rowsPerBatch) this.flush();
    const needed = this.end + nameBytes;
    if (needed > this.names.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.names.length * 2));
      this.names.copy(larger, 0, 0, this.end);
      this.names = larger;
    }
    this.count += 1;
    return this.count - 1;
  }
}

/** `onBatch` owns its batch. `allocateBuffer` can allocate shared buffers, so that removal threads read the plan without a copy. */
export function createEntryColumns(
  onBatch: OnBatch,
  allocateBuffer: (bytes: number) => ArrayBufferLike = (bytes) => new SharedArrayBuffer(bytes),
): EntryColumns {
  return new Batches(onBatch, allocateBuffer);
}
