import type {
  EntryFilter,
  PlanChoice,
  PlanEntriesPage,
  PlanEntryView,
  PlanSum,
} from '../../../app/contract/plan-entries.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import { databaseOf } from '../../../app/cleanup/protected.ts';
import { cellFacets, holdsText } from '../../../app/wizard/choices.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { reduceLinks } from './linked-files.ts';
import { planCells } from './plan-cells.ts';
import type { PlanCell, PlanCells } from './plan-cells.ts';
import { asTable } from './plan-columns.ts';
import type { TablePlan } from './plan-columns.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Sum = Writable<Omit<PlanSum, 'goes'>> & { goes: Writable<Amount> };

/** What a page is asked for. */
export interface EntriesQuery {
  readonly groupId?: number | undefined;
  readonly where: EntryFilter;
  readonly choices: readonly PlanChoice[];
  readonly order: 'plan' | 'size';
  readonly offset: number;
  readonly limit: number;
}

/** Listings kept in memory: one for each list of files that a window shows at once, or nearly. */
const listingsKept = 6;

function isOfCells({ path, before, text }: EntryFilter): boolean {
  return path === undefined && before === undefined && text === undefined;
}

function fitsCell(what: EntryFilter, cell: PlanCell): boolean {
  return cellFacets.every((facet) => what[facet] === undefined || what[facet] === cell[facet]);
}

/** Entries by size, the largest first, equal ones in the plan's order. */
function bySize(entries: Uint32Array, bytesOf: (entry: number) => number): Uint32Array {
  const count = entries.length;
  const keys = new Float64Array(count);
  let most = 0;
  // One number holds size and position, so that the sort needs no comparing function, which takes ten times as long.
  for (let at = 0; at < count; at += 1) {
    const bytes = bytesOf(entries[at] ?? 0);
    most = Math.max(most, bytes);
    keys[at] = bytes * count + (count - 1 - at);
  }
  if (most * count + count > Number.MAX_SAFE_INTEGER)
    return entries.toSorted((a, b) => bytesOf(b) - bytesOf(a) || a - b);
  keys.sort();
  const sorted = new Uint32Array(count);
  for (let at = 0; at < count; at += 1)
    sorted[at] = entries[count - 1 - ((keys[count - 1 - at] ?? 0) % count)] ?? 0;
  return sorted;
}

/** Answers questions about one plan. Never changes it. */
class PlanQueries {
  private readonly plan: TablePlan;
  private readonly sorted: PlanCells;
  private readonly listings = new Map<string, Uint32Array>();
  private names: { readonly text: string; readonly fit: Uint8Array } | null = null;
  private chosen: { readonly choices: string; readonly going: Uint8Array } | null = null;
  private readonly paths = new Map<string, number[]>();
  private families: readonly (readonly number[])[] | null = null;

  constructor(plan: TablePlan) {
    this.plan = plan;
    this.sorted = planCells(plan);
  }

  sums(by: 'month' | 'chat', where: EntryFilter, choices: readonly PlanChoice[]): PlanSum[] {
    const { linked } = this.plan;
    const isPlain = linked.elsewhere.length === 0 && linked.together.length === 0;
    const rows = this.rowsBy(by, where);
    if (isPlain && isOfCells(where) && choices.every(({ what }) => isOfCells(what)))
      this.addCells(rows, choices);
    else this.addEntries(rows, where, choices);
    return [...new Set(rows)].filter((row) => row !== null && row.files > 0) as PlanSum[];
  }

