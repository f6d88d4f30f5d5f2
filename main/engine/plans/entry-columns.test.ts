import { describe, expect, it } from 'vitest';
import { diskName } from '../fs/disk-names.ts';
import { emptyFacts } from '../fs/walk.ts';
import type { EntryFacts } from '../fs/walk.ts';
import { createEntryColumns, nameStart, rowsPerBatch } from './entry-columns.ts';
import type { EntryRows } from './entry-columns.ts';

function factsOf(change: Partial<EntryFacts>): EntryFacts {
  return { ...emptyFacts(), kind: 'file', ...change };
}

function collected(rows: readonly (readonly [name: string, facts: EntryFacts])[]): readonly EntryRows[] {
  const batches: EntryRows[] = [];
  const columns = createEntryColumns((batch) => batches.push(batch));
  for (const [name, facts] of rows) columns.add(1, 2, name, facts);
  columns.flush();
  return batches;
}

function nameOf(rows: EntryRows, row: number): string {
  return diskName(Buffer.from(rows.names), nameStart(rows, row), rows.nameEnd[row]);
}

describe('entry columns', () => {
  it('fill every batch but the last, also with long names', () => {
    const long = '长'.repeat(255);
    const count = 2 * rowsPerBatch + 7;
    const batches = collected(Array.from({ length: count }, (_, i) => [`${long}${i}`, factsOf({ ino: i })]));
    expect(batches.map((rows) => rows.count)).toEqual([rowsPerBatch, rowsPerBatch, 7]);
    expect(nameOf(batches[1]!, 5)).toBe(`${long}${rowsPerBatch + 5}`);
    expect(batches[2]!.inoLow[6]).toBe(count - 1);
  });

  it('keep the exact size, also when it needs the wide column', () => {
    const [rows] = collected([
      ['a', factsOf({ size: 1, allocated: 4096 })],
      ['b', factsOf({ size: 2 ** 40 + 1, allocated: 2 ** 33 })],
    ]);
    expect([...rows!.bytes]).toEqual([1, 2 ** 40 + 1]);
    expect([...rows!.allocated]).toEqual([4096, 2 ** 33]);
    const [small] = collected([['a', factsOf({ size: 2 ** 32 - 1, allocated: 0 })]]);
    expect([...small!.bytes]).toEqual([2 ** 32 - 1]);
    expect(small!.bytes.BYTES_PER_ELEMENT).toBe(4);
  });

  it('keep the exact inode, and have no column for high halves that are all zero', () => {
    const [low] = collected([['a', factsOf({ ino: 2 ** 32 - 1 })]]);
    expect(low!.inoHigh).toHaveLength(0);
    const [high] = collected([
      ['a', factsOf({ ino: (1n << 63n) + 5n })],
      ['b', factsOf({ ino: 2 ** 40 + 3 })],
    ]);
    expect([...high!.inoLow]).toEqual([5, 3]);
    expect([...high!.inoHigh]).toEqual([2 ** 31, 2 ** 8]);
  });

  it('use one buffer per batch, which no later batch overwrites', () => {
    const batches = collected(
      Array.from({ length: rowsPerBatch + 1 }, (_, i) => [`n${i}`, factsOf({ mtimeMs: i + 0.5 })]),
    );
    const [first, second] = batches;
    expect(new Set([first!.folder, first!.mtime, first!.names].map(({ buffer }) => buffer)).size).toBe(1);
    expect(first!.mtime[0]).toBe(0.5);
    expect(second!.mtime[0]).toBe(rowsPerBatch + 0.5);
    expect(nameOf(first!, 0)).toBe('n0');
  });

  it('copy a row of another batch unchanged', () => {
    const [source] = collected([
      ['x', factsOf({ size: 3 })],
      ['名字', factsOf({ kind: 'link', size: 2 ** 35, allocated: 8, mtimeMs: 1.25, ino: 1n << 60n })],
    ]);
    const batches: EntryRows[] = [];
    const columns = createEntryColumns((rows) => batches.push(rows));
    columns.addRow(source!, 1);
    columns.flush();
    const [copy] = batches;
    expect(copy).toMatchObject({ count: 1, kind: new Uint8Array([1]), mtime: new Float64Array([1.25]) });
    expect(copy!.bytes[0]).toBe(2 ** 35);
    expect(copy!.inoHigh[0]).toBe(2 ** 28);
    expect(nameOf(copy!, 0)).toBe('名字');
  });
});
