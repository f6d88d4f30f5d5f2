import type { Category } from '../../../app/cleanup/categories.ts';
import type { KeepReason } from '../../../app/cleanup/keep-reasons.ts';
import type { PlanChoice } from '../../../app/contract/plan-entries.ts';
import type { KeptTotal, PlanView, StayingView } from '../../../app/contract/plans.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { mergedKept, nothing, sumOf } from './scan.ts';
import type { FrozenPlan, PlanEntry } from '../plans/frozen-plan.ts';
import { reduceLinks } from '../plans/linked-files.ts';
import { asTable, createPlanBuilder } from '../plans/plan-columns.ts';
import { goingEntries, keepFamilies } from '../plans/plan-query.ts';
import { folderNodes } from '../plans/plan-tree.ts';
import type { FolderNodes } from '../plans/plan-tree.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** By entry: the reason why it is excluded, null = it remains planned. */
export type Exclusions = readonly (KeepReason | null)[];

function excluded(
  plan: FrozenPlan,
  groups: readonly number[],
  entries: readonly number[],
  choices: readonly PlanChoice[],
): Exclusions {
  const known = new Set(plan.view.groups.map((group) => group.id));
  const unknownIds = [
    ...groups.filter((group) => !known.has(group)),
    ...entries.filter((entry) => entry >= plan.entryCount),
  ];
  if (unknownIds.length > 0) throw new SignOffError('invalid-input', { what: unknownIds.join(', ') });
  const wholeGroups = new Set(groups);
  const single = new Set(entries);
  const going = Uint8Array.from(goingEntries(plan, choices), (goes, index) =>
    single.has(index) || wholeGroups.has(plan.groupOf(index)) ? 0 : goes,
  );
  keepFamilies(plan, going);
  return Array.from(going, (goes) => (goes === 0 ? 'excluded' : null));
}

/** The owner's files that may hold something of this session: they stay, and the person has to know. */
const ownersAsWell: ReadonlySet<KeepReason> = new Set<KeepReason>(['owner-changed', 'owner-unclear']);

function addStaying(
  rows: Map<string, StayingView>,
  plan: FrozenPlan,
  index: number,
  reason: KeepReason,
  category: Category,
): void {
  const { group, bytes, allocated, mtimeMs } = plan.entry(index);
  const key = `${reason} ${group}`;
  const known = rows.get(key);
  const accountId = plan.view.groups.find(({ id }) => id === group)?.accountId ?? null;
  rows.set(key, {
    ...{ reason, category, accountId, place: known?.place ?? plan.pathOf(index) },
    ...{ target: null, leadsTo: null, mayHoldSignIn: category === 'credentials' },
    newest: Math.max(known?.newest ?? 0, mtimeMs),
    ...sumOf([known ?? nothing, { files: 1, bytes, allocated }]),
  });
}

function addTo(
  sums: Map<number, Writable<Amount>>,
  group: number,
  { files, bytes, allocated }: Amount,
): void {
  const sum = sums.get(group) ?? { ...nothing };
  sum.files += files;
  sum.bytes += bytes;
  sum.allocated += allocated;
  sums.set(group, sum);
}

function viewWithout(
  plan: FrozenPlan,
  exclusions: Exclusions,
  id: string,
  allocatedOf: (index: number) => number,
): PlanView {
  const remaining = new Map<number, Writable<Amount>>();
  const kept = new Map<string, KeptTotal>();
  const spared = new Set<string>();
  const staying = new Map<string, StayingView>();
  const categoryOf = new Map(plan.view.groups.map((group) => [group.id, group.category]));
  for (let index = 0; index < plan.entryCount; index += 1) {
    const group = plan.groupOf(index);
    const one: Amount = { files: 1, bytes: plan.bytesOf(index), allocated: allocatedOf(index) };
    const category = categoryOf.get(group) ?? 'other';
    const reason = exclusions[index] ?? null;
    if (reason === null) addTo(remaining, group, one);
    else {
      const key = `${reason} ${category}`;
      kept.set(key, { reason, category, ...sumOf([kept.get(key) ?? nothing, one]) });
      if (plan.entry(index).kind === 'link') spared.add(plan.pathOf(index));
      if (ownersAsWell.has(reason)) addStaying(staying, plan, index, reason, category);
    }
  }
  const groups = plan.view.groups.flatMap((group) => {
    const amount = remaining.get(group.id);
    return amount === undefined ? [] : [{ ...group, ...amount }];
  });
  return {
    ...plan.view,
    id,
    groups,
    total: sumOf(groups),
    kept: mergedKept([...plan.view.kept, ...kept.values()]),
    staying: [
      ...plan.view.staying.filter(({ reason, place }) => reason !== 'behind-link' || !spared.has(place)),
      ...staying.values(),
    ],
  };
}

/** Bits of a folder: the original plan has entries below it, the reducePlan plan has entries below it. */
const plannedBefore = 1;
const plannedAfter = 2;

