import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderNodes, planTree } from './plan-tree.ts';
import { TextColumn } from './text-column.ts';

interface Folder {
  readonly root: number;
  readonly segments: readonly string[];
}

function columnsOf(folders: readonly Folder[]): Parameters<typeof planTree> {
  const paths = new TextColumn(folders.length);
  for (const { segments } of folders) paths.add(segments.join('/'));
  return [Uint32Array.from(folders, ({ root }) => root), paths];
}

function treeOf(folders: readonly Folder[]) {
  return planTree(...columnsOf(folders));
}

function isBelow(folder: Folder, above: Folder): boolean {
  return (
    folder.root === above.root &&
    folder.segments.length > above.segments.length &&
    above.segments.every((segment, depth) => segment === folder.segments[depth])
  );
}

/** By root, then by component as text; parents first. */
function order(a: Folder, b: Folder): number {
  if (a.root !== b.root) return a.root - b.root;
  const depth = a.segments.findIndex((segment, at) => segment !== b.segments[at]);
  if (depth < 0) return a.segments.length - b.segments.length;
  const other = b.segments[depth];
  return other === undefined ? 1 : (a.segments[depth] ?? '') < other ? -1 : 1;
}

/** Names whose text and byte order differ, with equal beginnings, or next to the separator. */
const names = fc.constantFrom(
  'a',
  'ab',
  'a b',
  'a-b',
  'a.',
  '-',
  '0',
  '微信',
  '微',
  '文件',
  'é',
  '😀',
  '\uff5e',
  '\udcff',
  'ß',
);
const folders = fc.array(
  fc.record({ root: fc.nat({ max: 2 }), segments: fc.array(names, { maxLength: 4 }) }),
  { maxLength: 40 },
);

function distinct(some: readonly Folder[]): Folder[] {
  return [...new Map(some.map((folder) => [`${folder.root}/${folder.segments.join('/')}`, folder])).values()];
}

test('folders in order have their parents, direct children, and one range per subtree', () => {
  fc.assert(
    fc.property(folders, (some) => {
      const sorted = distinct(some).sort(order);
      const tree = treeOf(sorted);
      expect(tree.isOrdered).toBe(true);
      sorted.forEach((folder, index) => {
        const above = sorted.findLastIndex((one, at) => at < index && isBelow(folder, one));
        expect(tree.parents[index]).toBe(above);
        const depth = above < 0 ? 0 : (sorted[above]?.segments.length ?? 0);
        expect(tree.isDirect[index]).toBe(folder.segments.length === depth + 1 ? 1 : 0);
        const below = sorted.flatMap((one, at) => (isBelow(one, folder) ? [at] : []));
        expect(tree.ends[index]).toBe(Math.max(index, ...below) + 1);
      });
    }),
    { numRuns: 500 },
  );
});

test('folders out of order or repeated are reported as unordered', () => {
  fc.assert(
    fc.property(folders, (some) => {
      const sorted = [...some].sort(order);
      const isSorted = some.every((folder, at) => {
        const before = some[at - 1];
        return before === undefined || order(before, folder) < 0;
      });
      expect(treeOf(some).isOrdered).toBe(isSorted);
      expect(treeOf(sorted).isOrdered).toBe(distinct(some).length === some.length);
    }),
    { numRuns: 500 },
  );
});

test('every folder on the way to a planned one has one node, also an unplanned one', () => {
  fc.assert(
    fc.property(folders, (some) => {
      const sorted = distinct(some).sort(order);
      const { nodeOf, above } = folderNodes(...columnsOf(sorted));
      const pathOf = new Map<number, string>();
      for (const [index, { root, segments }] of sorted.entries()) {
        let node = nodeOf[index] ?? -1;
        for (let depth = segments.length; depth >= 0; depth -= 1, node = above[node] ?? -1) {
          const path = [root, ...segments.slice(0, depth)].join('/');
          expect(pathOf.get(node) ?? path).toBe(path);
          pathOf.set(node, path);
        }
        expect(node).toBe(-1);
      }
      expect(new Set(pathOf.values()).size).toBe(above.length);
    }),
    { numRuns: 500 },
  );
});