  /** By entry: 1 = it goes. */
  going(choices: readonly PlanChoice[]): Uint8Array {
    const key = JSON.stringify(choices);
    if (this.chosen?.choices === key) return this.chosen.going;
    const { cellOf } = this.sorted;
    const count = cellOf.length;
    const ofCell = this.lastChoiceOfCells(choices);
    const last = new Int32Array(count);
    for (let entry = 0; entry < count; entry += 1) last[entry] = ofCell[cellOf[entry] ?? 0] ?? -1;
    this.findPaths(choices.flatMap(({ what }) => what.path ?? []));
    for (const [number, { what }] of choices.entries()) {
      if (isOfCells(what)) continue;
      this.eachFitting(what, (entry) => {
        if ((last[entry] ?? -1) < number) last[entry] = number;
      });
    }
    const going = new Uint8Array(count);
    for (let entry = 0; entry < count; entry += 1)
      going[entry] = choices[last[entry] ?? -1]?.goes === false ? 0 : 1;
    this.keepFamilies(going);
    this.chosen = { choices: key, going };
    return going;
  }

  page({ groupId, where, choices, order, offset, limit }: EntriesQuery): PlanEntriesPage {
    const { plan } = this;
    if (groupId !== undefined && !plan.view.groups.some(({ id }) => id === groupId))
      throw new SignOffError('invalid-input', { what: `group ${groupId}` });
    const listing = this.listing(groupId, where, order);
    const going = choices.length === 0 ? null : this.going(choices);
    const entries = Array.from(listing.subarray(offset, offset + limit), (id): PlanEntryView => {
      const { folder, name, bytes, mtimeMs } = plan.entry(id);
      const { root, segments } = plan.folder(folder);
      return {
        ...{ id, rootId: plan.roots[root]?.id ?? '', path: [...segments, name].join('/') },
        ...{ bytes, mtime: mtimeMs, goes: going === null || going[id] === 1 },
      };
    });
    return { planId: plan.view.id, total: listing.length, offset, entries };
  }

  private listing(
    groupId: number | undefined,
    where: EntryFilter,
    order: EntriesQuery['order'],
  ): Uint32Array {
    const key = JSON.stringify([groupId, where, order]);
    const known = this.listings.get(key);
    this.listings.delete(key);
    const listing = known ?? this.list(groupId, where, order);
    this.listings.set(key, listing);
    for (const oldest of this.listings.keys()) {
      if (this.listings.size <= listingsKept) break;
      this.listings.delete(oldest);
    }
    return listing;
  }

  private list(groupId: number | undefined, where: EntryFilter, order: EntriesQuery['order']): Uint32Array {
    const found = new Uint32Array(this.plan.entryCount);
    let count = 0;
    this.eachFitting(where, (entry) => {
      if (groupId !== undefined && this.plan.groupOf(entry) !== groupId) return;
      found[count] = entry;
      count += 1;
    });
    const listing = found.slice(0, count);
    return order === 'size' ? bySize(listing, (entry) => this.plan.bytesOf(entry)) : listing;
  }

  /** By cell: the number of the last choice that fits all of it, -1 = none. */
  private lastChoiceOfCells(choices: readonly PlanChoice[]): Int32Array {
    const last = new Int32Array(this.sorted.cells.length).fill(-1);
    for (const [number, { what }] of choices.entries()) {
      if (!isOfCells(what)) continue;
      for (const [at, cell] of this.sorted.cells.entries()) if (fitsCell(what, cell)) last[at] = number;
    }
    return last;
  }

  /** Visits the entries that fit, in the plan's order. */
  private eachFitting(what: EntryFilter, visit: (entry: number) => void): void {
    const { plan } = this;
    const { cells, cellOf } = this.sorted;
    const { text, before, path } = what;
    const names = text === undefined ? null : this.holding(text);
    const see = (entry: number): void => {
      if (names !== null && names[entry] !== 1) return;
      // not `>=`: a time that is no number is before no other
      if (before !== undefined && !(plan.entries.mtimeOf(entry) < before)) return;
      visit(entry);
    };
    if (path !== undefined) {
      for (const entry of this.entriesAt(path)) {
        const cell = cells[cellOf[entry] ?? 0];
        if (cell !== undefined && fitsCell(what, cell)) see(entry);
      }
      return;
    }
    const isWanted = new Uint8Array(cells.length);
    for (const [number, cell] of cells.entries()) isWanted[number] = fitsCell(what, cell) ? 1 : 0;
    for (let entry = 0; entry < plan.entryCount; entry += 1)
      if (isWanted[cellOf[entry] ?? 0] === 1) see(entry);
  }

