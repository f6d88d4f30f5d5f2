import type { RemovalMode, RemovalWay } from '../../../app/cleanup/outcomes.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { OutcomeRuns, Ranges } from './journal-lines.ts';
import type { FrozenPlan, PlanEntry } from '../planning/frozen-plan.ts';
import type { Outcome } from './outcomes.ts';
import { createTallyBook, nothing } from './tally.ts';
import type { Tally, TallyBook } from './tally.ts';

/** The usual removal way of each mode. */
const ownWay: Readonly<Record<RemovalMode, RemovalWay>> = {
  quarantine: 'quarantined',
  trash: 'trashed',
  delete: 'deleted',
  erase: 'erased',
};

function shownPath(plan: FrozenPlan, entry: PlanEntry): string {
  return [...plan.folder(entry.folder).segments, entry.name].join('/');
}

/** Merges equal consecutive outcomes. Most batches become one run. */
export function runsOf(outcomes: readonly (Outcome | 'open')[]): OutcomeRuns {
  const runs: [Outcome | 'open', number][] = [];
  for (const outcome of outcomes) {
    const last = runs.at(-1);
    if (last?.[0] === outcome) last[1] += 1;
    else runs.push([outcome, 1]);
  }
  return runs;
}

export interface TallySettings {
  readonly plan: FrozenPlan;
  readonly mode: RemovalMode;
  /** remaining number of examples */
  readonly room: number;
}

/** Counts outcomes without `open` ones, which are counted later. Lists entries removed by a fallback way. */
export function tallyOf(
  settings: TallySettings,
  entries: Iterable<readonly [PlanEntry, Outcome | 'open']>,
): Tally {
  const { plan, mode, room } = settings;
  const book = createTallyBook(room);
  for (const [entry, outcome] of entries) {
    if (outcome === 'open') continue;
    book.count({ files: 1, bytes: entry.bytes, allocated: entry.allocated, group: entry.group }, outcome);
    if (outcome === ownWay[mode] || outcome === 'cancelled') continue;
    book.example(entry.id, () => shownPath(plan, entry), outcome);
  }
  return book.tally();
}

/** Adds entries with one outcome group by group, so that a run of 200,000 files counts quickly. */
function countRun(plan: FrozenPlan, book: TallyBook, [from, to]: Ranges[number], outcome: Outcome): void {
  let sum = { ...nothing, group: -1 };
  const visit = (_entry: number, _folder: number, group: number, bytes: number, allocated: number): void => {
    if (group !== sum.group) {
      if (sum.files > 0) book.count(sum, outcome);
      sum = { ...nothing, group };
    }
    sum.files += 1;
    sum.bytes += bytes;
    sum.allocated += allocated;
  };
  plan.eachEntry(visit, from, to);
  if (sum.files > 0) book.count(sum, outcome);
}

/** Lists entries removed by another way than the mode's own. */
function nameRun(settings: TallySettings, book: TallyBook, range: Ranges[number], outcome: Outcome): void {
  const { plan, mode, room } = settings;
  const [from, to] = range;
  if (outcome === ownWay[mode] || outcome === 'cancelled') return;
  for (let index = from; index < Math.min(to, from + room); index += 1)
    book.example(index, () => shownPath(plan, plan.entry(index)), outcome);
}

function tallyRun(settings: TallySettings, book: TallyBook, range: Ranges[number], outcome: Outcome): void {
  countRun(settings.plan, book, range, outcome);
  nameRun(settings, book, range, outcome);
}

/** The tally of a batch and its runs. */
export function tallyOfBatch(settings: TallySettings, from: number, runs: OutcomeRuns): Tally {
  const book = createTallyBook(settings.room);
  let at = from;
  for (const [outcome, count] of runs) {
    if (outcome !== 'open' && count > 0) tallyRun(settings, book, [at, at + count], outcome);
    at += count;
  }
  return book.tally();
}

/** Entries with one outcome. */
export interface SettledPart {
  readonly ranges: Ranges;
  readonly outcome: Outcome;
  /** Amount of the ranges by group, where known, to avoid another pass. */
  readonly amounts: ReadonlyMap<number, Amount> | null;
}

/** The tally of parts with one outcome each. */
export function tallyOfParts(settings: TallySettings, parts: readonly SettledPart[]): Tally {
  const book = createTallyBook(settings.room);
  for (const { ranges, outcome, amounts } of parts) {
    for (const [group, amount] of amounts ?? []) book.count({ ...amount, group }, outcome);
    for (const range of ranges)
      if (amounts === null) tallyRun(settings, book, range, outcome);
      else nameRun(settings, book, range, outcome);
  }
  return book.tally();
}
