import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { PlanGroup } from '../../../app/contract/plans.ts';
import type { Ranges } from '../ledger/entry-states.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { createFolderSweep, runEntries, runFolders } from './entry-stage.ts';
import type { FoldersDone, Stage } from './entry-stage.ts';
import { runWholeFolders } from './whole-folder-stage.ts';
import { isOwnDatabase, movesWholeFolders } from './whole-folders.ts';

/** Entries in removal order by kind, each kind in ascending ranges. */
interface EntriesByKind {
  readonly signIns: Ranges;
  readonly others: Ranges;
  /** removed last: discovery recognises an account by its databases, so a stopped run's remains are found again */
  readonly databases: Ranges;
}

function kindOf(group: PlanGroup, mode: RemovalMode): keyof EntriesByKind {
  if (group.category === 'credentials' && movesWholeFolders(mode)) return 'signIns';
  return isOwnDatabase(group) ? 'databases' : 'others';
}

/** Sign-ins are deleted where other entries stay restorable; in the other modes all entries go the same way. */
function entriesByKind(plan: FrozenPlan, mode: RemovalMode): EntriesByKind {
  const kindByGroup = new Map(plan.view.groups.map((group) => [group.id, kindOf(group, mode)]));
  const byKind = { signIns: [], others: [], databases: [] } satisfies Record<
    keyof EntriesByKind,
    [number, number][]
  >;
  plan.eachEntry((entry, _folder, group) => {
    const ranges: [number, number][] = byKind[kindByGroup.get(group) ?? 'others'];
    const last = ranges.at(-1);
    if (last?.[1] === entry) last[1] = entry + 1;
    else ranges.push([entry, entry + 1]);
  });
  return byKind;
}

/**
 * Removes sign-ins, then whole folders, then single entries with the folders they empty, then databases, then
 * remaining empty folders. Each step waits for the one before. Rejects with `WorkerLost` when a thread was lost, or
 * with the journal's error when announcing failed; unannounced entries are then untouched.
 */
export async function runStages(stage: Stage): Promise<FoldersDone> {
  const { signIns, others, databases } = entriesByKind(stage.plan, stage.mode);
  let movedFolders = 0;
  if (signIns.length > 0) await runEntries(stage, 'credential', signIns, null);
  if (movesWholeFolders(stage.mode)) movedFolders = await runWholeFolders(stage);
  const sweep = createFolderSweep(stage);
  await runEntries(stage, 'mode', others, sweep);
  await runEntries(stage, 'mode', databases, sweep);
  const folders = await runFolders(stage, sweep);
  return { ...folders, removed: folders.removed + movedFolders };
}