  /** By entry: 1 = its name holds the text. */
  private holding(text: string): Uint8Array {
    if (this.names?.text === text) return this.names.fit;
    const { entries, entryCount } = this.plan;
    const fit = new Uint8Array(entryCount);
    for (let entry = 0; entry < entryCount; entry += 1)
      if (holdsText(entries.nameOf(entry), text)) fit[entry] = 1;
    this.names = { text, fit };
    return fit;
  }

  private entriesAt(path: string): readonly number[] {
    this.findPaths([path]);
    return this.paths.get(path) ?? [];
  }

  /** Finds the entries with these paths in one pass, and keeps what it found. */
  private findPaths(paths: readonly string[]): void {
    const unknown = new Set(paths.filter((path) => !this.paths.has(path)));
    if (unknown.size === 0) return;
    for (const path of unknown) this.paths.set(path, []);
    const folders = new Set([...unknown].map((path) => path.slice(0, path.lastIndexOf('/') + 1)));
    const isWanted = new Uint8Array(this.plan.folderCount);
    const { plan } = this;
    const pathOf = (folder: number): string => (plan.isRoot(folder) ? '' : `${plan.folderPath(folder)}/`);
    for (let folder = 0; folder < plan.folderCount; folder += 1)
      isWanted[folder] = folders.has(pathOf(folder)) ? 1 : 0;
    plan.eachEntry((entry, folder) => {
      if (isWanted[folder] !== 1) return;
      const path = pathOf(folder) + plan.entries.nameOf(entry);
      if (unknown.has(path)) this.paths.get(path)?.push(entry);
    });
  }

  /** By cell: the row that it is summed in, null = it does not fit. */
  private rowsBy(by: 'month' | 'chat', where: EntryFilter): readonly (Sum | null)[] {
    const rows = new Map<string, Sum>();
    return this.sorted.cells.map((cell) => {
      if (!fitsCell(where, cell)) return null;
      const { accountId, kind, ownName } = cell;
      const split = by === 'month' ? { month: cell.month, chat: null } : { month: null, chat: cell.chat };
      const key = `${accountId ?? ''} ${kind} ${ownName ?? ''} ${split.month ?? ''} ${split.chat ?? ''}`;
      const row = rows.get(key) ?? {
        ...{ accountId, kind, ownName, ...split, newest: Number.NEGATIVE_INFINITY },
        ...{ files: 0, bytes: 0, allocated: 0, goes: { files: 0, bytes: 0, allocated: 0 } },
      };
      rows.set(key, row);
      return row;
    });
  }

  private addCells(rows: readonly (Sum | null)[], choices: readonly PlanChoice[]): void {
    const last = this.lastChoiceOfCells(choices);
    const { files, bytes, allocated, newest } = this.sorted;
    for (const [cell, row] of rows.entries()) {
      if (row === null) continue;
      const amount = [files[cell] ?? 0, bytes[cell] ?? 0, allocated[cell] ?? 0] as const;
      row.newest = Math.max(row.newest, newest[cell] ?? 0);
      addTo(row, ...amount);
      if (choices[last[cell] ?? -1]?.goes !== false) addTo(row.goes, ...amount);
    }
    const { plan, sorted } = this;
    const isGoing = (entry: number): boolean =>
      choices[last[sorted.cellOf[entry] ?? 0] ?? -1]?.goes !== false;
    for (const family of this.databaseFamilies()) {
      if (family.every(isGoing)) continue;
      for (const entry of family.filter(isGoing)) {
        const row = rows[sorted.cellOf[entry] ?? 0];
        if (row != null) addTo(row.goes, -1, -plan.bytesOf(entry), -plan.allocatedOf(entry));
      }
    }
  }

