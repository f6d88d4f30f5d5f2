import { sep } from 'node:path';
import { concernOf, concerns } from '../../../app/cleanup/verdict.ts';
import type { Selection, StayingView } from '../../../app/contract/plans.ts';
import type { StillHereView, VerificationView } from '../../../app/contract/runs.ts';
import { extras } from '../../../app/cleanup/levels.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { sumOf } from '../planning/scan.ts';
import { commonPlace, followLink } from '../planning/staying.ts';

/** The rows that a receipt keeps. The verdict counts all of them. */
const rowsKept = 200;

/**
 * Everything of the accounts of `selection` and of `mine`, at any level and without its filters. A session already covers
 * all that came since.
 */
export function widest(selection: Selection, mine: readonly string[]): Selection {
  const { accounts: chosen, sinceSession } = selection;
  const accounts = chosen === 'all' || sinceSession ? chosen : [...new Set([...chosen, ...mine])];
  const whole = { level: 'deep', include: [...extras], olderThanMs: null, keep: [], alwaysKeep: [] } as const;
  return { ...selection, ...whole, accounts };
}

export function isWidest(selection: Selection, mine: readonly string[]): boolean {
  const { accounts, sinceSession, level, include, olderThanMs, keep, alwaysKeep = [] } = selection;
  return (
    (accounts === 'all' || sinceSession || mine.every((id) => accounts.includes(id))) &&
    level === 'deep' &&
    extras.every((one) => include.includes(one)) &&
    olderThanMs === null &&
    keep.length === 0 &&
    alwaysKeep.length === 0
  );
}

/** By group: the path of its only file, or the folder that holds all of its files. */
function placesOfGroups(plan: FrozenPlan): ReadonlyMap<number, string> {
  const places = new Map<number, string>();
  /** by group: the folder that its place holds already; the first file alone is its own place */
  const held = new Map<number, number>();
  plan.eachEntry((index, folder, group) => {
    const known = places.get(group);
    if (known === undefined) places.set(group, plan.pathOf(index));
    else if (held.get(group) !== folder) {
      places.set(group, commonPlace(known, plan.pathOf(index), sep));
      held.set(group, folder);
    }
  });
  return places;
}

/** What a wider clean would take: one row for each account and category. */
export function removableRows(wide: FrozenPlan): readonly StayingView[] {
  const places = placesOfGroups(wide);
  const rows = new Map<string, StayingView>();
  for (const group of wide.view.groups) {
    const place = places.get(group.id);
    if (place === undefined) continue;
    const { accountId, category, rootId } = group;
    const key = `${rootId} ${accountId} ${category}`;
    const known = rows.get(key);
    rows.set(key, {
      ...{ reason: 'not-cleaned', category, accountId },
      place: known === undefined ? place : commonPlace(known.place, place, sep),
      ...{ target: null, leadsTo: null, mayHoldSignIn: category === 'credentials', newest: null },
      ...sumOf([...(known === undefined ? [] : [known]), group]),
    });
  }
  return [...rows.values()];
}

export function unreadableRow(place: string): StayingView {
  return {
    ...{ reason: 'unreadable', category: null, accountId: null, place },
    ...{ target: null, leadsTo: null, mayHoldSignIn: true, newest: null },
    ...{ files: 0, bytes: 0, allocated: 0 },
  };
}

/** What planned links lead to, as far as it is still there. */
export async function behindLinks(staying: readonly StayingView[]): Promise<readonly StayingView[]> {
  const rows: StayingView[] = [];
  for (const row of staying) {
    if (row.reason !== 'behind-link' || row.target === null) continue;
    const now = await followLink(row.target);
    if (now.leadsTo !== 'missing') rows.push({ ...row, ...now, target: row.target });
  }
  return rows;
}

/** The rows with their concern, the worst first, as far as a receipt keeps them. */
export function withConcerns(
  rows: readonly StayingView[],
): Pick<VerificationView, 'stillHere' | 'stillHereMore'> {
  const rank = (row: StillHereView): number => concerns.indexOf(row.concern);
  const sorted = rows
    .map((row) => ({ ...row, concern: concernOf(row) }))
    .sort((a, b) => rank(a) - rank(b) || b.bytes - a.bytes || (a.place < b.place ? -1 : 1));
  return { stillHere: sorted.slice(0, rowsKept), stillHereMore: Math.max(0, sorted.length - rowsKept) };
}
