import type { FrozenPlan, PlanFolder } from '../planning/frozen-plan.ts';

/** The plan's folders as trees, as far as the plan alone can tell. */
export interface FolderForest {
  /** by folder: one past the last folder below it */
  readonly ends: Uint32Array;
  /** by folder: the nearest planned folder above it, -1 for none */
  readonly parents: Int32Array;
  /** by folder: 1 when it and everything below it may go and nothing in it stays */
  readonly whole: Uint8Array;
}

function isBelow(folder: PlanFolder, above: PlanFolder): boolean {
  return (
    folder.root === above.root &&
    folder.segments.length > above.segments.length &&
    above.segments.every((segment, depth) => segment === folder.segments[depth])
  );
}

/** Each folder stands after the one before it and before what is in it: only then is a subtree one range. */
function isAfter(folder: PlanFolder, before: PlanFolder): boolean {
  if (folder.root !== before.root) return folder.root > before.root;
  const depth = before.segments.findIndex((segment, at) => segment !== folder.segments[at]);
  if (depth < 0) return folder.segments.length > before.segments.length;
  return (folder.segments[depth] ?? '') > (before.segments[depth] ?? '');
}

function isRoot(plan: FrozenPlan, folder: PlanFolder): boolean {
  return plan.roots.some(
    ({ identity }) => identity.dev === folder.identity.dev && identity.ino === folder.identity.ino,
  );
}

/**
 * A plan whose folders are in disorder, or that leaves out a folder between two others, has no whole folders there:
 * what is not described cannot be compared.
 */
export function folderForest(plan: FrozenPlan): FolderForest {
  const count = plan.folderCount;
  const ends = new Uint32Array(count).fill(count);
  const whole = new Uint8Array(count);
  const parents = new Int32Array(count).fill(-1);
  const open: { readonly index: number; readonly folder: PlanFolder }[] = [];
  let before: PlanFolder | null = null;
  let isOrdered = true;
  for (let index = 0; index < count; index += 1) {
    const folder = plan.folder(index);
    isOrdered &&= before === null || isAfter(folder, before);
    before = folder;
    for (let last = open.at(-1); last !== undefined && !isBelow(folder, last.folder); last = open.at(-1)) {
      ends[last.index] = index;
      open.pop();
    }
    const mayGo = folder.removable && folder.complete && folder.segments.length > 0 && !isRoot(plan, folder);
    whole[index] = mayGo ? 1 : 0;
    const parent = open.at(-1);
    if (parent !== undefined) {
      parents[index] = parent.index;
      if (folder.segments.length !== parent.folder.segments.length + 1) whole[parent.index] = 0;
    }
    open.push({ index, folder });
  }
  for (let index = count - 1; index >= 0; index -= 1) {
    const parent = parents[index] ?? -1;
    if (parent >= 0 && whole[index] === 0) whole[parent] = 0;
  }
  return { ends, parents, whole: isOrdered ? whole : whole.fill(0) };
}

/** The top-most folders that the plan would let go as wholes. Whether they may, is seen on the disk. */
export function wholeFolders(plan: FrozenPlan): readonly number[] {
  const { ends, whole } = folderForest(plan);
  const tops: number[] = [];
  for (let index = 0; index < plan.folderCount;)
    if (whole[index] === 1) {
      tops.push(index);
      index = ends[index] ?? plan.folderCount;
    } else index += 1;
  return tops;
}
