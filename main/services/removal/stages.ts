import type { Amount } from '../../../app/contract/views.ts';
import type { Clock } from '../../system/ports.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalLine } from '../journal/journal-lines.ts';
import type { FrozenPlan, PlanEntry } from '../planning/frozen-plan.ts';
import { entryBatch, removableFolders } from './batch.ts';
import type { FolderItem } from './batch.ts';
import { nextTurn } from './next-turn.ts';
import { isFailure, outcomeOf } from './outcomes.ts';
import { RunnerLost } from './runner.ts';
import type { Runner } from './runner.ts';
import { createTallyBook, examplesKept, nothing, plus, wholeOf } from './tally.ts';
import type { Tally, TallyBook } from './tally.ts';

const entriesPerBatch = 500;
const foldersPerBatch = 500;
const entriesPerTurn = 5_000;

/** What the stages of one run share. */
export interface Stage {
  readonly plan: FrozenPlan;
  readonly runner: Runner;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly control: JobControl;
  readonly book: TallyBook;
}

/** One entry as a count of one. */
function counted(entry: PlanEntry): Amount & { readonly group: number } {
  return { files: 1, bytes: entry.bytes, allocated: entry.allocated, group: entry.group };
}

function shownPath(plan: FrozenPlan, entry: PlanEntry): string {
  return [...plan.folder(entry.folder).segments, entry.name].join('/');
}

function amountOf(plan: FrozenPlan, from: number, to: number): Amount {
  let amount = nothing;
  for (let index = from; index < to; index += 1) amount = plus(amount, counted(plan.entry(index)));
  return { files: amount.files, bytes: amount.bytes, allocated: amount.allocated };
}

function resultTally(plan: FrozenPlan, from: number, to: number, answer: Uint8Array, room: number): Tally {
  const book = createTallyBook(room);
  for (let index = from; index < to; index += 1) {
    const entry = plan.entry(index);
    const outcome = outcomeOf(answer[index - from]);
    book.count(counted(entry), outcome);
    if (outcome === 'deleted' || outcome === 'cancelled') continue;
    book.example(index, () => shownPath(plan, entry), outcome);
  }
  return book.tally();
}

/** Counts what was never tried as kept by cancelling, in turns, so that the main loop stays free. */
async function restTally(plan: FrozenPlan, from: number): Promise<Tally> {
  const book = createTallyBook(0);
  for (let index = from; index < plan.entryCount; index += 1) {
    book.count(counted(plan.entry(index)), 'cancelled');
    if (index % entriesPerTurn === 0) await nextTurn();
  }
  return book.tally();
}

function sayProgress(stage: Stage, last: number): void {
  const tally = stage.book.tally();
  const whole = wholeOf(tally);
  stage.control.progress({
    done: whole.files,
    total: stage.plan.entryCount,
    bytes: whole.bytes,
    bytesTotal: stage.plan.view.total.bytes,
    current: stage.plan.pathOf(last),
  });
}

/**
 * Removes the plan's entries batch by batch, each announced in the journal before and told after. True when the
 * sink's thread was lost in between: then one batch counts as failed `unknown` and the rest as never tried.
 */
export async function runEntries(stage: Stage): Promise<boolean> {
  const { plan, journal, clock, book } = stage;
  let told: readonly JournalLine[] = [];
  let next = 0;
  let isLost = false;
  while (next < plan.entryCount && !stage.control.signal.aborted && !isLost) {
    const from = next;
    const to = Math.min(from + entriesPerBatch, plan.entryCount);
    await journal.write(...told, {
      kind: 'batch',
      from,
      to,
      at: clock.now(),
      amount: amountOf(plan, from, to),
    });
    const answer = await stage.runner.entries(entryBatch(plan, from, to)).catch(lostBatch);
    isLost = answer === null;
    const room = examplesKept - book.tally().examples.length;
    const tally = resultTally(plan, from, to, answer ?? new Uint8Array(), room);
    book.add(tally);
    told = [{ kind: 'result', from, to, at: clock.now(), tally }];
    next = to;
    sayProgress(stage, to - 1);
  }
  if (next < plan.entryCount) {
    const tally = await restTally(plan, next);
    book.add(tally);
    told = [...told, { kind: 'rest', from: next, to: plan.entryCount, at: clock.now(), tally }];
  }
  if (told.length > 0) await journal.write(...told);
  return isLost;
}

function lostBatch(error: unknown): null {
  if (error instanceof RunnerLost) return null;
  throw error;
}

export interface FoldersDone {
  readonly removed: number;
  readonly failed: number;
  readonly isLost: boolean;
}

function countFolders(book: TallyBook, items: readonly FolderItem[], answer: Uint8Array) {
  let removed = 0;
  let failed = 0;
  items.forEach((item, index) => {
    const outcome = outcomeOf(answer[index]);
    if (outcome === 'deleted') removed += 1;
    if (!isFailure(outcome)) return;
    failed += 1;
    book.example(null, () => item.segments.join('/'), outcome);
  });
  return { removed, failed };
}

/** Removes the folders that the run has emptied, deepest first; a folder with anything in it just stays. */
export async function runFolders(stage: Stage): Promise<FoldersDone> {
  const items = removableFolders(stage.plan);
  let removed = 0;
  let failed = 0;
  for (let from = 0; from < items.length && !stage.control.signal.aborted; from += foldersPerBatch) {
    const batch = items.slice(from, from + foldersPerBatch);
    const answer = await stage.runner.folders(batch).catch(lostBatch);
    if (answer === null) return { removed, failed, isLost: true };
    const done = countFolders(stage.book, batch, answer);
    removed += done.removed;
    failed += done.failed;
    await stage.journal.write({ kind: 'folders', at: stage.clock.now(), removed: done.removed });
  }
  return { removed, failed, isLost: false };
}
