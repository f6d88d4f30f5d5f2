import type { EntryFilter, PlanChoice } from '../contract/plan-entries.ts';
import type { PlanGroup } from '../contract/plans.ts';

/** What the preview knows of an entry, or of entries that differ in nothing of it. */
type Facets = Omit<EntryFilter, 'before' | 'text'>;
export type EntryFacts = { readonly [K in keyof Facets]-?: Exclude<Facets[K], undefined> } & {
  readonly mtime: number;
};

/** The parts of a filter that an entry has or has not; `path` apart, cells of entries share them. */
export const cellFacets = [
  'rootId',
  'accountId',
  'location',
  'category',
  'kind',
  'ownName',
  'month',
  'chat',
] as const;
const facets = [...cellFacets, 'path'] as const;

/** Whether the name of a file holds a text, in any case. */
export function holdsText(name: string, text: string): boolean {
  return name.toLowerCase().includes(text.toLowerCase());
}

/** The last component of a path below a root. */
function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether an entry is meant by a filter. */
export function fits(what: EntryFilter, facts: EntryFacts): boolean {
  if (facets.some((facet) => what[facet] !== undefined && what[facet] !== facts[facet])) return false;
  if (what.before !== undefined && !(facts.mtime < what.before)) return false;
  return what.text === undefined || holdsText(lastName(facts.path), what.text);
}

/** Whether an entry of the plan goes: the last choice that fits it holds, and without one it goes. */
export function goes(choices: readonly PlanChoice[], facts: EntryFacts): boolean {
  return choices.findLast(({ what }) => fits(what, facts))?.goes ?? true;
}

/** Whether everything that `narrow` means is meant by `wide` as well. */
function covers(wide: EntryFilter, narrow: EntryFilter): boolean {
  if (facets.some((facet) => wide[facet] !== undefined && wide[facet] !== narrow[facet])) return false;
  if (wide.before !== undefined && !(narrow.before !== undefined && narrow.before <= wide.before))
    return false;
  return wide.text === undefined || (narrow.text !== undefined && holdsText(narrow.text, wide.text));
}

/** Whether no entry can be meant by both. */
function areApart(one: EntryFilter, other: EntryFilter): boolean {
  return facets.some(
    (facet) => one[facet] !== undefined && other[facet] !== undefined && one[facet] !== other[facet],
  );
}

/** The choices with one more. Earlier ones that it overrules are dropped, so that taking everything back leaves none. */
export function choose(choices: readonly PlanChoice[], next: PlanChoice): readonly PlanChoice[] {
  const kept = choices.filter(({ what }) => !covers(next.what, what));
  const isSaid = next.goes && kept.every(({ goes: go, what }) => go || areApart(what, next.what));
  return isSaid ? kept : [...kept, next];
}

/** What one group of a plan means in every plan of its selection. */
export function groupFilter({ rootId, accountId, location, category }: PlanGroup): EntryFilter {
  return { rootId, accountId, location, category };
}
