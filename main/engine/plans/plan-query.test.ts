import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatOf, kindOf, kinds, ownNameOf, ownNames } from '../../../app/cleanup/kinds.ts';
import { databaseOf } from '../../../app/cleanup/protected.ts';
import { createMonthOf, monthName } from '../../../app/cleanup/months.ts';
import type { EntryFilter, PlanChoice, PlanSum } from '../../../app/contract/plan-entries.ts';
import type { PlanGroup } from '../../../app/contract/plans.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import { fits, goes } from '../../../app/wizard/choices.ts';
import type { EntryFacts } from '../../../app/wizard/choices.ts';
import { excludeEntries } from '../planning/reduce-plan.ts';
import { sumOf } from '../planning/scan.ts';
import { samplePlan } from '../planning/testing/sample-plan.ts';
import type { FrozenPlan, LinkedEntries } from './frozen-plan.ts';
import { createPlanBuilder } from './plan-columns.ts';
import { planEntries, planSums } from './plan-query.ts';

const rows = [
  { accountId: 'a1', location: 'W4-08', category: 'media' },
  { accountId: 'a1', location: 'W4-06', category: 'media' },
  { accountId: 'a2', location: 'W4-08', category: 'media' },
  { accountId: 'a2', location: 'W4-03', category: 'logs' },
  { accountId: null, location: null, category: 'other' },
  { accountId: 'a1', location: 'W4-12', category: 'database' },
] as const;
const folders = [
  ['wxid_a', 'msg', 'attach', 'c1', '2026-10', 'Img'],
  ['wxid_a', 'msg', 'attach', 'c2', '2026-10', 'Img'],
  ['wxid_a', 'temp'],
];
const times = [Date.UTC(2026, 8, 10), Date.UTC(2026, 9, 10), Date.UTC(2026, 9, 20), -1, Number.NaN];
const names = ['IMG_1.jpg', 'img_2.JPG', '报告.pdf', '\udcff.dat', 'm.db', 'm.db-wal', 'm.db-SHM'];

interface Drawn {
  readonly group: number;
  readonly folder: number;
  readonly name: number;
  readonly bytes: number;
  readonly time: number;
}
const drawn: fc.Arbitrary<readonly Drawn[]> = fc.array(
  fc.record({
    group: fc.nat({ max: rows.length - 1 }),
    folder: fc.nat({ max: folders.length - 1 }),
    name: fc.nat({ max: names.length - 1 }),
    bytes: fc.oneof(fc.nat({ max: 9 }), fc.constantFrom(2 ** 33, 2 ** 45)),
    time: fc.nat({ max: times.length - 1 }),
  }),
  { maxLength: 40 },
);

/** The plan of some entries. Every third file has a second name in it when `linked`. */
function planOf(entries: readonly Drawn[], linked: boolean): FrozenPlan {
  const sorted = entries.toSorted((a, b) => a.group - b.group || a.folder - b.folder);
  const builder = createPlanBuilder(folders.length, sorted.length);
  for (const [index, segments] of folders.entries())
    builder.addFolder({
      root: 0,
      segments,
      ino: BigInt(index + 1),
      removable: true,
      mtimeMs: 1,
      complete: true,
    });
  const together = linked && sorted.length > 2 ? [[0, sorted.length - 1]] : [];
  const links: LinkedEntries = { elsewhere: [], together };
  for (const [index, { group, folder, name, bytes, time }] of sorted.entries())
    builder.addEntry({
      // several databases in a folder, so that each has its own journals
      ...{ group, folder, name: `${index % (name > 3 ? 2 : 1e9)}-${names[name] ?? ''}`, kind: 'file', bytes },
      ...{ allocated: together.flat().slice(0, 1).includes(index) ? 0 : bytes, mtimeMs: times[time] ?? 0 },
      ino: BigInt(index),
    });
  const groups = rows.flatMap((row, id): PlanGroup[] => {
    const own = sorted.flatMap((entry, index) => (entry.group === id ? [{ entry, index }] : []));
    const amount = sumOf(
      own.map(({ entry: { bytes }, index }) => ({
        ...{ files: 1, bytes, allocated: together.flat().slice(0, 1).includes(index) ? 0 : bytes },
      })),
    );
    const judged = { recoverability: 'none', risk: 'irreversible', confidence: 'A' } as const;
    return own.length === 0 ? [] : [{ id, rootId: 'root-1', ...row, ...judged, ...amount }];
  });
  const view = { ...samplePlan('p-1').view, groups, total: sumOf(groups), kept: [] };
  const roots = [{ id: 'root-1', realPath: '/x/root', identity: { dev: 5n, ino: 7n } }];
  return builder.build(view, roots, links);
}

