import { kindOf, kinds } from '../../../app/cleanup/kinds.ts';
import type { Kind } from '../../../app/cleanup/kinds.ts';
import type { EntryFilter } from '../../../app/contract/plan-entries.ts';
import type { UsageCell } from '../../../app/contract/usage.ts';

/** One coloured area of the map: a kind of data of an account, or one month of it. */
export interface Tile {
  readonly id: string;
  readonly kind: Kind;
  /** null: all months */
  readonly month: string | null;
  /** this tile stands for `month` and all before it */
  readonly older: boolean;
  readonly bytes: number;
  readonly cells: readonly UsageCell[];
  /** its files as a plan would name them */
  readonly what: EntryFilter;
}

/** What belongs together on the map: an account or a shared place, within one a kind, or all the small ones. */
export interface Group {
  /** also its address behind `#/storage/` */
  readonly id: string;
  /** null: a place that several accounts share, or the small ones */
  readonly accountId: string | null;
  /** null: the small ones */
  readonly rootId: string | null;
  /** null: all kinds */
  readonly kind: Kind | null;
  readonly bytes: number;
  readonly tiles: readonly Tile[];
}

/** The group of all accounts that would be too small beside the others. */
export const smallOnes = 'small';
const mostGroups = 24;
const mostMonths = 12;

const sumOf = (cells: readonly { readonly bytes: number }[]): number =>
  cells.reduce((sum, { bytes }) => sum + bytes, 0);

function grouped<Key>(cells: readonly UsageCell[], keyOf: (cell: UsageCell) => Key): Map<Key, UsageCell[]> {
  const found = new Map<Key, UsageCell[]>();
  for (const cell of cells) {
    const key = keyOf(cell);
    const known = found.get(key);
    if (known === undefined) found.set(key, [cell]);
    else known.push(cell);
  }
  return found;
}

/** A shared place has an id that is no account's. */
function ownerOf({ accountId, rootId }: UsageCell): string {
  return accountId ?? `place-${rootId}`;
}

/** Where an owner's files are, as a filter says it. */
function whereOf(cell: UsageCell): EntryFilter {
  return cell.accountId === null ? { rootId: cell.rootId, accountId: null } : { accountId: cell.accountId };
}

function ofKinds(cells: readonly UsageCell[]): readonly (readonly [Kind, readonly UsageCell[]])[] {
  const found = grouped(cells, ({ category }) => kindOf[category]);
  return kinds.flatMap((kind) => {
    const own = found.get(kind);
    return own === undefined || sumOf(own) === 0 ? [] : [[kind, own] as const];
  });
}

function largestFirst<Item extends { readonly bytes: number }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => b.bytes - a.bytes);
}

function accountGroup(id: string, cells: readonly UsageCell[]): Group[] {
  const [first] = cells;
  if (first === undefined || sumOf(cells) === 0) return [];
  const { accountId, rootId } = first;
  const tiles = ofKinds(cells).map(([kind, own]) => ({
    ...{ id: `${id}/${kind}`, kind, month: null, older: false, bytes: sumOf(own), cells: own },
    what: { ...whereOf(first), kind },
  }));
  return [{ id, accountId, rootId, kind: null, bytes: sumOf(cells), tiles }];
}

/** Every account and shared place, the largest first, each with its kinds. */
export function allGroups(cells: readonly UsageCell[]): readonly Group[] {
  return largestFirst([...grouped(cells, ownerOf)].flatMap(([id, own]) => accountGroup(id, own)));
}

/** The groups of the first map: the small ones are one group where there are too many. */
export function firstGroups(groups: readonly Group[]): readonly Group[] {
  if (groups.length <= mostGroups) return groups;
  const rest = groups.slice(mostGroups - 1);
  const small: Group = {
    ...{ id: smallOnes, accountId: null, rootId: null, kind: null, bytes: sumOf(rest) },
    tiles: [],
  };
  return [...groups.slice(0, mostGroups - 1), small];
}

/** The groups behind `smallOnes`. */
export function smallGroups(groups: readonly Group[]): readonly Group[] {
  return groups.length <= mostGroups ? [] : groups.slice(mostGroups - 1);
}

/** The start of a month `YYYY-MM` in local time, milliseconds since 1970. */
function startOf(month: string): number {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return new Date(year, number - 1, 1).getTime();
}

function monthAfter(month: string): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`;
}

/** The months of a kind, the newest first; what is older than those with a tile of their own is one tile. */
function monthTiles({ id, kind, cells, what }: Tile): readonly Tile[] {
  const months = [...grouped(cells, ({ month }) => month)]
    .filter(([, own]) => sumOf(own) > 0)
    .toSorted(([a], [b]) => (a < b ? 1 : -1));
  const tile = (month: string, own: readonly UsageCell[], older: boolean): Tile => ({
    ...{ id: `${id}/${older ? 'older' : month}`, kind, month, older, bytes: sumOf(own), cells: own },
    what: { ...what, ...(older ? { before: startOf(monthAfter(month)) } : { month }) },
  });
  const single = months.length <= mostMonths ? months : months.slice(0, mostMonths - 1);
  const rest = months.slice(single.length);
  const newestOfRest = rest[0]?.[0];
  return [
    ...single.map(([month, own]) => tile(month, own, false)),
    ...(newestOfRest === undefined
      ? []
      : [
          tile(
            newestOfRest,
            rest.flatMap(([, own]) => own),
            true,
          ),
        ]),
  ];
}

/** The kinds of one group as groups of their months. */
export function kindGroups({ accountId, rootId, tiles }: Group): readonly Group[] {
  return largestFirst(
    tiles.map((tile) => ({
      ...{ id: tile.id, accountId, rootId, kind: tile.kind, bytes: tile.bytes },
      tiles: largestFirst(monthTiles(tile)),
    })),
  );
}
