import type { EntryRows } from './scan-job.ts';

/** The parameters that determine the layout of a block of entries. */
export interface BlockShape {
  readonly count: number;
  readonly nameBytes: number;
  /** bits of `blockFlags` */
  readonly flags: number;
}

export const blockFlags = { wideBytes: 1, wideAllocated: 2, highInos: 4 } as const;

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
