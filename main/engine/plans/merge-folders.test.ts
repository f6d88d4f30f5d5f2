import fc from 'fast-check';
import { expect, it, describe } from 'vitest';
import { sortedNumbers, mergeFolders } from './merge-folders.ts';
import { createFolderColumns } from './folder-columns.ts';
import type { FolderRows } from './folder-columns.ts';
import { planFolderFlags } from './plan-columns.ts';

it('sorts numbers like the built-in sort, and keeps equal ones in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 200 }), (keys) => {
      const compare = (a: number, b: number): number => (keys[a] ?? 0) - (keys[b] ?? 0);
      const expected = keys.map((_key, index) => index).sort(compare);
      expect([...sortedNumbers(keys.length, compare)]).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

it('needs few comparisons for rising or falling runs', () => {
  for (const key of [(index: number) => index, (index: number) => -index]) {
    let compared = 0;
    const sorted = sortedNumbers(10_000, (a, b) => {
      compared += 1;
      return key(a) - key(b);
    });
    expect(sorted[0]).toBe(key(1) < 0 ? 9_999 : 0);
    expect(compared).toBeLessThan(20_001);
  }
});

interface Noted {
  readonly root: number;
  readonly path: string;
}

function rowsOf(folders: readonly Noted[]): FolderRows {
  const columns = createFolderColumns();
  for (const [index, { root, path }] of folders.entries())
    columns.add({ root, path, ino: index, mtimeMs: index + 0.25, removable: true });
  return columns.rows();
}

/** The plan's order: by root, then by text, with the end of a component before every character. */
function byText(a: Noted, b: Noted): number {
  const [left, right] = [a.path.replaceAll('/', '\0'), b.path.replaceAll('/', '\0')];
  return a.root - b.root || (left < right ? -1 : left > right ? 1 : 0);
}

/** Characters around each boundary where text and bytes may sort differently. */
const name = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      ' ',
      '-',
      '.',
      '0',
      'é',
      '长',
      '\uE000',
      ',',
      '\uFFFD',
      '😀',
      '\udc80',
      '\udcff',
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((parts) => parts.join(''));
const path = fc.array(name, { maxLength: 4 }).map((names) => names.join('/'));
const folders = fc.uniqueArray(fc.record({ root: fc.nat({ max: 2 }), path }), {
  maxLength: 40,
  selector: ({ root, path: own }) => `${root} ${own}`,
});

describe('merged folders of several workers', () => {
  it('are in text order, independent of the worker', () => {
    fc.assert(
      fc.property(folders, fc.integer({ min: 0, max: 40 }), (all, cut) => {
        const shares = [all.slice(0, cut), all.slice(cut)];
        const { table, placeOf, roots, tree } = mergeFolders(shares.map(rowsOf));
        const expected = [...all].sort(byText);
        const found = expected.map((_, index) => ({
          root: roots[table.root[index] ?? -1],
          path: table.path.get(index),
        }));
        expect(found).toEqual(expected);
        expect(tree.isOrdered).toBe(true);
        for (const [worker, share] of shares.entries())
          for (const [number, folder] of share.entries()) {
            const place = placeOf[worker]?.[number] ?? -1;
            expect(expected[place]).toEqual(folder);
            expect(table.mtime[place]).toBe(number + 0.25);
          }
      }),
      { numRuns: 300 },
    );
  });

  it('are complete when everything in them is planned and every subfolder is removable and complete', () => {
    const [one, other] = [createFolderColumns(), createFolderColumns()];
    const note = (columns: typeof one, own: string, taken: boolean, children: number): void => {
      const number = columns.add({ root: 0, path: own, ino: 1n, mtimeMs: 0, removable: own !== '' });
      columns.settle(number, taken, children);
    };
    note(one, '', false, 2);
    note(one, 'whole', true, 2);
    note(other, 'whole/a', true, 0);
    note(one, 'whole/b', true, 1);
    note(other, 'whole/b/c', true, 0);
    note(other, 'part', true, 2);
    note(one, 'part/a', true, 0);
    note(other, 'part/b', false, 0);
    const { table } = mergeFolders([one.rows(), other.rows()]);
    const complete = Array.from(table.flags, (flags, index) =>
      (flags & planFolderFlags.complete) === 0 ? [] : [table.path.get(index)],
    ).flat();
    expect(complete).toEqual(['part/a', 'whole', 'whole/a', 'whole/b', 'whole/b/c']);
  });
});
