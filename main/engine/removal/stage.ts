import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { Clock } from '../../system/ports.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { EntryStates } from '../ledger/entry-states.ts';
import type { Journal } from '../ledger/journal.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { Runner } from './runner.ts';
import type { TallyBook } from '../ledger/tally.ts';

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