/** The slow and plain way to know everything of an entry. */
function factsOf(plan: FrozenPlan, index: number): EntryFacts {
  const { folder, group, name, mtimeMs } = plan.entry(index);
  const { segments } = plan.folder(folder);
  const { rootId, accountId, location, category } = plan.view.groups.find(({ id }) => id === group)!;
  return {
    ...{ rootId, accountId, location, category, kind: kindOf[category], ownName: ownNameOf(location) },
    month: monthName(createMonthOf()(mtimeMs)),
    chat: chatOf(location, segments),
    ...{ path: [...segments, name].join('/'), mtime: mtimeMs },
  };
}

const all = (plan: FrozenPlan): readonly { id: number; facts: EntryFacts }[] =>
  Array.from({ length: plan.entryCount }, (_, id) => ({ id, facts: factsOf(plan, id) }));

/** The entries that go after the choices; a database and its journals only together. */
function going(plan: FrozenPlan, choices: readonly PlanChoice[]): ReadonlySet<number> {
  const entries = all(plan);
  const family = ({ facts }: (typeof entries)[number]): string => databaseOf(facts.path).toLowerCase();
  const ofDatabases = new Set(entries.filter(({ facts }) => facts.kind === 'database').map(family));
  const staying = entries.filter(({ facts }) => !goes(choices, facts)).map(family);
  const held = new Set(staying.filter((one) => ofDatabases.has(one)));
  return new Set(
    entries.filter((one) => goes(choices, one.facts) && !held.has(family(one))).map(({ id }) => id),
  );
}

/** One to three conditions, mostly taken from an entry of the plan, so that few filters fit nothing. */
const filter = (plan: FrozenPlan): fc.Arbitrary<EntryFilter> => {
  const facts = all(plan).map((entry) => entry.facts);
  if (facts.length === 0) return fc.constant({});
  const times = fc.constantFrom(Date.UTC(2026, 9, 15), 0).map((before) => ({ before }));
  const texts = fc.constantFrom('img', '报', '.jpg').map((text) => ({ text }));
  const ofKind = fc.constantFrom(...kinds).map((kind) => ({ kind }));
  const named = fc.constantFrom(...ownNames, null).map((ownName) => ({ ownName }));
  const keys = fc.constantFrom(
    ...(['rootId', 'accountId', 'location', 'category', 'kind', 'month', 'chat', 'path'] as const),
  );
  const parts = fc.constantFrom(...facts).chain((one) => {
    const own = keys.map((key): EntryFilter => ({ [key]: one[key] }));
    return fc.array(fc.oneof({ weight: 4, arbitrary: own }, times, texts, ofKind, named), { maxLength: 3 });
  });
  return parts.map((list) => Object.assign({}, ...list) as EntryFilter);
};
const situation = fc.tuple(drawn, fc.boolean()).chain(([entries, linked]) => {
  const plan = planOf(entries, linked);
  const choice: fc.Arbitrary<PlanChoice> = fc.record({ goes: fc.boolean(), what: filter(plan) });
  return fc.tuple(fc.constant(plan), filter(plan), fc.array(choice, { maxLength: 5 }));
});

const amount = ({ files, bytes, allocated }: Amount): Amount => ({ files, bytes, allocated });

