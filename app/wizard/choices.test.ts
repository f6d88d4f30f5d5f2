import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryFilter, PlanChoice } from '../contract/plan-entries.ts';
import { choose, fits, goes } from './choices.ts';
import type { EntryFacts } from './choices.ts';

const accountId = fc.constantFrom('a1', 'a2', null);
const kind = fc.constantFrom('cache' as const, 'media' as const);
const month = fc.constantFrom('2026-09', '2026-10');
const chat = fc.constantFrom('c1', 'c2', null);
const path = fc.constantFrom('x/IMG_1.jpg', 'x/img_2.jpg', 'y/notes.txt');
const mtime = fc.integer({ min: 0, max: 4 });

const facts: fc.Arbitrary<EntryFacts> = fc.record({
  rootId: fc.constant('r1'),
  location: fc.constant('W4-08'),
  category: fc.constant('media' as const),
  ownName: fc.constant(null),
  ...{ accountId, kind, month, chat, path, mtime },
});
const what: fc.Arbitrary<EntryFilter> = fc.record(
  { accountId, kind, month, chat, path, before: mtime, text: fc.constantFrom('img', 'IMG_1', 'txt') },
  { requiredKeys: [] },
);
const choice: fc.Arbitrary<PlanChoice> = fc.record({ goes: fc.boolean(), what });

describe('choices in the preview', () => {
  it('each hold for exactly the entries that they mean, until a later one says otherwise', () => {
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 8 }), choice, facts, (earlier, next, entry) => {
        const before = earlier.reduce(choose, []);
        const after = choose(before, next);
        expect(goes(after, entry)).toBe(fits(next.what, entry) ? next.goes : goes(before, entry));
      }),
      { numRuns: 2000 },
    );
  });

  it('are all taken back by one that takes everything in again', () => {
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 8 }), (earlier) => {
        expect(choose(earlier.reduce(choose, []), { goes: true, what: {} })).toEqual([]);
      }),
    );
  });

  it('leave nothing behind when the same tick is set again', () => {
    const out = (where: EntryFilter): PlanChoice => ({ goes: false, what: where });
    const media = { accountId: 'a1', kind: 'media' } as const;
    const october = { ...media, month: '2026-10' };
    const file = { rootId: 'r1', path: 'x/IMG_1.jpg' };
    for (const where of [media, october, file])
      expect([out(where), { goes: true, what: where }].reduce(choose, [])).toEqual([]);
    expect(
      [out(october), out({ ...media, month: '2026-09' }), { goes: true, what: october }].reduce(choose, []),
    ).toEqual([out({ ...media, month: '2026-09' })]);
  });

  it('never mean an entry by an upper case letter more or less', () => {
    const entry = { ...({} as EntryFacts), path: 'IMG/Report.PDF', mtime: 1 };
    expect(fits({ text: 'report.pdf' }, entry)).toBe(true);
    // a folder’s name is no file’s name
    expect(fits({ text: 'img' }, entry)).toBe(false);
  });
});
