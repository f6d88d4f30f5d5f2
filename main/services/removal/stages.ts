import type { RemovalMode } from '../../../app/contract/plan-views.ts';
import type { Amount } from '../../../app/contract/views.ts';
import type { Clock } from '../../system/ports.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { EntryStates } from '../journal/entry-states.ts';
import type { Journal } from '../journal/journal.ts';
import type { Ranges } from '../journal/journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { runEntries } from './entry-stage.ts';
import { createFolderSweep, runFolders } from './folder-stage.ts';
import type { Runner } from './runner.ts';
import type { TallyBook } from './tally.ts';
import { runUnits } from './unit-stage.ts';

/** What the stages of one run share. */
export interface Stage {
  readonly plan: FrozenPlan;
  readonly mode: RemovalMode;
  readonly runner: Runner;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly control: JobControl;
  readonly book: TallyBook;
  /** what was done before and what is being done: no entry is ever asked for twice */
  readonly states: EntryStates;
  /** by folder: 1 = left with a whole and needs no removal of its own */
  readonly goneFolders: Uint8Array;
  /** what each folder that left as a whole held, by its place in the plan */
  readonly wholes: Map<number, Amount>;
  say(entry: number): void;
}

export interface FoldersDone {
  readonly removed: number;
  readonly failed: number;
}

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
