import { writeName } from '../../disk-names.ts';
import type { EntryRows } from './scan-job.ts';
import type { EntryFacts } from './walk.ts';

const rowsPerBatch = 8192;
const nameBytes = rowsPerBatch * 48;
/** a file name is at most 255 UTF-16 units on every system, three bytes each at most */
const longestName = 1024;
const two32 = 0x1_0000_0000;

/** Grows columns of taken entries and gives them away in batches whose buffers can be handed to another thread. */
export interface EntryColumns {
  add(folder: number, group: number, name: string, facts: EntryFacts): void;
  flush(): void;
}

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
    names: new Uint8Array(nameBytes),
  };
}

/** The buffers of a batch, for handing over without a copy. */
export function buffersOf(rows: EntryRows): ArrayBuffer[] {
  return [
    rows.folder.buffer,
    rows.group.buffer,
    rows.kind.buffer,
    rows.bytes.buffer,
    rows.allocated.buffer,
    rows.mtime.buffer,
    rows.inoLow.buffer,
    rows.inoHigh.buffer,
    rows.nameEnd.buffer,
    rows.names.buffer,
  ];
}

/** `give` owns what it gets; the columns start anew afterwards. */
export function createEntryColumns(give: (rows: EntryRows) => void): EntryColumns {
  let columns = allocate();
  let writer = Buffer.from(columns.names.buffer);
  let count = 0;
  let end = 0;

  const flush = (): void => {
    if (count === 0) return;
    const rows = { ...columns, count };
    columns = allocate();
    writer = Buffer.from(columns.names.buffer);
    count = 0;
    end = 0;
    give(rows);
  };

  return {
    flush,
    add(folder, group, name, facts) {
      if (count === rowsPerBatch || end + longestName > nameBytes) flush();
      const { ino } = facts;
      columns.folder[count] = folder;
      columns.group[count] = group;
      columns.kind[count] = facts.kind === 'link' ? 1 : 0;
      columns.bytes[count] = facts.size;
      columns.allocated[count] = facts.allocated;
      columns.mtime[count] = facts.mtimeMs;
      columns.inoLow[count] = typeof ino === 'number' ? ino % two32 : Number(ino & 0xffff_ffffn);
      columns.inoHigh[count] = typeof ino === 'number' ? Math.floor(ino / two32) : Number(ino >> 32n);
      end += writeName(writer, name, end);
      columns.nameEnd[count] = end;
      count += 1;
    },
  };
}
