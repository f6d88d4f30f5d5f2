import type { Category } from '../../../app/cleanup/categories.ts';
import type { PlanGroup } from '../../../app/contract/plans.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { folderForest } from '../ledger/folder-forest.ts';
import type { FolderForest } from '../ledger/folder-forest.ts';
import { lastFolders, noAccount } from '../ledger/last-folders.ts';
import { createHeldBuilder, partsOf, sharedNumbers, verdicts } from './comparison-order.ts';
import type { HeldEntries, ComparisonOrder } from './comparison-order.ts';

/** What the app makes anew by itself: here the folder's own time is enough, everything else is compared one by one. */
const rebuilt: ReadonlySet<Category> = new Set(['cache', 'logs', 'media', 'binary']);
/** file systems keep times this coarsely at worst, so a later change may not show */
const coarseMs = 2_000;

/** What the plan alone says about comparing its folders; read once for each plan. */
export interface ComparisonInput {
  readonly plan: FrozenPlan;
  readonly forest: FolderForest;
  readonly ends: Uint32Array;
  /** by folder, and one more: how many entries that are no sign-ins lie in the folders before it */
  readonly entriesBefore: Uint32Array;
  /** by folder: holds a sign-in. It went before, so the folder is listed, and one still there is a name too many */
  readonly heldSignIn: Uint8Array;
  /** by folder: 1 = may go with its account's whole folder, but not by itself: discovery needs what is in it */
  readonly isBound: Uint8Array;
  /** what is compared one by one where a folder's own time proves its names */
  readonly precious: HeldEntries;
  /** all that a folder may hold; only runs that list a folder need to know */
  readonly all: () => HeldEntries;
}

/** Of the asked folders those that the plan would let go, none inside another. */
export function topsOf({ plan, forest }: ComparisonInput, asked: readonly number[]): readonly number[] {
  const tops: number[] = [];
  let end = 0;
  for (const index of [...new Set(asked)].sort((a, b) => a - b)) {
    if (index < end || index >= plan.folderCount || forest.whole[index] !== 1) continue;
    tops.push(index);
    end = forest.ends[index] ?? plan.folderCount;
  }
  return tops;
}

/** By group: 1 where the category is one of these; a group that the plan does not describe is none of them. */
function groupsOf(plan: FrozenPlan, isOne: (category: Category) => boolean): Uint8Array {
  const { groups } = plan.view;
  const marks = new Uint8Array(groups.reduce((most, { id }) => Math.max(most, id + 1), 0));
  for (const { id, category } of groups) if (isOne(category)) marks[id] = 1;
  return marks;
}

/** Databases in an account's folder: the account is recognised by them. */
export function isOwnDatabase({ category, accountId }: PlanGroup): boolean {
  return category === 'database' && accountId !== null;
}

/** Marks the folders above one as well, up to but without the account's own folder, which lies right in the root. */
function spreadUpwards(plan: FrozenPlan, isBound: Uint8Array): void {
  const { parents } = plan.tree;
  const last = lastFolders(plan);
  for (let index = plan.folderCount - 1; index >= 0; index -= 1) {
    if (last[index] !== noAccount.any) isBound[index] = 1;
    if (isBound[index] !== 1) continue;
    const parent = parents[index] ?? -1;
    if (!plan.folderPath(index).includes('/')) isBound[index] = 0;
    else if (parent >= 0) isBound[parent] = 1;
  }
}

const grounds = new WeakMap<FrozenPlan, ComparisonInput>();

/** Reads it, or gives what was read before. */
export function comparisonInputOf(plan: FrozenPlan): ComparisonInput {
  const known = grounds.get(plan) ?? readGround(plan);
  grounds.set(plan, known);
  return known;
}

/** All entries that are no sign-ins, where it is known how many lie before each folder. */
function entriesByFolder(plan: FrozenPlan, starts: Uint32Array, isSignIn: Uint8Array): HeldEntries {
  const entries = sharedNumbers(starts[plan.folderCount] ?? 0);
  const next = starts.slice();
  plan.eachEntry((entry, folder, group) => {
    if (isSignIn[group] === 1) return;
    const at = next[folder] ?? 0;
    entries[at] = entry;
    next[folder] = at + 1;
  });
  return { entries, starts };
}

function readGround(plan: FrozenPlan): ComparisonInput {
  const forest = folderForest(plan);
  const isSignIn = groupsOf(plan, (category) => category === 'credentials');
  const isLeftOut = groupsOf(plan, (category) => category === 'credentials' || rebuilt.has(category));
  const databases = new Set(plan.view.groups.filter(isOwnDatabase).map(({ id }) => id));
  const heldSignIn = new Uint8Array(plan.folderCount);
  const isBound = new Uint8Array(plan.folderCount);
  const entriesBefore = sharedNumbers(plan.folderCount + 1);
  const precious = createHeldBuilder(plan.folderCount);
  plan.eachEntry((entry, folder, group) => {
    if (databases.has(group)) isBound[folder] = 1;
    if (isSignIn[group] === 1) heldSignIn[folder] = 1;
    else entriesBefore[folder + 1] = (entriesBefore[folder + 1] ?? 0) + 1;
    if (isLeftOut[group] !== 1) precious.add(entry, folder);
  });
  for (let at = 0; at < plan.folderCount; at += 1)
    entriesBefore[at + 1] = (entriesBefore[at + 1] ?? 0) + (entriesBefore[at] ?? 0);
  spreadUpwards(plan, isBound);
  const ends = sharedNumbers(plan.folderCount);
  ends.set(forest.ends);
  let all: HeldEntries | null = null;
  return {
    ...{ plan, forest, entriesBefore, heldSignIn, isBound },
    ends,
    precious: precious.held(),
    all: () => (all ??= entriesByFolder(plan, entriesBefore, isSignIn)),
  };
}

/** What is known of each folder before anybody has looked. */
export function unseen({ plan, heldSignIn }: ComparisonInput): Uint8Array {
  const known = new Uint8Array(new SharedArrayBuffer(plan.folderCount)).fill(verdicts.time);
  for (let held = heldSignIn.indexOf(1); held >= 0; held = heldSignIn.indexOf(1, held + 1))
    known[held] = verdicts.list;
  return known;
}

/** The order to look at all folders below these tops that have one verdict. */
export function orderFor(
  ground: ComparisonInput,
  tops: readonly number[],
  known: Uint8Array,
  looksAt: ComparisonOrder['looksAt'],
): ComparisonOrder {
  const { ends, plan } = ground;
  return {
    ...{ looksAt, ends, verdicts: known },
    held: looksAt === verdicts.time ? ground.precious : ground.all(),
    parts: partsOf(tops, ends, known, looksAt),
    next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    trustedBefore: plan.view.createdAt - coarseMs,
  };
}
