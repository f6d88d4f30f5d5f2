import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { wholeFolders } from '../ledger/folder-forest.ts';
import { comparisonInputOf, orderFor, topsOf, unseen } from './comparison-input.ts';
import { numbersPerPart, verdicts } from './comparison-order.ts';
import type { ComparisonOrder } from './comparison-order.ts';
import { takesWholeFolders } from './runner.ts';
import type { RemovalThread } from './thread-worker.ts';
import { foldersPerLine } from './unit-stage.ts';

/** What threads are to look at before the run that they were started for. */
export interface EarlyComparison {
  readonly plan: FrozenPlan;
  readonly mode: RemovalMode;
  readonly threads: readonly RemovalThread[];
  /** rejects unless every messenger rests */
  readonly rest: () => Promise<void>;
}

/** a thread's first few thousand looks take twice as long as all later ones */
const practiceParts = 8;

/**
 * Has new threads look at some folders of a plan whose verdicts nobody reads, while a person reads the plan: their code
 * is ready then when a run comes. Only looks, and never rejects.
 */
export async function practise(plan: FrozenPlan, threads: readonly RemovalThread[]): Promise<void> {
  if (threads.length === 0) return;
  try {
    const ground = comparisonInputOf(plan);
    const order = orderFor(ground, topsOf(ground, wholeFolders(plan)), unseen(ground), verdicts.time);
    const parts = order.parts.slice(0, practiceParts * numbersPerPart);
    await lookBy(threads, plan, { ...order, parts });
  } catch {
    // a plan that cannot be read is refused when it is asked for, not while nobody waits for an answer
  }
}

async function lookBy(
  threads: readonly RemovalThread[],
  plan: FrozenPlan,
  order: ComparisonOrder,
): Promise<void> {
  if (order.parts.length === 0) return;
  const before = { roots: plan.roots, plan: plan.shared(), order };
  await Promise.allSettled(threads.map((thread) => thread.look(before)));
}

/**
 * Has the folders that a run would move first compared while the run is still being prepared, and gives the verdicts;
 * null when there is nothing to look at or something may be writing. Only looks, and never rejects. What it gives is
 * worth something only when the messengers are asked again, and rest, after it was begun.
 */
export async function compareEarly({
  plan,
  mode,
  threads,
  rest,
}: EarlyComparison): Promise<Uint8Array | null> {
  if (threads.length === 0 || !takesWholeFolders(mode)) return null;
  try {
    await rest();
    const ground = comparisonInputOf(plan);
    const tops = topsOf(ground, wholeFolders(plan).slice(0, foldersPerLine));
    const order = orderFor(ground, tops, unseen(ground), verdicts.time);
    const looking = lookBy(threads, plan, order);
    // what a listing needs to know is read while the threads look
    if (order.verdicts.includes(verdicts.list)) ground.all();
    await looking;
    return order.verdicts;
  } catch {
    return null;
  }
}
