import { diskName } from '../fs/disk-names.ts';
import { blockSize, createEntryColumns, nameStart, rowsPerBatch } from './entry-columns.ts';
import type { BlockShape, EntryRows } from './entry-columns.ts';
import type { EntryVisit, PlanEntry, SharedEntries } from './frozen-plan.ts';

const two32 = 0x1_0000_0000;
/** Bits for the position of a row in its batch. */
const placeBits = Math.log2(rowsPerBatch);
const placeMask = rowsPerBatch - 1;

/** A block of entries in its stored form. */
interface EntryBlock {
  readonly shape: BlockShape;
  readonly block: Uint8Array;
}

/** The number of a row over all batches. */
function rowNumber(batch: number, row: number): number {
  return ((batch << placeBits) | row) >>> 0;
}

function batchOf(number: number): number {
  return number >>> placeBits;
}

/** The position of a row in its batch. */
function placeOf(number: number): number {
  return number & placeMask;
}

/**
 * A plan's entries, kept in the batches of the scan. An index gives the plan's order, so that half a million rows are
 * in memory only once.
 */
export class EntryTable {
  readonly count: number;
  private readonly batches: readonly EntryRows[];
  private readonly names: readonly Buffer[];
  /** By entry: its row number. Null = stored order, and then all batches but the last are full. */
  private readonly order: Uint32Array | null;

  constructor(batches: readonly EntryRows[], order: Uint32Array | null) {
    this.count = batches.reduce((sum, rows) => sum + rows.count, 0);
    this.batches = batches;
    this.names = batches.map(({ names }) => Buffer.from(names.buffer, names.byteOffset, names.length));
    this.order = order;
  }

  shared(): SharedEntries {
    return { batches: this.batches, order: this.order };
  }

  entry(index: number): PlanEntry {
    const number = this.order === null ? index : (this.order[index] ?? -1);
    const batch = batchOf(number);
    const row = placeOf(number);
    const rows = this.batches[batch];
    const names = this.names[batch];
    if (!(index >= 0 && index < this.count) || rows === undefined || names === undefined)
      throw new RangeError(`no entry ${index} in the plan`);
    const low = rows.inoLow[row] ?? 0;
    const high = rows.inoHigh[row] ?? 0;
    return {
      id: index,
      folder: rows.folder[row] ?? 0,
      name: diskName(names, nameStart(rows, row), rows.nameEnd[row]),
      kind: rows.kind[row] === 1 ? 'link' : 'file',
      group: rows.group[row] ?? 0,
      bytes: rows.bytes[row] ?? 0,
      allocated: rows.allocated[row] ?? 0,
      mtimeMs: rows.mtime[row] ?? 0,
      ino: high <= 0x1f_ffff ? BigInt(high * two32 + low) : (BigInt(high) << 32n) | BigInt(low),
    };
  }

  folderOf(index: number): number {
    const number = this.numberOf(index);
    return this.batches[batchOf(number)]?.folder[placeOf(number)] ?? 0;
  }

  groupOf(index: number): number {
    const number = this.numberOf(index);
    return this.batches[batchOf(number)]?.group[placeOf(number)] ?? 0;
  }

  bytesOf(index: number): number {
    const number = this.numberOf(index);
    return this.batches[batchOf(number)]?.bytes[placeOf(number)] ?? 0;
  }

  allocatedOf(index: number): number {
    const number = this.numberOf(index);
    return this.batches[batchOf(number)]?.allocated[placeOf(number)] ?? 0;
  }

  mtimeOf(index: number): number {
    const number = this.numberOf(index);
    return this.batches[batchOf(number)]?.mtime[placeOf(number)] ?? 0;
  }

  nameOf(index: number): string {
    const number = this.numberOf(index);
    const rows = this.batches[batchOf(number)];
    const names = this.names[batchOf(number)];
    if (rows === undefined || names === undefined) throw new RangeError(`no entry ${index} in the plan`);
    const row = placeOf(number);
    return diskName(names, nameStart(rows, row), rows.nameEnd[row]);
  }

