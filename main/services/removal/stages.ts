import type { RemovalMode } from '../../../app/contract/plan-views.ts';
import type { Ranges } from '../journal/journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { runEntries } from './entry-stage.ts';
import { createFolderSweep, runFolders } from './folder-stage.ts';
import type { FoldersDone } from './folder-stage.ts';
import type { Stage } from './stage.ts';
import { runUnits } from './unit-stage.ts';

/** Entries of sign-ins and all others, both in ascending ranges. */
interface Parted {
  readonly signIns: Ranges;
  readonly others: Ranges;
}

/** Sign-ins never go where they could be restored from; in the other modes all entries go one way. */
function parted(plan: FrozenPlan, mode: RemovalMode): Parted {
  const all: Ranges = plan.entryCount === 0 ? [] : [[0, plan.entryCount]];
  const ids = plan.view.groups.filter(({ category }) => category === 'credentials').map(({ id }) => id);
  if ((mode !== 'quarantine' && mode !== 'trash') || ids.length === 0) return { signIns: [], others: all };
  const isSignIn = new Set(ids);
  const parts: Record<'true' | 'false', [number, number][]> = { true: [], false: [] };
  plan.eachEntry((entry, _folder, group) => {
    const ranges = parts[isSignIn.has(group) ? 'true' : 'false'];
    const last = ranges.at(-1);
    if (last?.[1] === entry) last[1] = entry + 1;
    else ranges.push([entry, entry + 1]);
  });
  return { signIns: parts.true, others: parts.false };
}

/**
 * Sign-ins first, then whole folders, then entry by entry with the folders that this empties, then what is still empty. Rejects with RunnerLost when a thread
 * was lost, and with the journal's own error when it could not announce: nothing unannounced was touched then.
 */
export async function runStages(stage: Stage): Promise<FoldersDone> {
  const { signIns, others } = parted(stage.plan, stage.mode);
  let left = 0;
  if (signIns.length > 0) await runEntries(stage, 'credential', signIns, null);
  if (stage.mode === 'quarantine' || stage.mode === 'trash') left = await runUnits(stage);
  const sweep = createFolderSweep(stage);
  await runEntries(stage, 'mode', others, sweep);
  const folders = await runFolders(stage, sweep);
  return { ...folders, removed: folders.removed + left };
}
