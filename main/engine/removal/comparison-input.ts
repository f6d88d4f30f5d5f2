import type { Category } from '../../../app/cleanup/categories.ts';
import type { PlanGroup } from '../../../app/contract/plans.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { folderForest } from '../ledger/folder-contents.ts';
import type { FolderForest } from '../ledger/folder-contents.ts';
import { lastFolders, noAccount } from '../ledger/emptied-folders.ts';
import { createHeldBuilder, partsOf, sharedNumbers, verdicts } from './comparison-order.ts';
import type { HeldEntries, ComparisonOrder } from './comparison-order.ts';

/**
 * Categories that the app rebuilds by itself: the folder's mtime is enough. All other entries are compared one by
 * one.
 */
const rebuilt: ReadonlySet<Category> = new Set(['cache', 'logs', 'media', 'binary']);
/** milliseconds; the coarsest timestamp of a supported file system, within which a later change may not show */
const coarseMs = 2_000;

/** What the plan alone says about comparing its folders. Computed once per plan. */
export interface ComparisonInput {
  readonly plan: FrozenPlan;
  readonly forest: FolderForest;
  readonly ends: Uint32Array;
  /** by folder, plus one: number of entries in the folders before it, sign-ins excluded */
  readonly entriesBefore: Uint32Array;
  /**
   * by folder: 1 = held a sign-in. Sign-ins are removed first, so the folder is listed, and a remaining sign-in is an
   * extra name
   */
  readonly heldSignIn: Uint8Array;
  /**
   * by folder: 1 = may be moved only with the account's whole folder, because discovery recognises the account by it
   */
  readonly isBound: Uint8Array;
  /** entries compared one by one even where the folder's mtime proves its names */
  readonly precious: HeldEntries;
  /** all entries but sign-ins; computed lazily, because only runs that list a folder need it */
  readonly all: () => HeldEntries;
}

/** Of the requested folders, those that the plan allows to move as wholes, none inside another. */
export function topsOf({ plan, forest }: ComparisonInput, requested: readonly number[]): readonly number[] {
  const tops: number[] = [];
  let end = 0;
  for (const index of [...new Set(requested)].sort((a, b) => a - b)) {
    if (index < end || index >= plan.folderCount || forest.whole[index] !== 1) continue;
    tops.push(index);
    end = forest.ends[index] ?? plan.folderCount;
  }
  return tops;
}

/** By group: 1 where the category matches. Groups that the plan does not describe stay 0. */
function groupsOf(plan: FrozenPlan, isOne: (category: Category) => boolean): Uint8Array {
  const { groups } = plan.view;
  const marks = new Uint8Array(groups.reduce((most, { id }) => Math.max(most, id + 1), 0));
  for (const { id, category } of groups) if (isOne(category)) marks[id] = 1;
  return marks;
}

/** True for databases in an account's folder: discovery recognises the account by them. */
export function isOwnDatabase({ category, accountId }: PlanGroup): boolean {
  return category === 'database' && accountId !== null;
}

/** Also marks the parents of each marked folder, except the account's own folder directly below the root. */
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

const inputs = new WeakMap<FrozenPlan, ComparisonInput>();

export function comparisonInputOf(plan: FrozenPlan): ComparisonInput {
  const known = inputs.get(plan) ?? readInput(plan);
  inputs.set(plan, known);
  return known;
}

/** All entries that are no sign-ins, by folder. `starts` holds the number of entries before each folder. */
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

function readInput(plan: FrozenPlan): ComparisonInput {
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

/** The initial verdicts, before any comparison. */
export function unseen({ plan, heldSignIn }: ComparisonInput): Uint8Array {
  const known = new Uint8Array(new SharedArrayBuffer(plan.folderCount)).fill(verdicts.time);
  for (let held = heldSignIn.indexOf(1); held >= 0; held = heldSignIn.indexOf(1, held + 1))
    known[held] = verdicts.list;
  return known;
}

/** The order to compare all folders below `tops` that have the verdict `looksAt`. */
export function orderFor(
  input: ComparisonInput,
  tops: readonly number[],
  known: Uint8Array,
  looksAt: ComparisonOrder['looksAt'],
): ComparisonOrder {
  const { ends, plan } = input;
  return {
    ...{ looksAt, ends, verdicts: known },
    held: looksAt === verdicts.time ? input.precious : input.all(),
    parts: partsOf(tops, ends, known, looksAt),
    next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    trustedBefore: plan.view.createdAt - coarseMs,
  };
}