  /** Keeps all of a database's files where one of them stays. */
  keepFamilies(going: Uint8Array): void {
    for (const family of this.databaseFamilies())
      if (family.some((entry) => going[entry] === 0)) for (const entry of family) going[entry] = 0;
  }

  /**
   * Databases of the plan with their journals, which stay together: a journal that goes takes messages with it, and a
   * database without its own may not open.
   */
  private databaseFamilies(): readonly (readonly number[])[] {
    if (this.families !== null) return this.families;
    const { plan, sorted } = this;
    const found = new Map<string, number[]>();
    const isOfDatabase = sorted.cells.map(({ kind }) => kind === 'database');
    const keyOf = (entry: number, folder: number): string =>
      // a disk may know no case; elsewhere this keeps more
      `${folder}/${databaseOf(plan.entries.nameOf(entry)).toLowerCase()}`;
    const hasDatabase = new Uint8Array(plan.folderCount);
    plan.eachEntry((entry, folder) => {
      if (isOfDatabase[sorted.cellOf[entry] ?? 0] !== true) return;
      hasDatabase[folder] = 1;
      found.set(keyOf(entry, folder), []);
    });
    // a second pass, for its other files may be of another kind
    plan.eachEntry((entry, folder) => {
      if (hasDatabase[folder] === 1) found.get(keyOf(entry, folder))?.push(entry);
    });
    this.families = [...found.values()].filter(({ length }) => length > 1);
    return this.families;
  }

  private addEntries(
    rows: readonly (Sum | null)[],
    where: EntryFilter,
    choices: readonly PlanChoice[],
  ): void {
    const { plan, sorted } = this;
    const going = this.going(choices);
    const { allocated: freed } = reduceLinks(
      plan.linked,
      (entry) => going[entry] !== 1,
      (entry) => plan.allocatedOf(entry),
      plan.entryCount,
    );
    this.eachFitting(where, (entry) => {
      const row = rows[sorted.cellOf[entry] ?? 0];
      if (row === null || row === undefined) return;
      const bytes = plan.bytesOf(entry);
      const allocated = plan.allocatedOf(entry);
      row.newest = Math.max(row.newest, plan.entries.mtimeOf(entry));
      addTo(row, 1, bytes, allocated);
      if (going[entry] === 1) addTo(row.goes, 1, bytes, freed.get(entry) ?? allocated);
    });
  }
}

function addTo(sum: Writable<Amount>, files: number, bytes: number, allocated: number): void {
  sum.files += files;
  sum.bytes += bytes;
  sum.allocated += allocated;
}

/** Kept as long as their plan is in memory. */
const queries = new WeakMap<FrozenPlan, PlanQueries>();

function queriesOf(plan: FrozenPlan): PlanQueries {
  const known = queries.get(plan) ?? new PlanQueries(asTable(plan));
  queries.set(plan, known);
  return known;
}

/** Amounts by account, kind and name, and by month or by chat: of all that fits, and of what goes after the choices. */
export function planSums(
  plan: FrozenPlan,
  by: 'month' | 'chat',
  where: EntryFilter = {},
  choices: readonly PlanChoice[] = [],
): readonly PlanSum[] {
  return queriesOf(plan).sums(by, where, choices);
}

/** A page of the entries that fit. */
export function planEntries(plan: FrozenPlan, query: EntriesQuery): PlanEntriesPage {
  return queriesOf(plan).page(query);
}

/** Changes `going`, by entry 1 = it goes: a database and its journals stay where one of them stays. */
export function keepFamilies(plan: FrozenPlan, going: Uint8Array): void {
  queriesOf(plan).keepFamilies(going);
}

/** By entry: 1 = it goes after the choices. */
export function goingEntries(plan: FrozenPlan, choices: readonly PlanChoice[]): Uint8Array {
  return queriesOf(plan).going(choices);
}
