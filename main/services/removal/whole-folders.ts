import type { Category } from '../../../app/cleanup/categories.ts';
import type { FrozenPlan, PlanEntry } from '../planning/frozen-plan.ts';
import { verdicts } from './compare-folders.ts';
import type { Verdict } from './compare-folders.ts';
import { folderForest } from './folder-forest.ts';
import type { FolderForest } from './folder-forest.ts';
import { nextTurn } from './next-turn.ts';
import { isRemoval, outcomeOf } from './outcomes.ts';
import { listingPiece, timePiece } from './folder-pieces.ts';
import type { PieceSource } from './folder-pieces.ts';
import { RunnerLost } from './seats.ts';
import type { RemovalRequest, UnitItem } from './seats.ts';
import type { UnitOutcome } from './runner.ts';

/** What the app makes anew by itself: here the folder's own time is enough, everything else is compared one by one. */
const rebuilt: ReadonlySet<Category> = new Set(['cache', 'logs', 'media', 'binary']);
/** file systems keep times this coarsely at worst, so a later change may not show */
const coarseMs = 2_000;
const foldersPerRequest = 2_048;
const unitsPerRequest = 32;

function lostWith(answer: Uint8Array): (error: unknown) => Uint8Array {
  return (error) => {
    if (error instanceof RunnerLost) return answer;
    throw error;
  };
}

type Ask = (request: RemovalRequest) => Promise<Uint8Array>;

interface Wave extends PieceSource {
  /** asked folders that the plan would let go, none inside another */
  readonly tops: readonly number[];
  readonly verdictOf: Uint8Array;
  readonly ask: Ask;
}

function topsOf(plan: FrozenPlan, forest: FolderForest, asked: readonly number[]): readonly number[] {
  const tops: number[] = [];
  let end = 0;
  for (const index of [...new Set(asked)].sort((a, b) => a - b)) {
    if (index < end || index >= plan.folderCount || forest.whole[index] !== 1) continue;
    tops.push(index);
    end = forest.ends[index] ?? plan.folderCount;
  }
  return tops;
}

/**
 * Entries below the tops, by folder. Sign-ins are none of them: they go before, so a folder that held one is listed,
 * and one that is still there is a name too many.
 */
