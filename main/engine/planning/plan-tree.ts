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

function hasSlash(paths: TextColumn, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (paths.byteAt(at) === slash) return true;
  return false;
}

/** Whether the prefix shared with the previous path covers `above` and ends at a component. */
function isAbove(paths: TextColumn, above: number, index: number, shared: number): boolean {
  const own = paths.endOf(above) - paths.startOf(above);
  const start = paths.startOf(index);
  const isShorter = own <= shared && own < paths.endOf(index) - start;
  return isShorter && (own === 0 || paths.byteAt(start + own) === slash);
}

/** Reads the tree from the paths in one pass. The open parents are always a prefix of the previous path. */
export function planTree(roots: Uint32Array, paths: TextColumn): PlanTree {
  const count = roots.length;
  const parents = new Int32Array(count).fill(-1);
  const isDirect = new Uint8Array(count);
  const ends = new Uint32Array(count).fill(count);
  const open: number[] = [];
  let isOrdered = true;
  for (let index = 0; index < count; index += 1) {
    const start = paths.startOf(index);
    const length = paths.endOf(index) - start;
    const isSameRoot = index > 0 && roots[index] === roots[index - 1];
    const shared = isSameRoot ? sharedBytes(paths, index - 1, index) : -1;
    if (index > 0)
      isOrdered &&= isSameRoot
        ? isBehind(paths, index, shared)
        : (roots[index] ?? 0) > (roots[index - 1] ?? 0);
    for (
      let last = open.at(-1);
      last !== undefined && !isAbove(paths, last, index, shared);
      last = open.at(-1)
    ) {
      ends[last] = index;
      open.pop();
    }
    const parent = open.at(-1) ?? -1;
    parents[index] = parent;
    const above = parent < 0 ? 0 : paths.endOf(parent) - paths.startOf(parent);
    isDirect[index] =
      length > 0 && !hasSlash(paths, start + above + (above > 0 ? 1 : 0), start + length) ? 1 : 0;
    open.push(index);
  }
  return { parents, isDirect, ends, isOrdered };
}
