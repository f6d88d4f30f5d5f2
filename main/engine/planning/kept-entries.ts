import { databaseOf } from '../../../app/cleanup/protected.ts';
import { enterKeep, matchKeep } from '../../../app/cleanup/glob.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Platform } from '../../../app/platforms/platform.ts';
import { isCaseless } from '../discovery/shape.ts';
import type { FrozenPlan, PlanRoot } from '../plans/frozen-plan.ts';
import { keepAtRoots } from './keep-at-root.ts';
import type { KeepAtRoot, KeepRoot } from './keep-at-root.ts';

/** A root of a platform that is not known any more is compared without case, which keeps more. */
function keepRootOf({ realPath, identity, foundAs }: PlanRoot, platforms: readonly Platform[]): KeepRoot {
  const platform = platforms.find(({ id }) => id === foundAs?.platform);
  const foldCase = platform === undefined || isCaseless(platform);
  return { path: realPath, realPath, identity, foldCase };
}

/** By folder of the plan: what is kept in it. */
function keepAtFolders(
  plan: FrozenPlan,
  paths: readonly string[],
  platforms: readonly Platform[],
): (folder: number) => KeepAtRoot & { readonly foldCase: boolean } {
  const roots = plan.roots.map((root) => keepRootOf(root, platforms));
  const keepAt = keepAtRoots({ keep: [], alwaysKeep: paths }, roots);
  const starts = roots.map((root) => ({ ...keepAt(root), foldCase: root.foldCase }));
  return (folder) => {
    const { root, segments } = plan.folder(folder);
    const start = starts[root];
    if (start === undefined) throw new Error(`no root ${String(root)}`);
    let now: KeepAtRoot = start;
    for (const name of segments) {
      if (now.matched.length > 0 || now.state.length === 0) break;
      now = enterKeep(now.state, name, start.foldCase);
    }
    return { ...now, foldCase: start.foldCase };
  };
}

/**
 * An entry of the plan that is, or lies below, a path of the keep-list; null when there is none. A plan holds such an
 * entry only if it was made before the path was added.
 */
export function keptEntry(
  plan: FrozenPlan,
  paths: readonly string[],
  platforms: readonly Platform[],
): number | null {
  if (paths.length === 0) return null;
  const keepAt = keepAtFolders(plan, paths, platforms);
  const byFolder = Array.from({ length: plan.folderCount }, (_none, folder) => keepAt(folder));
  let found: number | null = null;
  plan.eachEntry((index, folder) => {
    const keep = byFolder[folder];
    if (found !== null || keep === undefined) return;
    if (keep.matched.length > 0) found = index;
    if (keep.state.length === 0) return;
    const { name } = plan.entry(index);
    const names = [name, databaseOf(name)];
    if (names.some((one) => matchKeep(keep.state, one, keep.foldCase).length > 0)) found = index;
  });
  return found;
}

/** Throws `plan-holds-kept` when a plan would take something of the keep-list. */
export function demandNothingKept(
  plan: FrozenPlan,
  paths: readonly string[],
  platforms: readonly Platform[],
): void {
  const index = keptEntry(plan, paths, platforms);
  if (index !== null)
    throw new SignOffError('plan-holds-kept', { plan: plan.view.id, path: plan.pathOf(index) });
}