function sourceOf(plan: FrozenPlan, forest: FolderForest, tops: readonly number[]) {
  const categoryOf = new Map(plan.view.groups.map((group) => [group.id, group.category]));
  const isAsked = new Uint8Array(plan.folderCount);
  for (const top of tops) isAsked.fill(1, top, forest.ends[top]);
  const verdictOf = new Uint8Array(plan.folderCount).fill(verdicts.same);
  const starts = new Uint32Array(plan.folderCount + 1);
  const taken: PlanEntry[] = [];
  for (let index = 0; index < plan.entryCount; index += 1) {
    const entry = plan.entry(index);
    if (isAsked[entry.folder] !== 1) continue;
    if (categoryOf.get(entry.group) === 'credentials') verdictOf[entry.folder] = verdicts.list;
    else {
      taken.push(entry);
      starts[entry.folder + 1] = (starts[entry.folder + 1] ?? 0) + 1;
    }
  }
  for (let at = 0; at < plan.folderCount; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  const next = starts.slice();
  const entries = new Uint32Array(taken.length);
  for (const entry of taken) {
    const at = next[entry.folder] ?? 0;
    entries[at] = entry.id;
    next[entry.folder] = at + 1;
  }
  const isRebuilt = (group: number): boolean => rebuilt.has(categoryOf.get(group) ?? 'other');
  const trustedBefore = plan.view.createdAt - coarseMs;
  return { verdictOf, source: { plan, forest, entries, starts, isRebuilt, trustedBefore } };
}

interface Look {
  readonly top: number;
  readonly folders: readonly number[];
}

/** The folders below the tops that have this verdict so far, cut so that every thread gets work of one size. */
function looksAt(wave: Wave, verdict: Verdict): readonly (readonly Look[])[] {
  const requests: Look[][] = [];
  let room = 0;
  for (const top of wave.tops) {
    const folders: number[] = [];
    for (let index = top; index < (wave.forest.ends[top] ?? 0); index += 1)
      if (wave.verdictOf[index] === verdict) folders.push(index);
    for (let from = 0; from < folders.length;) {
      if (room === 0) {
        requests.push([]);
        room = foldersPerRequest;
      }
      const some = folders.slice(from, from + room);
      requests.at(-1)?.push({ top, folders: some });
      from += some.length;
      room -= some.length;
    }
  }
  return requests;
}

/** Compares every folder that has this verdict and writes down what was seen. */
async function compare(wave: Wave, verdict: Verdict, pieceOf: typeof timePiece): Promise<void> {
  const compareSome = async (looks: readonly Look[]): Promise<void> => {
    const pieces = looks.map(({ top, folders }) => pieceOf(wave, top, folders));
    // a thread that is lost while it only looks has touched nothing
    const answer = await wave.ask({ kind: 'compare', pieces }).catch(lostWith(new Uint8Array()));
    const folders = looks.flatMap((look) => look.folders);
    folders.forEach((folder, at) => (wave.verdictOf[folder] = answer[at] ?? verdicts.differs));
  };
  await Promise.all(looksAt(wave, verdict).map(compareSome));
}

/** The largest folders that hold an entry and in which nothing differs. */
function unitsOf(wave: Wave): readonly number[] {
  const { ends } = wave.forest;
  const differing = new Uint32Array(wave.plan.folderCount + 1);
  wave.verdictOf.forEach((verdict, index) => {
    differing[index + 1] = (differing[index] ?? 0) + (verdict === verdicts.same ? 0 : 1);
  });
  const units: number[] = [];
  for (const top of wave.tops)
    for (let index = top; index < (ends[top] ?? 0);) {
      const end = ends[index] ?? index + 1;
      if (differing[end] === differing[index]) {
        if ((wave.starts[end] ?? 0) > (wave.starts[index] ?? 0)) units.push(index);
        index = end;
      } else index += 1;
    }
  return units;
}

function unitItem({ plan, forest }: Wave, index: number): UnitItem {
  const { root, segments, identity } = plan.folder(index);
  const above = forest.parents[index] ?? -1;
  const parent = segments.length === 1 ? plan.roots[root] : above < 0 ? undefined : plan.folder(above);
  return { root, segments, identity, parent: parent?.identity ?? null, folder: index };
}

async function take(wave: Wave, units: readonly number[]): Promise<readonly UnitOutcome[]> {
  const requests: Promise<UnitOutcome[]>[] = [];
  for (let from = 0; from < units.length; from += unitsPerRequest) {
    const items = units.slice(from, from + unitsPerRequest).map((unit) => unitItem(wave, unit));
    // nobody knows which of them are gone with a thread: each is unknown, which is no removal
    const answer = wave.ask({ kind: 'units', items }).catch(lostWith(new Uint8Array()));
    requests.push(
      answer.then((told) => items.map(({ folder }, at) => ({ folder, outcome: outcomeOf(told[at]) }))),
    );
  }
  const outcomes = (await Promise.all(requests)).flat();
  return outcomes.filter(({ outcome }) => isRemoval(outcome) || outcome === 'unknown');
}

/**
 * Lets whole folders go with one move each. A folder goes only when it and everything below it was planned, may go and
 * was found on the disk as planned right before; where one differs, the folders beside and below it are tried alone.
 * What is not in the answer has not been touched.
 */
export async function takeWholeFolders(
  plan: FrozenPlan,
  asked: readonly number[],
  ask: Ask,
): Promise<readonly UnitOutcome[]> {
  const forest = folderForest(plan);
  const tops = topsOf(plan, forest, asked);
  if (tops.length === 0) return [];
  await nextTurn();
  const { verdictOf, source } = sourceOf(plan, forest, tops);
  const wave: Wave = { ...source, tops, verdictOf, ask };
  await nextTurn();
  await compare(wave, verdicts.same, timePiece);
  await compare(wave, verdicts.list, listingPiece);
  return take(wave, unitsOf(wave));
}
