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

/** A plan folder that was moved as a whole, and the outcome of everything in it. */
export interface UnitOutcome {
  readonly folder: number;
  readonly outcome: Outcome;
}

type Ask = (request: RemovalRequest) => Promise<Uint8Array>;

interface Wave extends ComparisonInput {
  /** requested folders that the plan allows to move as wholes, none inside another */
  readonly tops: readonly number[];
  readonly verdicts: Uint8Array;
  readonly ask: Ask;
  readonly width: number;
}

/** Compares every folder with this verdict, and updates the wave's verdicts. */
async function compare(wave: Wave, looksAt: ComparisonOrder['looksAt']): Promise<void> {
  const order = orderFor(wave, wave.tops, wave.verdicts, looksAt);
  if (order.parts.length === 0) return;
  const look = async (): Promise<void> => {
    try {
      await wave.ask({ kind: 'compare', order });
    } catch (error) {
      // a lost thread was only reading; folders without a result do not count as same
      if (!(error instanceof RunnerLost)) throw error;
    }
  };
  await Promise.all(Array.from({ length: wave.width }, look));
}

/** The largest folders that hold an entry, match the plan throughout, and may be moved by themselves. */
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

/**
 * Rejects with `RunnerLost` after all started requests have ended, because it is unknown which folders a lost thread
 * moved.
 */
async function take(wave: Wave, units: readonly number[]): Promise<readonly UnitOutcome[]> {
  const requests: Promise<readonly UnitOutcome[]>[] = [];
  for (let from = 0; from < units.length; from += unitsPerRequest) {
    const items = units.slice(from, from + unitsPerRequest).map((unit) => unitItem(wave, unit));
    const outcomesOf = (answer: Uint8Array): readonly UnitOutcome[] =>
      items.map(({ folder }, at) => ({ folder, outcome: outcomeOf(answer[at]) }));
    requests.push(wave.ask({ kind: 'units', items }).then(outcomesOf));
  }
  await Promise.allSettled(requests);
  const outcomes = (await Promise.all(requests)).flat();
  return outcomes.filter(({ outcome }) => isRemoval(outcome));
}

/** Folders that could be moved as wholes when compared, each the largest possible. */
export interface WholeFolders {
  readonly wave: Wave;
  readonly units: readonly number[];
}

export interface FindsWholeFolders {
  look(plan: FrozenPlan, requested: readonly number[]): Promise<WholeFolders>;
  /** folders that are not in the answer are untouched */
  take(folders: WholeFolders): Promise<readonly UnitOutcome[]>;
}

/**
 * Moves each whole folder with one rename. A folder qualifies only if it and everything below it was planned, may go,
 * and matched the disk right before. If one differs, its siblings and children are tried alone.
 */
export function createWholeFolders(ask: Ask, width: number): FindsWholeFolders {
  return {
    async look(plan, requested) {
      const input = comparisonInputOf(plan);
      const wave = { ...input, tops: topsOf(input, requested), verdicts: unseen(input), ask, width };
      await compare(wave, verdicts.time);
      await compare(wave, verdicts.list);
      return { wave, units: unitsOf(wave) };
    },
    take: ({ wave, units }) => take(wave, units),
  };
}
