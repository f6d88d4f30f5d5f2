import type { FrozenPlan } from '../planning/frozen-plan.ts';

/** The plan's folders as trees, from the plan alone. */
export interface FolderForest {
  /** by folder: one past the last folder below it */
  readonly ends: Uint32Array;
  /** by folder: the nearest planned parent, -1 = none */
  readonly parents: Int32Array;
  /** by folder: 1 = the folder and everything below it may be removed and nothing in it stays */
  readonly whole: Uint8Array;
}

const forests = new WeakMap<FrozenPlan, FolderForest>();

/**
 * Marks no folder as whole where the plan is out of order or skips a folder in between, because unplanned folders
 * cannot be compared.
 */
export function folderForest(plan: FrozenPlan): FolderForest {
  const known = forests.get(plan);
  if (known !== undefined) return known;
  const { ends, parents, isDirect, isOrdered } = plan.tree;
  const whole = new Uint8Array(plan.folderCount);
  for (let index = 0; index < plan.folderCount; index += 1) {
    const mayGo = plan.isRemovable(index) && plan.isComplete(index) && !plan.isRoot(index);
    whole[index] = mayGo && isOrdered ? 1 : 0;
  }
  for (const { identity } of plan.roots)
    for (const root of plan.foldersWithIno(identity.ino)) whole[root] = 0;
  for (let index = plan.folderCount - 1; index >= 0; index -= 1) {
    const parent = parents[index] ?? -1;
    if (parent >= 0 && (whole[index] === 0 || isDirect[index] === 0)) whole[parent] = 0;
  }
  const forest = { ends, parents, whole };
  forests.set(plan, forest);
  return forest;
}

/** The top-most folders that the plan allows to remove as wholes. The disk decides at removal. */
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
