import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { wholeFolders } from '../ledger/folder-contents.ts';
import { comparisonInputOf, orderFor, topsOf, unseen } from './comparison-input.ts';
import { numbersPerPart, verdicts } from './comparison-order.ts';
import type { ComparisonOrder } from './comparison-order.ts';
import { takesWholeFolders } from './runner.ts';
import type { RemovalThread } from './thread-worker.ts';
import { foldersPerLine } from './unit-stage.ts';

/** Input of a comparison that starts before its run. */
export interface EarlyComparison {
  readonly plan: FrozenPlan;
  readonly mode: RemovalMode;
  readonly threads: readonly RemovalThread[];
  /** rejects unless every messenger is closed */
  readonly rest: () => Promise<void>;
}

/** parts; a thread's first few thousand comparisons take twice as long until its code is compiled */
const practiceParts = 8;

/**
 * Warms up new threads while the user reads the plan: they compare a few folders, and the verdicts are discarded.
 * Read-only; never rejects.
 */
export async function practise(plan: FrozenPlan, threads: readonly RemovalThread[]): Promise<void> {
  if (threads.length === 0) return;
  try {
    const input = comparisonInputOf(plan);
    const order = orderFor(input, topsOf(input, wholeFolders(plan)), unseen(input), verdicts.time);
    const parts = order.parts.slice(0, practiceParts * numbersPerPart);
    await lookBy(threads, plan, { ...order, parts });
  } catch {
    // an unreadable plan is refused when the run loads it
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
 * Compares the folders that the run would move first while the run is still being prepared. Null when there is
 * nothing to compare or a messenger may be writing. Read-only; never rejects. The verdicts are valid only if a
 * messenger check after the start passes again.
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
    const input = comparisonInputOf(plan);
    const tops = topsOf(input, wholeFolders(plan).slice(0, foldersPerLine));
    const order = orderFor(input, tops, unseen(input), verdicts.time);
    const looking = lookBy(threads, plan, order);
    // prepares the input of a listing while the threads compare
    if (order.verdicts.includes(verdicts.list)) input.all();
    await looking;
    return order.verdicts;
  } catch {
    return null;
  }
}