/** By folder: whether the original and the reducePlan plan have entries below it. */
function bitsBelow(plan: FrozenPlan, { nodeOf, above }: FolderNodes, drop: Uint8Array): Uint8Array {
  const bits = new Uint8Array(above.length);
  for (let index = 0; index < plan.entryCount; index += 1) {
    const node = nodeOf[plan.folderOf(index)] ?? 0;
    bits[node] = (bits[node] ?? 0) | (drop[index] === 1 ? plannedBefore : plannedBefore | plannedAfter);
  }
  for (let node = above.length - 1; node >= 0; node -= 1) {
    const parent = above[node] ?? -1;
    if (parent >= 0) bits[parent] = (bits[parent] ?? 0) | (bits[node] ?? 0);
  }
  return bits;
}

/**
 * Folders that may still be removed: those with planned entries below, and empty ones whose nearest such parent may be
 * removed. Folders whose whole content was excluded stay with their empty subfolders.
 */
function stillRemovable(plan: FrozenPlan, nodes: FolderNodes, drop: Uint8Array): readonly boolean[] {
  const bits = bitsBelow(plan, nodes, drop);
  // Parents come first, so an empty folder inherits its parent's result.
  for (const [node, parent] of nodes.above.entries())
    if (bits[node] === 0 && parent >= 0) bits[node] = bits[parent] ?? 0;
  return Array.from(nodes.nodeOf, (node, index) => {
    const nodeBits = bits[node] ?? 0;
    return plan.folder(index).removable && (nodeBits === 0 || (nodeBits & plannedAfter) !== 0);
  });
}

/** Complete folders after the exclusion: an excluded entry makes all its parents incomplete. */
function stillComplete(
  plan: FrozenPlan,
  nodes: FolderNodes,
  drop: Uint8Array,
  removable: readonly boolean[],
): readonly boolean[] {
  const holds = new Uint8Array(nodes.above.length);
  for (let index = 0; index < plan.entryCount; index += 1)
    if (drop[index] === 1) holds[nodes.nodeOf[plan.folderOf(index)] ?? 0] = 1;
  for (const [index, node] of nodes.nodeOf.entries())
    if (plan.folder(index).removable && removable[index] !== true) holds[node] = 1;
  for (let node = nodes.above.length - 1; node >= 0; node -= 1) {
    const parent = nodes.above[node] ?? -1;
    if (parent >= 0 && holds[node] === 1) holds[parent] = 1;
  }
  return Array.from(nodes.nodeOf, (node, index) => plan.folder(index).complete && holds[node] !== 1);
}

/**
 * The plan without some entries. Excluded entries count as kept with their reason, and their folders are never removed.
 * Group ids stay; entries are renumbered.
 */
export function reducePlan(
  plan: FrozenPlan,
  exclusions: Exclusions,
  newId: string,
  folderStays: (folder: number) => boolean = () => false,
  /** what else changes in the plan's description */
  describe: (view: PlanView) => PlanView = (view) => view,
): FrozenPlan {
  const drop = Uint8Array.from(exclusions, (reason) => (reason === null ? 0 : 1));
  const { allocated, linked } = reduceLinks(
    plan.linked,
    (entry) => drop[entry] === 1,
    (entry) => plan.allocatedOf(entry),
    plan.entryCount,
  );
  const entryOf = (index: number): PlanEntry => {
    const entry = plan.entry(index);
    return allocated.has(index) ? { ...entry, allocated: allocated.get(index) ?? 0 } : entry;
  };
  const view = describe(
    viewWithout(plan, exclusions, newId, (index) => allocated.get(index) ?? plan.allocatedOf(index)),
  );
  const { root, path } = asTable(plan).folders;
  const nodes = folderNodes(root, path);
  const removable = stillRemovable(plan, nodes, drop).map((may, index) => may && !folderStays(index));
  const complete = stillComplete(plan, nodes, drop, removable);
  const builder = createPlanBuilder(plan.folderCount, view.total.files);
  for (let index = 0; index < plan.folderCount; index += 1) {
    const folder = plan.folder(index);
    builder.addFolder({
      ...folder,
      ino: folder.identity.ino,
      removable: removable[index] === true,
      complete: complete[index] === true,
    });
  }
  for (let index = 0; index < plan.entryCount; index += 1)
    if (drop[index] !== 1) builder.addEntry(entryOf(index));
  return builder.build(view, plan.roots, linked, plan.tree);
}

/** The plan without the entries that the person excluded. Throws `invalid-input` for an unknown group or entry. */
export function excludeEntries(
  plan: FrozenPlan,
  groups: readonly number[],
  entries: readonly number[],
  newId: string,
  choices: readonly PlanChoice[] = [],
): FrozenPlan {
  return reducePlan(plan, excluded(plan, groups, entries, choices), newId);
}
