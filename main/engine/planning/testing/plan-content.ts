import type { KeepReason } from '../../../../app/cleanup/keep-reasons.ts';
import type { FrozenPlan, PlanFolder } from '../../plans/frozen-plan.ts';

export function foldersOf(plan: FrozenPlan): PlanFolder[] {
  return Array.from({ length: plan.folderCount }, (_, index) => plan.folder(index));
}

/** Planned paths in the plan's order. */
export function pathsOf(plan: FrozenPlan): string[] {
  return Array.from({ length: plan.entryCount }, (_, index) => plan.pathOf(index));
}

/** Planned paths below `folder`, relative to it and sorted. */
export function pathsBelow(folder: string, plan: FrozenPlan): string[] {
  return pathsOf(plan)
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1))
    .sort();
}

/** Folders that may be removed when empty, below their root. */
export function removableFolders(plan: FrozenPlan): string[] {
  return foldersOf(plan)
    .filter((folder) => folder.removable)
    .map((folder) => folder.segments.join('/'));
}

/** Removable and complete folders, below their root. */
export function wholeFolders(plan: FrozenPlan): string[] {
  return foldersOf(plan)
    .filter((folder) => folder.complete && folder.removable)
    .map((folder) => folder.segments.join('/'));
}

/** The number of files that stay for this reason. */
export function keptFor(plan: FrozenPlan, reason: KeepReason): number {
  return plan.view.kept.filter((row) => row.reason === reason).reduce((sum, row) => sum + row.files, 0);
}
