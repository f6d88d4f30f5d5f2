import type { RemovalMode } from '../../../app/contract/plan-views.ts';
import type { Clock } from '../../system/ports.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { EntryStates } from '../journal/entry-states.ts';
import type { Journal } from '../journal/journal.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { runEntries } from './entry-stage.ts';
import { createFolderSweep, runFolders } from './folder-stage.ts';
import { nextTurn } from './next-turn.ts';
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
  /** folders that left as wholes need no removal of their own */
  readonly goneFolders: Set<number>;
  say(entry: number): void;
}

export interface FoldersDone {
  readonly removed: number;
  readonly failed: number;
}

const entriesPerTurn = 50_000;

/** True for what never goes where it could be restored from; null when the plan holds nothing of that kind. */
async function credentialsIn(plan: FrozenPlan, mode: RemovalMode): Promise<Uint8Array | null> {
  const ids = new Set(
    plan.view.groups.filter((group) => group.category === 'credentials').map((group) => group.id),
  );
  if ((mode !== 'quarantine' && mode !== 'trash') || ids.size === 0) return null;
  const marks = new Uint8Array(plan.entryCount);
  for (let index = 0; index < plan.entryCount; index += 1) {
    if (ids.has(plan.groupOf(index))) marks[index] = 1;
    if (index % entriesPerTurn === entriesPerTurn - 1) await nextTurn();
  }
  return marks;
}

/**
 * Sign-ins first, then whole folders, then entry by entry with the folders that this empties, then what is still empty. Rejects with RunnerLost when a thread
 * was lost, and with the journal's own error when it could not announce: nothing unannounced was touched then.
 */
export async function runStages(stage: Stage): Promise<FoldersDone> {
  const credentials = await credentialsIn(stage.plan, stage.mode);
  let left = 0;
  if (credentials !== null) await runEntries(stage, 'credential', (entry) => credentials[entry] === 1, null);
  if (stage.mode === 'quarantine' || stage.mode === 'trash') left = await runUnits(stage);
  const sweep = createFolderSweep(stage);
  await runEntries(stage, 'mode', (entry) => credentials?.[entry] !== 1, sweep);
  const folders = await runFolders(stage, sweep);
  return { ...folders, removed: folders.removed + left };
}
