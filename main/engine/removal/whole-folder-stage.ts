import { isRemoval } from '../ledger/outcomes.ts';
import { lengthOf } from '../ledger/entry-states.ts';
import type { JournalLine } from '../ledger/journal-lines.ts';
import type { OutcomeRuns, Ranges } from '../ledger/entry-states.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import {
  folderForest,
  wholeFolders,
  amountIn,
  folderContentsOf,
  rangesWithin,
} from '../ledger/folder-contents.ts';
import type { FolderContents } from '../ledger/folder-contents.ts';
import { tallyOfParts, examplesKept, nothing, plus } from '../ledger/tally.ts';
import type { SettledPart } from '../ledger/tally.ts';
import type { Stage } from './entry-stage.ts';
import { createWholeFolders } from './whole-folders.ts';
import type { MovedFolder, WholeFolders } from './whole-folders.ts';

/** Folders per journal line, moved together after it. */
const foldersPerLine = 100;

interface MovedPart extends SettledPart {
  readonly folder: number;
  readonly end: number;
}

/** Merges non-overlapping ranges in ascending order. */
function joined(all: readonly Ranges[]): Ranges {
  return all.flat().sort(([a], [b]) => a - b);
}

/** Filters the pool's answer: only removed folders at or below a requested one, each once. */
function movedFolders(
  plan: FrozenPlan,
  requested: readonly FolderContents[],
  ends: Uint32Array,
  answer: readonly MovedFolder[],
): readonly MovedPart[] {
  const moved: MovedPart[] = [];
  for (const { folder, outcome } of answer) {
    const top = requested.find((one) => one.folder <= folder && folder < one.end);
    const end = ends[folder] ?? 0;
    if (top === undefined || !isRemoval(outcome)) continue;
    if (moved.some((other) => other.folder < end && folder < other.end)) continue;
    const { ranges, amounts } = top;
    if (folder === top.folder) moved.push({ folder, end, outcome, ranges, amounts });
    else moved.push({ folder, end, outcome, ranges: rangesWithin(plan, ranges, folder, end), amounts: null });
  }
  return moved;
}

/** Records the outcomes of the moved folders, and reopens all other entries for the entry stage. */
function settle(stage: Stage, ranges: Ranges, moved: readonly MovedPart[]): void {
  const { states } = stage;
  for (const one of moved) {
    const runs: OutcomeRuns = [[one.outcome, lengthOf(one.ranges, states.entries)]];
    if (one.ranges.length > 0) states.settle(one.ranges, runs);
  }
  const settled = moved.reduce((sum, one) => sum + lengthOf(one.ranges, states.entries), 0);
  if (settled === lengthOf(ranges, states.entries)) return;
  for (const [from, to] of ranges)
    for (let entry = from; entry < to; entry += 1)
      if (states.outcomeOf(entry) === null) states.reopen([[entry, entry + 1]]);
}

/** Compares the folders while the journal line is written; nothing moves before both are done. */
async function findAndAnnounce(
  stage: Stage,
  wholes: WholeFolders,
  folders: readonly number[],
  line: JournalLine,
): Promise<readonly number[]> {
  const finding = wholes.find(folders);
  const announcing = stage.journal.write(line);
  await Promise.allSettled([finding, announcing]);
  await announcing;
  return finding;
}

/** Records the moved folders in the run's tally and the journal; returns the number of folders. */
function recordMoved(stage: Stage, moved: readonly MovedPart[]): number {
  const { plan, mode, journal, clock, book, movedAmounts, goneFolders } = stage;
  const tally = tallyOfParts({ plan, mode, room: examplesKept - book.exampleCount() }, moved);
  book.add(tally);
  for (const { folder, end, amounts } of moved) {
    goneFolders.fill(1, folder, end);
    if (amounts !== null) movedAmounts.set(folder, amountIn({ amounts }));
  }
  const folders = moved.reduce((sum, { folder, end }) => sum + end - folder, 0);
  const left = moved.map(({ folder, outcome, ranges }) => ({ folder, outcome, ranges }));
  journal.queue({ kind: 'units-result', at: clock.now(), left, folders, tally });
  return folders;
}

async function runLine(
  stage: Stage,
  wholes: WholeFolders,
  requested: readonly FolderContents[],
  ends: Uint32Array,
): Promise<number> {
  const { plan, clock, states } = stage;
  const folders = requested.map(({ folder }) => folder);
  const ranges = joined(requested.map((one) => one.ranges));
  const amount = requested.map(amountIn).reduce(plus, nothing);
  const found = await findAndAnnounce(stage, wholes, folders, {
    kind: 'units',
    at: clock.now(),
    folders,
    ranges,
    amount,
  });
  states.announce(ranges);
  const moved = movedFolders(plan, requested, ends, await wholes.move(found));
  settle(stage, ranges, moved);
  const count = recordMoved(stage, moved);
  stage.showProgress(ranges.at(-1)?.[1] ?? 0);
  return count;
}

/**
 * Moves folders as wholes where nothing in them stays, and returns how many were moved. Single entries follow later.
 */
export async function runWholeFolders(stage: Stage): Promise<number> {
  const { plan, states, control } = stage;
  const { ends } = folderForest(plan);
  const isRemoved = (entry: number): boolean => {
    const outcome = states.outcomeOf(entry);
    return outcome !== null && (isRemoval(outcome) || outcome === 'vanished');
  };
  const tops = wholeFolders(plan);
  const contents = await folderContentsOf(plan, tops, ends, states, isRemoved);
  const movable = contents.filter((one) => one.ranges.length > 0 && !one.isBlocked);
  const wholes = createWholeFolders(plan, (request) => stage.pool.request(request));
  let moved = 0;
  for (let at = 0; at < movable.length && !control.signal.aborted; at += foldersPerLine)
    moved += await runLine(stage, wholes, movable.slice(at, at + foldersPerLine), ends);
  return moved;
}
