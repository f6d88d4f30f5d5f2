import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { isRemoval, outcomeOf } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { comparisonInputOf, orderFor, topsOf, unseen } from './comparison-input.ts';
import type { ComparisonInput } from './comparison-input.ts';
import { verdicts } from './comparison-order.ts';
import type { ComparisonOrder } from './comparison-order.ts';
import { RunnerLost } from './worker-pool.ts';
import type { RemovalRequest, UnitItem } from './worker-pool.ts';

const unitsPerRequest = 32;

/** A plan folder that left as a whole, and what became of everything in it. */
export interface UnitOutcome {
  readonly folder: number;
  readonly outcome: Outcome;
}

type Ask = (request: RemovalRequest) => Promise<Uint8Array>;

interface Wave extends ComparisonInput {
  /** asked folders that the plan would let go, none inside another */
  readonly tops: readonly number[];
  readonly verdicts: Uint8Array;
  readonly ask: Ask;
  readonly width: number;
}

/** Has every folder compared that has this verdict; what was seen stands in the wave's verdicts then. */
async function compare(wave: Wave, looksAt: ComparisonOrder['looksAt']): Promise<void> {
  const order = orderFor(wave, wave.tops, wave.verdicts, looksAt);
  if (order.parts.length === 0) return;
  const look = async (): Promise<void> => {
    try {
      await wave.ask({ kind: 'compare', order });
    } catch (error) {
      // a thread that is lost while it only looks has touched nothing, and what it did not see is not the same
      if (!(error instanceof RunnerLost)) throw error;
    }
  };
  await Promise.all(Array.from({ length: wave.width }, look));
}

/** The largest folders that hold an entry, in which nothing differs and which may go by themselves. */
function unitsOf(wave: Wave): readonly number[] {
  const { ends, entriesBefore, isBound } = wave;
  const differing = new Uint32Array(wave.plan.folderCount + 1);
  wave.verdicts.forEach((verdict, index) => {
    differing[index + 1] = (differing[index] ?? 0) + (verdict === verdicts.same ? 0 : 1);
  });
  const units: number[] = [];
  for (const top of wave.tops)
    for (let index = top; index < (ends[top] ?? 0);) {
      const end = ends[index] ?? index + 1;
      if (differing[end] === differing[index] && isBound[index] !== 1) {
        if ((entriesBefore[end] ?? 0) > (entriesBefore[index] ?? 0)) units.push(index);
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

/** Folders that could leave as wholes a moment ago, each the largest of its kind. */
export interface WholeFolders {
  readonly wave: Wave;
  readonly units: readonly number[];
}

/** The whole folders of one run. */
export interface FindsWholeFolders {
  look(plan: FrozenPlan, asked: readonly number[]): Promise<WholeFolders>;
  /** what is not in the answer has not been touched */
  take(folders: WholeFolders): Promise<readonly UnitOutcome[]>;
}

/**
 * Whole folders go with one move each. A folder goes only when it and everything below it was planned, may go and was
 * found on the disk as planned right before; where one differs, the folders beside and below it are tried alone.
 * `ahead` are verdicts of a look that began before the run: what it has not seen is looked at here.
 */
export function createWholeFolders(
  ask: Ask,
  width: number,
  ahead: Promise<Uint8Array | null> = Promise.resolve(null),
): FindsWholeFolders {
  return {
    async look(plan, asked) {
      const ground = comparisonInputOf(plan);
      const known = unseen(ground);
      known.set((await ahead) ?? known);
      const wave = { ...ground, tops: topsOf(ground, asked), verdicts: known, ask, width };
      await compare(wave, verdicts.time);
      await compare(wave, verdicts.list);
      return { wave, units: unitsOf(wave) };
    },
    take: ({ wave, units }) => take(wave, units),
  };
}
