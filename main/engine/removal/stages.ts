import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { PlanGroup } from '../../../app/contract/plans.ts';
import type { Ranges } from '../ledger/entry-states.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { runEntries } from './entry-stage.ts';
import { createFolderSweep, runFolders } from './folder-stage.ts';
import type { FoldersDone } from './folder-stage.ts';
import type { Stage } from './stage.ts';
import { runUnits } from './unit-stage.ts';
import { isOwnDatabase, movesWholeFolders } from './whole-folders.ts';

/** Entries in removal order by kind, each kind in ascending ranges. */
interface Parted {
  readonly signIns: Ranges;
  readonly others: Ranges;
  /** removed last: discovery recognises an account by its databases, so a stopped run's remains are found again */
  readonly databases: Ranges;
}

function partOf(group: PlanGroup, mode: RemovalMode): keyof Parted {
  if (group.category === 'credentials' && movesWholeFolders(mode)) return 'signIns';
  return isOwnDatabase(group) ? 'databases' : 'others';
}

/** Sign-ins are deleted where other entries stay restorable; in the other modes all entries go the same way. */
function parted(plan: FrozenPlan, mode: RemovalMode): Parted {
  const partByGroup = new Map(plan.view.groups.map((group) => [group.id, partOf(group, mode)]));
  const parts = { signIns: [], others: [], databases: [] } satisfies Record<keyof Parted, [number, number][]>;
  plan.eachEntry((entry, _folder, group) => {
    const ranges: [number, number][] = parts[partByGroup.get(group) ?? 'others'];
    const last = ranges.at(-1);
    if (last?.[1] === entry) last[1] = entry + 1;
    else ranges.push([entry, entry + 1]);
  });
  return parts;
}

/**
 * Removes sign-ins, then whole folders, then single entries with the folders they empty, then databases, then
 * remaining empty folders. Each step waits for the one before. Rejects with RunnerLost when a thread was lost, or
 * with the journal's error when announcing failed; unannounced entries are then untouched.
 */
export async function runStages(stage: Stage): Promise<FoldersDone> {
  const { signIns, others, databases } = parted(stage.plan, stage.mode);
  let movedFolders = 0;
  if (signIns.length > 0) await runEntries(stage, 'credential', signIns, null);
  if (movesWholeFolders(stage.mode)) movedFolders = await runUnits(stage);
  const sweep = createFolderSweep(stage);
  await runEntries(stage, 'mode', others, sweep);
  await runEntries(stage, 'mode', databases, sweep);
  const folders = await runFolders(stage, sweep);
  return { ...folders, removed: folders.removed + movedFolders };
}
