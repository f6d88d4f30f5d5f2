import { isRemoval } from '../ledger/outcomes.ts';
import { lengthOf } from '../ledger/entry-states.ts';
import type { JournalLine, OutcomeRuns, Ranges } from '../ledger/journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { folderForest, wholeFolders } from '../ledger/folder-forest.ts';
import { amountIn, folderContentsOf, rangesWithin } from '../ledger/folder-contents.ts';
import type { FolderContents } from '../ledger/folder-contents.ts';
import { tallyOfParts } from '../ledger/outcome-tally.ts';
import type { SettledPart } from '../ledger/outcome-tally.ts';
import type { Stage } from './stage.ts';
import { examplesKept, nothing, plus } from '../ledger/tally.ts';
import type { UnitOutcome, WholeFolders } from './whole-folders.ts';

/** so many folders are announced, and then moved, at a time */
export const foldersPerLine = 100;

interface Left extends SettledPart {
  readonly folder: number;
  readonly end: number;
}

/** All ranges of folders that do not overlap, in ascending order. */
function joined(all: readonly Ranges[]): Ranges {
  return all.flat().sort(([a], [b]) => a - b);
}

/** Of what the runner says, only folders that were asked for or lie in one of them, each once, and only when they went. */
function leftOf(
  plan: FrozenPlan,
  asked: readonly FolderContents[],
  ends: Uint32Array,
  told: readonly UnitOutcome[],
): readonly Left[] {
  const left: Left[] = [];
  for (const { folder, outcome } of told) {
    const holding = asked.find((one) => one.folder <= folder && folder < one.end);
    const end = ends[folder] ?? 0;
    if (holding === undefined || !isRemoval(outcome)) continue;
    if (left.some((other) => other.folder < end && folder < other.end)) continue;
    const { ranges, amounts } = holding;
    if (folder === holding.folder) left.push({ folder, end, outcome, ranges, amounts });
    else left.push({ folder, end, outcome, ranges: rangesWithin(plan, ranges, folder, end), amounts: null });
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

/** Has the folders compared while the journal is told of them: nothing moves before both are done. */
async function lookAndAnnounce(
  stage: Stage,
  folders: readonly number[],
  line: JournalLine,
): Promise<WholeFolders> {
  const looking = stage.runner.wholeFolders(stage.plan, folders);
  const announcing = stage.journal.write(line);
  await Promise.allSettled([looking, announcing]);
  await announcing;
  return looking;
}

/** Writes down what left, in the run's books and the journal; gives how many folders went. */
function tellLeft(stage: Stage, left: readonly Left[]): number {
  const { plan, mode, journal, clock, book, wholes, goneFolders } = stage;
  const tally = tallyOfParts({ plan, mode, room: examplesKept - book.exampleCount() }, left);
  book.add(tally);
  for (const { folder, end, amounts } of left) {
    goneFolders.fill(1, folder, end);
    if (amounts !== null) wholes.set(folder, amountIn({ amounts }));
  }
  const folders = left.reduce((sum, { folder, end }) => sum + end - folder, 0);
  const told = left.map(({ folder, outcome, ranges }) => ({ folder, outcome, ranges }));
  journal.tell({ kind: 'units-result', at: clock.now(), left: told, folders, tally });
  return folders;
}

async function runLine(stage: Stage, asked: readonly FolderContents[], ends: Uint32Array): Promise<number> {
  const { plan, clock, states, runner } = stage;
  const folders = asked.map(({ folder }) => folder);
  const ranges = joined(asked.map((one) => one.ranges));
  const amount = asked.map(amountIn).reduce(plus, nothing);
  const seen = await lookAndAnnounce(stage, folders, {
    kind: 'units',
    at: clock.now(),
    folders,
    ranges,
    amount,
  });
  states.announce(ranges);
  const left = leftOf(plan, asked, ends, await runner.take(seen));
  settle(stage, ranges, left);
  const count = tellLeft(stage, left);
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
  const holdings = await folderContentsOf(plan, tops, ends, states, isRemoved);
  const worth = holdings.filter((one) => one.ranges.length > 0 && !one.isBlocked);
  let gone = 0;
  for (let at = 0; at < worth.length && !control.signal.aborted; at += foldersPerLine)
    gone += await runLine(stage, worth.slice(at, at + foldersPerLine), ends);
  return gone;
}
