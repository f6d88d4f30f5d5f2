import type { EntryRows } from './scan-job.ts';
import { batchOf, placeOf, rowNumber } from './entry-table.ts';

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
