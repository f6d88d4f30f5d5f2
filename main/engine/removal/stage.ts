import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { Clock } from '../../system/ports.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { EntryStates } from '../ledger/entry-states.ts';
import type { Journal } from '../ledger/journal.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { Runner } from './runner.ts';
import type { TallyBook } from '../ledger/tally.ts';

/** Shared state of a run's stages. */
export interface Stage {
  readonly plan: FrozenPlan;
  readonly mode: RemovalMode;
  readonly runner: Runner;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly control: JobControl;
  readonly book: TallyBook;
  /** outcomes so far and requests in progress: no entry is requested twice */
  readonly states: EntryStates;
  /** by folder: 1 = moved with a whole folder and needs no removal of its own */
  readonly goneFolders: Uint8Array;
  /** amount in each folder moved as a whole, by its index in the plan */
  readonly wholes: Map<number, Amount>;
  say(entry: number): void;
}