  /** Sets what an entry gives back to nothing, and returns what it was. Only before the plan is frozen. */
  takeAllocated(index: number): number {
    const number = this.numberOf(index);
    const column = this.batches[batchOf(number)]?.allocated;
    const before = column?.[placeOf(number)] ?? 0;
    if (column !== undefined) column[placeOf(number)] = 0;
    return before;
  }

  /** Entries, in order, whose inode may be one of these files: the low half of its number is the same. */
  *withLowInos(files: Iterable<string>): Generator<number> {
    const lows = new Set<number>();
    for (const file of files) lows.add(Number(BigInt(file.slice(file.indexOf(':') + 1)) & 0xffff_ffffn));
    for (let index = 0; index < this.count; index += 1) {
      const number = this.numberOf(index);
      if (lows.has(this.batches[batchOf(number)]?.inoLow[placeOf(number)] ?? -1)) yield index;
    }
  }

  /** Visits the entries `[from, to)` in order, without creating an object per entry. */
  each(from: number, to: number, visit: EntryVisit): void {
    const { batches, order } = this;
    for (let index = from; index < to; index += 1) {
      const number = order === null ? index : (order[index] ?? 0);
      const rows = batches[number >>> placeBits];
      if (rows === undefined) throw new RangeError(`no entry ${index} in the plan`);
      const row = number & placeMask;
      visit(
        index,
        rows.folder[row] ?? 0,
        rows.group[row] ?? 0,
        rows.bytes[row] ?? 0,
        rows.allocated[row] ?? 0,
      );
    }
  }

  /** The entries in the plan's order, in blocks. The next block may overwrite the previous one. */
  *blocks(): Generator<EntryBlock> {
    const full: EntryBlock[] = [];
    let room = new ArrayBuffer(0);
    const columns = createEntryColumns(
      (_rows, shape) => void full.push({ shape, block: new Uint8Array(room, 0, blockSize(shape)) }),
      (bytes) => (room = room.byteLength < bytes ? new ArrayBuffer(bytes) : room),
    );
    for (let index = 0; index < this.count; index += 1) {
      const number = this.numberOf(index);
      const rows = this.batches[batchOf(number)];
      if (rows !== undefined) columns.addRow(rows, placeOf(number));
      for (let block = full.pop(); block !== undefined; block = full.pop()) yield block;
    }
    columns.flush();
    yield* full;
  }

  private numberOf(index: number): number {
    return this.order === null ? index : (this.order[index] ?? 0);
  }
}

/** Turns counts, stored one position after their key, into start positions. */
function startsOf(counts: Uint32Array): Uint32Array {
  for (let key = 1; key < counts.length; key += 1) counts[key] = (counts[key] ?? 0) + (counts[key - 1] ?? 0);
  return counts;
}

function groupAt(batches: readonly EntryRows[], number: number): number {
  return batches[batchOf(number)]?.group[placeOf(number)] ?? 0;
}

/**
 * Row numbers sorted by group and folder; rows of a folder keep their order. Two counting sorts are fastest with many
 * rows and few groups.
 */
export function orderedRows(batches: readonly EntryRows[], folders: number, groups: number): Uint32Array {
  const byFolder = new Uint32Array(folders + 1);
  const byGroup = new Uint32Array(groups + 1);
  let count = 0;
  for (const rows of batches) {
    count += rows.count;
    for (let row = 0; row < rows.count; row += 1) {
      const folder = (rows.folder[row] ?? 0) + 1;
      const group = (rows.group[row] ?? 0) + 1;
      byFolder[folder] = (byFolder[folder] ?? 0) + 1;
      byGroup[group] = (byGroup[group] ?? 0) + 1;
    }
  }
  startsOf(byFolder);
  startsOf(byGroup);
  const half = new Uint32Array(count);
  for (const [batch, rows] of batches.entries())
    for (let row = 0; row < rows.count; row += 1) {
      const folder = rows.folder[row] ?? 0;
      const place = byFolder[folder] ?? 0;
      byFolder[folder] = place + 1;
      half[place] = rowNumber(batch, row);
    }
  const order = new Uint32Array(new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT));
  for (let at = 0; at < count; at += 1) {
    const number = half[at] ?? 0;
    const group = groupAt(batches, number);
    const place = byGroup[group] ?? 0;
    byGroup[group] = place + 1;
    order[place] = number;
  }
  return order;
}
