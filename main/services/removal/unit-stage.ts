import type { Amount } from '../../../app/contract/views.ts';
import { isRemoval } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import { lengthOf } from '../journal/entry-states.ts';
import type { OutcomeRuns, Ranges } from '../journal/journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { folderForest, wholeFolders } from './folder-forest.ts';
import { holdingsOf, rangesWithin } from './holdings.ts';
import type { Holding } from './holdings.ts';
import { tallyOfRanges } from './outcome-tally.ts';
import type { UnitOutcome } from './runner.ts';
import type { Stage } from './stages.ts';
import { examplesKept } from './tally.ts';

const foldersPerLine = 100;

interface Left {
  readonly folder: number;
  readonly outcome: Outcome;
  readonly ranges: Ranges;
}

function amountOf(plan: FrozenPlan, ranges: Ranges): Amount {
  const sum = { files: 0, bytes: 0, allocated: 0 };
  for (const [from, to] of ranges)
    for (let entry = from; entry < to; entry += 1) {
      sum.files += 1;
      sum.bytes += plan.bytesOf(entry);
      sum.allocated += plan.allocatedOf(entry);
    }
  return sum;
}

/** All ranges of folders that do not overlap, in ascending order. */
function joined(all: readonly Ranges[]): Ranges {
  return all.flat().sort(([a], [b]) => a - b);
}

/** Of what the runner says, only folders that were asked for or lie in one of them, each once, and only when they went. */
function leftOf(stage: Stage, asked: readonly Holding[], ends: Uint32Array, told: readonly UnitOutcome[]) {
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
  const gone = left.reduce((sum, one) => sum + lengthOf(one.ranges, states.entries), 0);
  if (gone === lengthOf(ranges, states.entries)) return;
  for (const [from, to] of ranges)
    for (let entry = from; entry < to; entry += 1)
      if (states.outcomeOf(entry) === null) states.reopen([[entry, entry + 1]]);
}

async function runLine(stage: Stage, asked: readonly Holding[], ends: Uint32Array): Promise<number> {
  const { plan, mode, journal, clock, states, book } = stage;
  const folders = asked.map(({ folder }) => folder);
  const ranges = joined(asked.map((one) => one.ranges));
  await journal.write({ kind: 'units', at: clock.now(), folders, ranges, amount: amountOf(plan, ranges) });
  states.announce(ranges);
  const left = leftOf(stage, asked, ends, await stage.runner.units(plan, folders));
  settle(stage, ranges, left);
  const tally = tallyOfRanges({ plan, mode, room: examplesKept - book.exampleCount() }, left);
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
  const { ends } = folderForest(plan);
  const isRemoved = (entry: number): boolean => {
    const outcome = states.outcomeOf(entry);
    return outcome !== null && (isRemoval(outcome) || outcome === 'vanished');
  };
  const tops = wholeFolders(plan);
  const holdings = await holdingsOf(plan, tops, ends, states, isRemoved);
  const worth = holdings.filter((one) => one.ranges.length > 0 && !one.isBlocked);
  let gone = 0;
  for (let at = 0; at < worth.length && !control.signal.aborted; at += foldersPerLine)
    gone += await runLine(stage, worth.slice(at, at + foldersPerLine), ends);
  return gone;
}
