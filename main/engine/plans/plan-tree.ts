import type { PlanTree } from './frozen-plan.ts';
import type { TextColumn } from './text-column.ts';

const slash = 0x2f;
const firstNonAscii = 0x80;

/** Ranks the end of a component before every character, so that a folder comes before its content. */
function rank(byte: number): number {
  return byte === slash ? 0 : byte;
}

/** Length in bytes of the common prefix of two texts. */
function sharedBytes(paths: TextColumn, one: number, other: number): number {
  const a = paths.startOf(one);
  const b = paths.startOf(other);
  const most = Math.min(paths.endOf(one) - a, paths.endOf(other) - b);
  let shared = 0;
  while (shared < most && paths.byteAt(a + shared) === paths.byteAt(b + shared)) shared += 1;
  return shared;
}

/** Whether a path follows the previous one in the plan's order, which is by text and not by bytes. */
function isBehind(paths: TextColumn, index: number, shared: number): boolean {
  const before = paths.startOf(index - 1) + shared;
  const own = paths.startOf(index) + shared;
  if (before >= paths.endOf(index - 1)) return own < paths.endOf(index);
  if (own >= paths.endOf(index)) return false;
  const [left, right] = [paths.byteAt(before), paths.byteAt(own)];
  if (left < firstNonAscii || right < firstNonAscii) return rank(left) < rank(right);
  const text = (at: number): string => paths.get(at).replaceAll('/', '\0');
  return text(index - 1) < text(index);
}

/**
 * All folders on the way to a plan's folders, planned or not. A plan leaves out folders that hold no planned entry and
 * must stay, so two planned folders may have an unplanned parent in common.
 */
export interface FolderNodes {
  /** by planned folder: its node */
  readonly nodeOf: Uint32Array;
  /** by node: its parent, -1 = a root; parents come first */
  readonly above: readonly number[];
}

/** Whether the path of this length, which the previous folder's path starts with, is this folder's path or above it. */
function isOnPath(paths: TextColumn, index: number, length: number, shared: number): boolean {
  const start = paths.startOf(index);
  if (length > shared) return false;
  return length === 0 || start + length === paths.endOf(index) || paths.byteAt(start + length) === slash;
}

function componentEnd(paths: TextColumn, from: number, end: number): number {
  let at = from + 1;
  while (at < end && paths.byteAt(at) !== slash) at += 1;
  return Math.min(at, end);
}

/** Reads the nodes from the paths in one pass over folders in the plan's order. */
export function folderNodes(roots: Uint32Array, paths: TextColumn): FolderNodes {
  const nodeOf = new Uint32Array(roots.length);
  const above: number[] = [];
  // From the root to the previous folder: the nodes, and the lengths of their paths in bytes.
  const nodes: number[] = [];
  const lengths: number[] = [];
  const push = (length: number): void => {
    nodes.push(above.push(nodes.at(-1) ?? -1) - 1);
    lengths.push(length);
  };
  for (let index = 0; index < roots.length; index += 1) {
    const isSameRoot = index > 0 && roots[index] === roots[index - 1];
    const shared = isSameRoot ? sharedBytes(paths, index - 1, index) : -1;
    while (lengths.length > 0 && !isOnPath(paths, index, lengths.at(-1) ?? 0, shared)) {
      nodes.pop();
      lengths.pop();
    }
    if (lengths.length === 0) push(0);
    const [start, end] = [paths.startOf(index), paths.endOf(index)];
    for (let at = start + (lengths.at(-1) ?? 0); at < end;) {
      at = componentEnd(paths, at, end);
      push(at - start);
    }
    nodeOf[index] = nodes.at(-1) ?? 0;
  }
  return { nodeOf, above };
}

function isInOrder(roots: Uint32Array, paths: TextColumn): boolean {
  for (let index = 1; index < roots.length; index += 1) {
    const isSameRoot = roots[index] === roots[index - 1];
    const isAfter = isSameRoot
      ? isBehind(paths, index, sharedBytes(paths, index - 1, index))
      : (roots[index] ?? 0) > (roots[index - 1] ?? 0);
    if (!isAfter) return false;
  }
  return true;
}

/** How the planned folders are nested, by the nodes on the way to them. */
export function planTree(roots: Uint32Array, paths: TextColumn): PlanTree {
  const count = roots.length;
  const { nodeOf, above } = folderNodes(roots, paths);
  const folderAt = new Int32Array(above.length).fill(-1);
  const parents = new Int32Array(count).fill(-1);
  const isDirect = new Uint8Array(count);
  const ends = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    const node = nodeOf[index] ?? 0;
    const parent = above[node] ?? -1;
    let nearest = parent;
    while (nearest >= 0 && folderAt[nearest] === -1) nearest = above[nearest] ?? -1;
    const isInRoot = parent >= 0 && above[parent] === -1;
    parents[index] = folderAt[nearest] ?? -1;
    isDirect[index] = parent >= 0 && (isInRoot || nearest === parent) ? 1 : 0;
    if (folderAt[node] === -1) folderAt[node] = index;
  }
  for (let index = count - 1; index >= 0; index -= 1) {
    const parent = parents[index] ?? -1;
    ends[index] = Math.max(ends[index] ?? 0, index + 1);
    if (parent >= 0) ends[parent] = Math.max(ends[parent] ?? 0, ends[index] ?? 0);
  }
  return { parents, isDirect, ends, isOrdered: isInOrder(roots, paths) };
}
