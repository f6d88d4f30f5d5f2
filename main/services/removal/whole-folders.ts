import type { Category } from '../../../app/cleanup/categories.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { verdicts } from './compare-folders.ts';
import type { Verdict } from './compare-folders.ts';
import { folderForest } from './folder-forest.ts';
import type { FolderForest } from './folder-forest.ts';
import { nextTurn } from './next-turn.ts';
import { isRemoval, outcomeOf } from './outcomes.ts';
import { askListing, askTimes } from './folder-asks.ts';
import type { AskSource } from './folder-asks.ts';
import { RunnerLost } from './seats.ts';
import type { RemovalRequest, UnitItem } from './seats.ts';
import type { UnitOutcome } from './runner.ts';

/** What the app makes anew by itself: here the folder's own time is enough, everything else is compared one by one. */
const rebuilt: ReadonlySet<Category> = new Set(['cache', 'logs', 'media', 'binary']);
/** file systems keep times this coarsely at worst, so a later change may not show */
const coarseMs = 2_000;
const foldersPerRequest = 1_024;
const lanes = 4;
const unitsPerRequest = 32;

function lostWith(answer: Uint8Array): (error: unknown) => Uint8Array {
  return (error) => {
    if (error instanceof RunnerLost) return answer;
    throw error;
  };
}

type Ask = (request: RemovalRequest) => Promise<Uint8Array>;

interface Wave extends AskSource {
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

/** What is the same for every wave of one run. */
interface Ground extends AskSource {
  /** by folder: holds a sign-in. It went before, so the folder is listed, and one still there is a name too many */
  readonly heldSignIn: Uint8Array;
}

function groundOf(plan: FrozenPlan): Ground {
  const forest = folderForest(plan);
  const categoryOf = new Map(plan.view.groups.map((group) => [group.id, group.category]));
  const signIns = new Set(
    plan.view.groups.filter(({ category }) => category === 'credentials').map(({ id }) => id),
  );
  const heldSignIn = new Uint8Array(plan.folderCount);
  const folderOf = new Uint32Array(plan.entryCount);
  const starts = new Uint32Array(plan.folderCount + 1);
  const elsewhere = plan.folderCount;
  for (let index = 0; index < plan.entryCount; index += 1) {
    const folder = plan.folderOf(index);
    const isSignIn = signIns.has(plan.groupOf(index));
    if (isSignIn) heldSignIn[folder] = 1;
    folderOf[index] = isSignIn ? elsewhere : folder;
    if (!isSignIn) starts[folder + 1] = (starts[folder + 1] ?? 0) + 1;
  }
  for (let at = 0; at < plan.folderCount; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  const next = starts.slice();
  const entries = new Uint32Array(starts[plan.folderCount] ?? 0);
  folderOf.forEach((folder, index) => {
    if (folder === elsewhere) return;
    const at = next[folder] ?? 0;
    entries[at] = index;
    next[folder] = at + 1;
  });
  const isRebuilt = (group: number): boolean => rebuilt.has(categoryOf.get(group) ?? 'other');
  const trustedBefore = plan.view.createdAt - coarseMs;
  return { plan, forest, entries, starts, isRebuilt, trustedBefore, heldSignIn };
}

function waveOf(ground: Ground, asked: readonly number[], ask: Ask): Wave {
  const { plan, forest, heldSignIn } = ground;
  const verdictOf = heldSignIn.map((held) => (held === 1 ? verdicts.list : verdicts.same));
  return { ...ground, tops: topsOf(plan, forest, asked), verdictOf, ask };
}

interface Look {
  readonly top: number;
  readonly folders: Uint32Array;
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
      const some = Uint32Array.from(folders.slice(from, from + room));
      requests.at(-1)?.push({ top, folders: some });
      from += some.length;
      room -= some.length;
    }
  }
  return requests;
}

/** Compares every folder that has this verdict and writes down what was seen. */
async function compare(wave: Wave, verdict: Verdict, askOf: typeof askTimes): Promise<void> {
  const compareSome = async (looks: readonly Look[]): Promise<void> => {
    const asks = looks.map(({ top, folders }) => askOf(wave, top, folders));
    // a thread that is lost while it only looks has touched nothing
    const answer = await wave.ask({ kind: 'compare', asks }).catch(lostWith(new Uint8Array()));
    let at = 0;
    for (const { folders } of looks)
      for (const folder of folders) {
        wave.verdictOf[folder] = answer[at] ?? verdicts.differs;
        at += 1;
      }
  };
  // an ask is cut only when it is due, so that the threads look while the next ones are being cut
  const looks = looksAt(wave, verdict).values();
  const lane = async (): Promise<void> => {
    for (const some of looks) await compareSome(some);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
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

/** Rejects with `RunnerLost` after all that was begun has ended: nobody knows which folders went with a thread. */
async function take(wave: Wave, units: readonly number[]): Promise<readonly UnitOutcome[]> {
  const requests: Promise<readonly UnitOutcome[]>[] = [];
  for (let from = 0; from < units.length; from += unitsPerRequest) {
    const items = units.slice(from, from + unitsPerRequest).map((unit) => unitItem(wave, unit));
    const told = (answer: Uint8Array): readonly UnitOutcome[] =>
      items.map(({ folder }, at) => ({ folder, outcome: outcomeOf(answer[at]) }));
    requests.push(wave.ask({ kind: 'units', items }).then(told));
  }
  await Promise.allSettled(requests);
  const outcomes = (await Promise.all(requests)).flat();
  return outcomes.filter(({ outcome }) => isRemoval(outcome));
}

/** Lets the whole folders of one run go. */
export type TakeWholeFolders = (
  plan: FrozenPlan,
  asked: readonly number[],
) => Promise<readonly UnitOutcome[]>;

/**
 * Whole folders go with one move each. A folder goes only when it and everything below it was planned, may go and was
 * found on the disk as planned right before; where one differs, the folders beside and below it are tried alone. What
 * is not in the answer has not been touched.
 */
export function createWholeFolders(ask: Ask): TakeWholeFolders {
  let ground: Ground | null = null;
  return async (plan, asked) => {
    if (ground?.plan !== plan) ground = groundOf(plan);
    await nextTurn();
    const wave = waveOf(ground, asked, ask);
    await compare(wave, verdicts.same, askTimes);
    await compare(wave, verdicts.list, askListing);
    return take(wave, unitsOf(wave));
  };
}