describe('the preview of a plan', () => {
  it('sums to the plan, by month and by chat, and what goes to the smaller plan', () => {
    fc.assert(
      fc.property(situation, ([plan, , choices]) => {
        for (const by of ['month', 'chat'] as const) {
          const sums = planSums(plan, by, {}, choices);
          expect(sumOf(sums.map(amount))).toEqual(amount(plan.view.total));
          const smaller = excludeEntries(plan, [], [], 'p-2', choices).view;
          expect(sumOf(sums.map((sum) => sum.goes))).toEqual(amount(smaller.total));
        }
      }),
    );
  });

  it('shows for each account, kind, name, month and chat exactly its entries', () => {
    fc.assert(
      fc.property(situation, ([plan, where, choices]) => {
        for (const by of ['month', 'chat'] as const)
          for (const sum of planSums(plan, by, where, choices)) {
            const { accountId, kind, ownName } = sum;
            const split = by === 'month' ? { month: sum.month! } : { chat: sum.chat };
            const own = all(plan).filter(
              ({ facts }) => fits(where, facts) && fits({ accountId, kind, ownName, ...split }, facts),
            );
            const left = going(plan, choices);
            const gone = own.filter(({ id }) => left.has(id));
            const bytes = (of: typeof own): number => of.reduce((n, { id }) => n + plan.entry(id).bytes, 0);
            expect({ files: sum.files, bytes: sum.bytes }).toEqual({ files: own.length, bytes: bytes(own) });
            expect(sum.goes.files).toBe(gone.length);
            expect(sum.goes.bytes).toBe(bytes(gone));
          }
      }),
    );
  });

  it('leaves out exactly the entries that the choices keep, and never adds one', () => {
    fc.assert(
      fc.property(situation, ([plan, , choices]) => {
        const smaller = excludeEntries(plan, [], [], 'p-2', choices);
        const paths = Array.from({ length: smaller.entryCount }, (_, id) => smaller.pathOf(id));
        expect(paths).toEqual([...going(plan, choices)].map((id) => plan.pathOf(id)));
      }),
    );
  });

  it('lists page by page what fits, each entry once, the largest first where asked', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 1, max: 7 }), ([plan, where, choices], limit) => {
        const left = going(plan, choices);
        const fitting = all(plan).filter(({ facts }) => fits(where, facts));
        for (const order of ['plan', 'size'] as const) {
          const listed = Array.from({ length: Math.ceil(fitting.length / limit) + 1 }, (_, page) =>
            planEntries(plan, { where, choices, order, offset: page * limit, limit }),
          );
          expect(listed.every(({ total }) => total === fitting.length)).toBe(true);
          const entries = listed.flatMap((page) => page.entries);
          const sizes = (id: number): number => plan.entry(id).bytes;
          const sorted =
            order === 'plan' ? fitting : fitting.toSorted((a, b) => sizes(b.id) - sizes(a.id) || a.id - b.id);
          expect(entries.map(({ id, path, goes: go }) => ({ id, path, go }))).toEqual(
            sorted.map(({ id, facts }) => ({ id, path: facts.path, go: left.has(id) })),
          );
        }
      }),
    );
  });

  it('never takes a journal without its database, nor a database without its journal', () => {
    const entry = { group: 5, folder: 2, bytes: 5 };
    const plan = planOf(
      [
        { ...entry, name: 4, time: 0 },
        { ...entry, name: 0, time: 0 },
        { ...entry, name: 5, time: 1 },
      ],
      false,
    );
    const names = (what: EntryFilter): readonly string[] => {
      const choices = [
        { goes: false, what: {} },
        { goes: true, what },
      ];
      const smaller = excludeEntries(plan, [], [], 'p-2', choices);
      expect(sumOf(planSums(plan, 'month', {}, choices).map((sum) => sum.goes)).files).toBe(
        smaller.entryCount,
      );
      return Array.from({ length: smaller.entryCount }, (_, id) => smaller.entry(id).name);
    };
    const withoutJournal = excludeEntries(plan, [], [2], 'p-2');
    expect(plan.entry(2).name).toBe('0-m.db-wal');
    expect(
      Array.from({ length: withoutJournal.entryCount }, (_, id) => withoutJournal.entry(id).name),
    ).toEqual(['1-IMG_1.jpg']);
    expect(names({ path: 'wxid_a/temp/0-m.db-wal' })).toEqual([]);
    expect(names({ path: 'wxid_a/temp/0-m.db' })).toEqual([]);
    expect(names({ month: '2026-10' })).toEqual([]);
    expect(names({ kind: 'database' })).toEqual(['0-m.db', '1-IMG_1.jpg', '0-m.db-wal']);
  });

  it('keeps a database with its journal also where they are of two kinds', () => {
    const entry = { folder: 2, bytes: 5, time: 0 };
    const plan = planOf(
      [
        { ...entry, group: 0, name: 4 },
        { ...entry, group: 1, name: 0 },
        { ...entry, group: 5, name: 5 },
      ],
      false,
    );
    for (const kind of ['database', 'media'] as const) {
      const smaller = excludeEntries(plan, [], [], 'p-2', [{ goes: false, what: { kind } }]);
      const paths = Array.from({ length: smaller.entryCount }, (_, id) => smaller.pathOf(id));
      expect(paths.filter((path) => path.includes('m.db'))).toEqual([]);
    }
  });

  it('refuses the number of a group that the plan has not', () => {
    const query = { where: {}, choices: [], order: 'plan', offset: 0, limit: 5 } as const;
    expect(() => planEntries(samplePlan('p-1'), { ...query, groupId: 99 })).toThrow('invalid-input');
  });

  it('shows by chat which files no folder gives to a chat', () => {
    const entry = { group: 0, name: 0, bytes: 5, time: 1 };
    const plan = planOf(
      [
        { ...entry, folder: 0 },
        { ...entry, folder: 1 },
        { ...entry, folder: 2 },
      ],
      false,
    );
    const chats = planSums(plan, 'chat', { kind: 'media' }).map(({ chat, files }: PlanSum) => [chat, files]);
    expect(chats).toEqual([
      ['c1', 1],
      ['c2', 1],
      [null, 1],
    ]);
  });
});
