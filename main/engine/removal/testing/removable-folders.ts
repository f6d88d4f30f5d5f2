import type { Identity } from '../../../system/ports.ts';
import type { FrozenPlan, PlanFolder } from '../../plans/frozen-plan.ts';
import type { FolderItem } from '../../ledger/batch.ts';

function keyOf(root: number, segments: readonly string[]): string {
  return `${root}/${segments.join('/')}`;
}

/** The folders that may be removed once empty, deepest first; never a root. */
export function removableFolders(plan: FrozenPlan): readonly FolderItem[] {
  const known = new Map<string, Identity>();
  const removable: PlanFolder[] = [];
  for (let index = 0; index < plan.folderCount; index += 1) {
    const folder = plan.folder(index);
    known.set(keyOf(folder.root, folder.segments), folder.identity);
    if (folder.removable && folder.segments.length > 0) removable.push(folder);
  }
  plan.roots.forEach((root, index) => known.set(keyOf(index, []), root.identity));
  return removable
    .sort((a, b) => b.segments.length - a.segments.length)
    .map((folder) => ({
      root: folder.root,
      segments: folder.segments,
      identity: folder.identity,
      parent: known.get(keyOf(folder.root, folder.segments.slice(0, -1))) ?? null,
    }));
}
