import { pathOfFolder, pathStart, folderFlags } from './folder-columns.ts';
import type { FolderRows } from './folder-columns.ts';
import type { PlanTree } from './frozen-plan.ts';
import { allocateFolders, planFolderFlags } from './plan-columns.ts';
import type { FolderTable } from './plan-columns.ts';
import { planTree } from './plan-tree.ts';

/** One past the end of the sorted run at `start`. Reverses a falling run. */
function runEnd(numbers: Uint32Array, start: number, compare: (a: number, b: number) => number): number {
  const at = (index: number): number => numbers[index] ?? 0;
  let end = start + 1;
  if (end >= numbers.length) return numbers.length;
  const falls = compare(at(start), at(end)) > 0;
  while (end < numbers.length && compare(at(end - 1), at(end)) > 0 === falls) end += 1;
  if (falls) numbers.subarray(start, end).reverse();
  return end;
}

/** Merges the adjacent runs `[start, middle)` and `[middle, end)` of `from` into the target. */
function merge(
  from: Uint32Array,
  to: Uint32Array,
  compare: (a: number, b: number) => number,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const isLeft = left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0);
    to[at] = (isLeft ? from[left] : from[right]) ?? 0;
    if (isLeft) left += 1;
    else right += 1;
  }
}

/**
 * The numbers `[0, count)` in the order of `compare`. Uses two columns only, because sorting a large array grows the
 * heap permanently. Walked folders form long sorted runs.
 */
export function sortedNumbers(count: number, compare: (a: number, b: number) => number): Uint32Array {
  let from = Uint32Array.from({ length: count }, (_none, index) => index);
  let bounds: number[] = [0];
  for (let end = 0; end < count;) {
    end = runEnd(from, end, compare);
    bounds.push(end);
  }
  let to = new Uint32Array(count);
  while (bounds.length > 2) {
    const next: number[] = [0];
    for (let run = 0; run + 1 < bounds.length; run += 2) {
      const end = bounds[run + 2] ?? count;
      merge(from, to, compare, bounds[run] ?? 0, bounds[run + 1] ?? count, end);
      next.push(end);
    }
    [from, to] = [to, from];
    bounds = next;
  }
  return from;
}

const slash = 0x2f;

/** All workers' folders in the plan's order. */
interface MergedFolders {
  readonly table: FolderTable;
  readonly tree: PlanTree;
  /** by worker: its folder number → table index */
  readonly placeOf: readonly Uint32Array[];
  /** old numbers of the roots with a folder in the table, by new number */
  readonly roots: readonly number[];
}

function asText(rows: FolderRows, number: number): string {
  // NUL sorts before every character of a name, so a folder comes before its content.
  return pathOfFolder(rows, number).replaceAll('/', '\0');
}

/** Compares as text, with the end of a component before every character. */
function comparePaths(a: FolderRows, one: number, b: FolderRows, other: number): number {
  if ((((a.flags[one] ?? 0) | (b.flags[other] ?? 0)) & folderFlags.oddPath) !== 0) {
    const [left, right] = [asText(a, one), asText(b, other)];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  let left = pathStart(a, one);
  let right = pathStart(b, other);
  const leftEnd = a.pathEnd[one] ?? 0;
  const rightEnd = b.pathEnd[other] ?? 0;
  for (; left < leftEnd && right < rightEnd; left += 1, right += 1) {
    const here = a.paths[left] ?? 0;
    const there = b.paths[right] ?? 0;
    if (here !== there) return (here === slash ? 0 : here) - (there === slash ? 0 : there);
  }
  return leftEnd - left - (rightEnd - right);
}

/** The worker of each folder and the folder's number there. */
interface Sources {
  readonly all: readonly FolderRows[];
  readonly source: Uint8Array | Uint16Array;
  readonly number: Uint32Array;
}

function sourcesOf(all: readonly FolderRows[]): Sources {
  const count = all.reduce((sum, rows) => sum + rows.count, 0);
  const source = new Uint16Array(count);
  const number = new Uint32Array(count);
  let at = 0;
  for (const [worker, rows] of all.entries())
    for (let own = 0; own < rows.count; own += 1, at += 1) {
      source[at] = worker;
      number[at] = own;
    }
  return { all, source, number };
}

function compareFolders({ all, source, number }: Sources, one: number, other: number): number {
  const a = all[source[one] ?? 0];
  const b = all[source[other] ?? 0];
  if (a === undefined || b === undefined) throw new Error('a folder without its worker');
  const left = number[one] ?? 0;
  const right = number[other] ?? 0;
  const roots = (a.root[left] ?? 0) - (b.root[right] ?? 0);
  return roots === 0 ? comparePaths(a, left, b, right) : roots;
}

/**
 * Marks complete folders. Only the merged table knows all subfolders, because several workers may have walked one tree.
 */
function markComplete(table: FolderTable, tree: PlanTree, allTaken: Uint8Array, children: Uint32Array): void {
  const { parents, isDirect } = tree;
  const removableChildren = new Uint32Array(children.length);
  for (let index = children.length - 1; index >= 0; index -= 1) {
    if (allTaken[index] !== 1 || children[index] !== removableChildren[index]) continue;
    const flags = table.flags[index] ?? 0;
    table.flags[index] = flags | planFolderFlags.complete;
    const parent = parents[index] ?? -1;
    if ((flags & planFolderFlags.removable) !== 0 && parent >= 0 && isDirect[index] === 1)
      removableChildren[parent] = (removableChildren[parent] ?? 0) + 1;
  }
}

/** Merges the workers' folders into one table, by root and parents first. */
export function mergeFolders(all: readonly FolderRows[]): MergedFolders {
  const sources = sourcesOf(all);
  const ids = sortedNumbers(sources.number.length, (one, other) => compareFolders(sources, one, other));
  const pathBytes = all.reduce((sum, rows) => sum + rows.paths.length, 0);
  const table = allocateFolders(ids.length, pathBytes);
  const placeOf = all.map((rows) => new Uint32Array(rows.count));
  const texts = all.map(({ paths }) => Buffer.from(paths.buffer, paths.byteOffset, paths.length));
  const allTaken = new Uint8Array(ids.length);
  const children = new Uint32Array(ids.length);
  const roots: number[] = [];
  for (let place = 0; place < ids.length; place += 1) {
    const id = ids[place] ?? 0;
    const source = sources.source[id] ?? 0;
    const number = sources.number[id] ?? 0;
    const rows = all[source];
    const paths = texts[source];
    const places = placeOf[source];
    if (rows === undefined || paths === undefined || places === undefined)
      throw new Error('a folder without its worker');
    const root = rows.root[number] ?? 0;
    if (roots.at(-1) !== root) roots.push(root);
    const flags = rows.flags[number] ?? 0;
    places[number] = place;
    table.root[place] = roots.length - 1;
    table.path.addBytes(paths, pathStart(rows, number), rows.pathEnd[number] ?? 0);
    table.ino[place] = rows.ino[number] ?? 0n;
    table.mtime[place] = rows.mtime[number] ?? 0;
    table.flags[place] = (flags & folderFlags.removable) === 0 ? 0 : planFolderFlags.removable;
    allTaken[place] = (flags & folderFlags.allTaken) === 0 ? 0 : 1;
    children[place] = rows.children[number] ?? 0;
  }
  const tree = planTree(table.root, table.path);
  markComplete(table, tree, allTaken, children);
  return { table, tree, placeOf, roots };
}
