import { chatOf, kindOf, ownNameOf } from '../cleanup/kinds.ts';
import { createMonthOf, monthName } from '../cleanup/months.ts';
import type { EntryFilter, PlanChoice, PlanEntriesPage, PlanSum } from '../contract/plan-entries.ts';
import type { PlanGroup } from '../contract/plans.ts';
import { fits, goes } from '../wizard/choices.ts';
import type { EntryFacts } from '../wizard/choices.ts';

/** An entry of a plan as the fake invents it. */
export interface FakeEntry {
  readonly id: number;
  readonly group: number;
  readonly bytes: number;
  readonly facts: EntryFacts;
}

const monthOf = createMonthOf();
const receivedNames = ['年会彩排.mp4', '报价单.xlsx', '合同终稿.pdf', '旅行照片.zip', 'Meeting notes.docx'];

function pathOf({ location }: PlanGroup, folder: string, at: number, month: string): string {
  const hex = (at * 2_654_435_761).toString(16).padStart(12, '0').slice(0, 12);
  const chat = `${'9f3a07c15be2d846'[(at * at) % 13] ?? '0'}e10b72c4d98f1a35`;
  const places: Readonly<Record<string, string>> = {
    'W4-02': `temp/${hex}.tmp`,
    'W4-03': `apm_record/${hex}.log`,
    'W4-05': `business/xweb/profiles/${hex}.log`,
    'W4-06': `business/emoticon/persist/${hex}.gif`,
    'W4-07': `business/favorite/temp/${hex}.jpg`,
    'W4-08': `msg/attach/${chat}/${month}/Img/${hex}.dat`,
    'W4-10': `msg/file/${month}/${String(at)}-${receivedNames[at % receivedNames.length] ?? ''}`,
    'W4-12': `db_storage/message/message_${String(at)}.db`,
    none: `newthing/${hex}`,
    'W4-15': 'all_users/config/global_config',
    'W4-16': `all_users/login/${folder}/key_info.db`,
  };
  const place = places[location ?? 'none'] ?? `cache/${month}/Message/${hex}/Thumb/${String(at)}.jpg`;
  return place.startsWith('all_users') ? `${place}${at === 0 ? '' : `.${String(at)}`}` : `${folder}/${place}`;
}

/** Invents the entries of these groups: seven months, some large files, and chats where the row tells them. */
export function fakeEntries(
  groups: readonly PlanGroup[],
  folderOf: (group: PlanGroup) => string,
): readonly FakeEntry[] {
  return groups.flatMap((group, number) => {
    let rest = group.bytes;
    return Array.from({ length: group.files }, (_, at): FakeEntry => {
      const mtime = Date.UTC(2026, 10 - (at % 7), 1 + (at % 27), 4);
      const month = monthName(monthOf(mtime));
      const path = pathOf(group, folderOf(group), at, month);
      const share = Math.round((group.bytes / group.files) * (0.1 + 1.8 * (((at * 37) % 101) / 100)));
      const bytes = at === group.files - 1 ? rest : Math.min(rest, share);
      rest -= bytes;
      const { rootId, accountId, location, category } = group;
      const facts: EntryFacts = {
        ...{ rootId, accountId, location, category, kind: kindOf[category], ownName: ownNameOf(location) },
        ...{ month, chat: chatOf(location, path.split('/')), path, mtime },
      };
      return { id: number * 100_000 + at, group: group.id, bytes, facts };
    });
  });
}

function add(sum: { files: number; bytes: number; allocated: number }, bytes: number): void {
  sum.files += 1;
  sum.bytes += bytes;
  sum.allocated += bytes;
}

export function fakeSums(
  entries: readonly FakeEntry[],
  by: 'month' | 'chat',
  where: EntryFilter,
  choices: readonly PlanChoice[],
): readonly PlanSum[] {
  const none = (): { files: number; bytes: number; allocated: number } => ({
    files: 0,
    bytes: 0,
    allocated: 0,
  });
  const rows = new Map<
    string,
    Omit<PlanSum, 'goes' | 'newest'> &
      ReturnType<typeof none> & { newest: number; goes: ReturnType<typeof none> }
  >();
  for (const { facts, bytes } of entries) {
    if (!fits(where, facts)) continue;
    const { accountId, kind, ownName, mtime } = facts;
    const split = by === 'month' ? { month: facts.month, chat: null } : { month: null, chat: facts.chat };
    const key = JSON.stringify([accountId, kind, ownName, split]);
    const row = rows.get(key) ?? { accountId, kind, ownName, ...split, newest: 0, ...none(), goes: none() };
    rows.set(key, row);
    row.newest = Math.max(row.newest, mtime);
    add(row, bytes);
    if (goes(choices, facts)) add(row.goes, bytes);
  }
  return [...rows.values()];
}

export function fakePage(
  planId: string,
  entries: readonly FakeEntry[],
  query: {
    readonly groupId?: number | undefined;
    readonly where: EntryFilter;
    readonly choices: readonly PlanChoice[];
    readonly order: 'plan' | 'size';
    readonly offset: number;
    readonly limit: number;
  },
): PlanEntriesPage {
  const { groupId, where, choices, order, offset, limit } = query;
  const fitting = entries.filter(
    ({ group, facts }) => (groupId === undefined || group === groupId) && fits(where, facts),
  );
  if (order === 'size') fitting.sort((a, b) => b.bytes - a.bytes || a.id - b.id);
  return {
    planId,
    total: fitting.length,
    offset,
    entries: fitting.slice(offset, offset + limit).map(({ id, bytes, facts }) => ({
      ...{ id, rootId: facts.rootId, path: facts.path, bytes, mtime: facts.mtime },
      goes: goes(choices, facts),
    })),
  };
}

/** The groups without what the choices, groups and single entries leave out. */
export function fakeGroups(
  groups: readonly PlanGroup[],
  entries: readonly FakeEntry[],
  out: {
    readonly groups: readonly number[];
    readonly entries: readonly number[];
    readonly choices: readonly PlanChoice[];
  },
): PlanGroup[] {
  return groups.flatMap((group) => {
    const left = entries.filter(
      (entry) =>
        entry.group === group.id &&
        !out.groups.includes(group.id) &&
        !out.entries.includes(entry.id) &&
        goes(out.choices, entry.facts),
    );
    const bytes = left.reduce((sum, entry) => sum + entry.bytes, 0);
    return left.length === 0 ? [] : [{ ...group, files: left.length, bytes, allocated: bytes }];
  });
}
