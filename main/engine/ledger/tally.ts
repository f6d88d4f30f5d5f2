import type { FailureCode, RemovalWay, StayReason, RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { FrozenPlan, PlanEntry } from '../plans/frozen-plan.ts';
import { isFailure, isStay } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import type { OutcomeRuns, Ranges } from './entry-states.ts';

export const examplesKept = 200;

/** The outcomes of a range of entries as plain JSON. Journal lines contain it, and a report is their sum. */
export interface Tally {
  readonly removed: Amount;
  /** amounts by removal way; the sum is `removed` */
  readonly ways: ReportView['ways'];
  readonly kept: ReportView['kept'];
  readonly failed: ReportView['failed'];
  readonly groups: readonly { readonly id: number; readonly files: number; readonly bytes: number }[];
  readonly examples: readonly {
    readonly entry: number | null;
    readonly path: string;
    readonly why: StayReason | FailureCode | RemovalWay;
  }[];
}

export const nothing: Amount = { files: 0, bytes: 0, allocated: 0 };

export function plus(one: Amount, other: Amount): Amount {
  return {
    files: one.files + other.files,
    bytes: one.bytes + other.bytes,
    allocated: one.allocated + other.allocated,
  };
}

/** Subtracts without going below zero, because a damaged file may hold any number. */
export function minus(whole: Amount, part: Amount): Amount {
  return {
    files: Math.max(0, whole.files - part.files),
    bytes: Math.max(0, whole.bytes - part.bytes),
    allocated: Math.max(0, whole.allocated - part.allocated),
  };
}

/** The total of a tally: removed + kept + failed. */
export function wholeOf(tally: Tally): Amount {
  return [...tally.kept, ...tally.failed].reduce<Amount>(plus, tally.removed);
}

interface Counted extends Amount {
  readonly group: number;
}

/** Counts outcomes, each entry exactly once. */
export interface TallyBook {
  count(amount: Counted, outcome: Outcome): void;
  example(entry: number | null, path: () => string, why: StayReason | FailureCode | RemovalWay): void;
  add(tally: Tally): void;
  /** forgets what was kept for this reason, because it is tried again */
  retry(reason: StayReason): void;
  tally(): Tally;
  exampleCount(): number;
}

function raise<Key>(map: Map<Key, Amount>, key: Key, amount: Amount): void {
  map.set(key, plus(map.get(key) ?? nothing, amount));
}

/** Creates an empty book with `room` for more examples. */
export function createTallyBook(room: number = examplesKept): TallyBook {
  let removed = nothing;
  const ways = new Map<RemovalWay, Amount>();
  const kept = new Map<StayReason, Amount>();
  const failed = new Map<FailureCode, Amount>();
  const groups = new Map<number, { files: number; bytes: number }>();
  const examples: Tally['examples'][number][] = [];

  const raiseGroup = (id: number, files: number, bytes: number): void => {
    const group = groups.get(id) ?? { files: 0, bytes: 0 };
    groups.set(id, { files: group.files + files, bytes: group.bytes + bytes });
  };

  return {
    count(amount, outcome) {
      if (isStay(outcome)) raise(kept, outcome, amount);
      else if (isFailure(outcome)) raise(failed, outcome, amount);
      else {
        removed = plus(removed, amount);
        raise(ways, outcome, amount);
        raiseGroup(amount.group, amount.files, amount.bytes);
      }
    },
    example(entry, path, why) {
      if (examples.length < room) examples.push({ entry, path: path(), why });
    },
    add(tally) {
      removed = plus(removed, tally.removed);
      for (const line of tally.ways) raise(ways, line.way, line);
      for (const line of tally.kept) raise(kept, line.reason, line);
      for (const line of tally.failed) raise(failed, line.code, line);
      for (const group of tally.groups) raiseGroup(group.id, group.files, group.bytes);
      examples.push(...tally.examples.slice(0, Math.max(0, room - examples.length)));
    },
    retry: (reason) => void kept.delete(reason),
    exampleCount: () => examples.length,
    tally: () => ({
      removed,
      ways: [...ways].map(([way, amount]) => ({ way, ...amount })),
      kept: [...kept].map(([reason, amount]) => ({ reason, ...amount })),
      failed: [...failed].map(([code, amount]) => ({ code, ...amount })),
      groups: [...groups].map(([id, group]) => ({ id, ...group })),
      examples: [...examples],
    }),
  };
}

/** The usual removal way of each mode. */
const ownWay: Readonly<Record<RemovalMode, RemovalWay>> = {
  quarantine: 'quarantined',
  trash: 'trashed',
  delete: 'deleted',
  erase: 'erased',
};

/** True for outcomes that need no example: nothing about the single file explains them. */
function isUsual(mode: RemovalMode, outcome: Outcome): boolean {
  return outcome === ownWay[mode] || outcome === 'cancelled' || outcome === 'deleted-empty';
}

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

interface TallySettings {
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
    if (isUsual(mode, outcome)) continue;
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
function listExamples(
  settings: TallySettings,
  book: TallyBook,
  range: Ranges[number],
  outcome: Outcome,
): void {
  const { plan, mode, room } = settings;
  const [from, to] = range;
  if (isUsual(mode, outcome)) return;
  for (let index = from; index < Math.min(to, from + room); index += 1)
    book.example(index, () => shownPath(plan, plan.entry(index)), outcome);
}

function tallyRun(settings: TallySettings, book: TallyBook, range: Ranges[number], outcome: Outcome): void {
  countRun(settings.plan, book, range, outcome);
  listExamples(settings, book, range, outcome);
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
      else listExamples(settings, book, range, outcome);
  }
  return book.tally();
}
