import { isRemoval } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import { lengthOf } from '../journal/entry-states.ts';
import type { OutcomeRuns, Ranges } from '../journal/journal-lines.ts';
import type { FrozenPlan, PlanEntry } from '../planning/frozen-plan.ts';
import { tallyOf } from './outcome-tally.ts';
import type { UnitOutcome } from './runner.ts';
import type { Stage } from './stages.ts';
import { holdingsOf, rangesWithin, subtreeEnds, wholeFolders } from './subtrees.ts';
import type { Holding } from './subtrees.ts';
import { examplesKept, nothing, plus } from './tally.ts';
import type { Tally } from './tally.ts';

const foldersPerLine = 100;

interface Left {
  readonly folder: number;
  readonly outcome: Outcome;
  readonly ranges: Ranges;
}

function* entriesIn(plan: FrozenPlan, ranges: Ranges): Generator<PlanEntry> {
  for (const [from, to] of ranges) for (let entry = from; entry < to; entry += 1) yield plan.entry(entry);
}

/** All ranges of folders that do not overlap, in ascending order. */
function joined(all: readonly Ranges[]): Ranges {
  return all.flat().sort(([a], [b]) => a - b);
}

function tallyOfLeft(stage: Stage, left: readonly Left[]): Tally {
  const { plan, mode, book } = stage;
  const pairs = function* (): Generator<readonly [PlanEntry, Outcome]> {
    for (const { ranges, outcome } of left)
      for (const entry of entriesIn(plan, ranges)) yield [entry, outcome];
  };
  return tallyOf({ plan, mode, room: examplesKept - book.exampleCount() }, pairs());
}

/** Of what the runner says, only folders that were asked for or lie in one of them, each once, and only when they went. */
function leftOf(stage: Stage, asked: readonly Holding[], ends: Int32Array, told: readonly UnitOutcome[]) {
  const left: (Left & { readonly end: number })[] = [];
  for (const { folder, outcome } of told) {
    const holding = asked.find((one) => one.folder <= folder && folder < one.end);
    const end = ends[folder] ?? 0;
    if (holding === undefined || !isRemoval(outcome)) continue;
    if (left.some((other) => other.folder < end && folder < other.end)) continue;
    const { ranges } = holding;
    const isAll = folder === holding.folder;
    left.push({
      folder,
      end,
      outcome,
      ranges: isAll ? ranges : rangesWithin(stage.plan, ranges, folder, end),
    });
  }
  return left;
}

/** Settles what left and opens the rest again, for the stage that goes entry by entry. */
function settle(stage: Stage, ranges: Ranges, left: readonly Left[]): void {
  const { states } = stage;
  for (const one of left) {
    const runs: OutcomeRuns = [[one.outcome, lengthOf(one.ranges, states.entries)]];
    if (one.ranges.length > 0) states.settle(one.ranges, runs);
  }
  for (const [from, to] of ranges)
    for (let entry = from; entry < to; entry += 1)
      if (states.outcomeOf(entry) === null) states.reopen([[entry, entry + 1]]);
}

async function runLine(stage: Stage, asked: readonly Holding[], ends: Int32Array): Promise<number> {
  const { plan, journal, clock, states, book } = stage;
  const folders = asked.map(({ folder }) => folder);
  const ranges = joined(asked.map((one) => one.ranges));
  let amount = nothing;
  for (const { bytes, allocated } of entriesIn(plan, ranges))
    amount = plus(amount, { files: 1, bytes, allocated });
  await journal.write({ kind: 'units', at: clock.now(), folders, ranges, amount });
  states.announce(ranges);
  const left = leftOf(stage, asked, ends, await stage.runner.units(plan, folders));
  settle(stage, ranges, left);
  const tally = tallyOfLeft(stage, left);
  book.add(tally);
  const count = left.reduce((sum, { folder, end }) => sum + end - folder, 0);
  for (const { folder, end } of left)
    for (let gone = folder; gone < end; gone += 1) stage.goneFolders.add(gone);
  journal.tell({
    kind: 'units-result',
    at: clock.now(),
    left: left.map(({ folder, outcome, ranges: own }) => ({ folder, outcome, ranges: own })),
    folders: count,
    tally,
  });
  stage.say(ranges.at(-1)?.[1] ?? 0);
  return count;
}

/** Lets folders leave as wholes where nothing in them stays, and gives how many folders went; entries come later. */
export async function runUnits(stage: Stage): Promise<number> {
  const { plan, states, control } = stage;
  const ends = subtreeEnds(plan);
  const isRemoved = (entry: number): boolean => {
    const outcome = states.outcomeOf(entry);
    return outcome !== null && (isRemoval(outcome) || outcome === 'vanished');
  };
  const tops = wholeFolders(plan, ends);
  const holdings = await holdingsOf(plan, tops, ends, states, isRemoved);
  const worth = holdings.filter((one) => one.ranges.length > 0 && !one.isBlocked);
  let gone = 0;
  for (let at = 0; at < worth.length && !control.signal.aborted; at += foldersPerLine)
    gone += await runLine(stage, worth.slice(at, at + foldersPerLine), ends);
  return gone;
}
