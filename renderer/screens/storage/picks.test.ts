import { expect, it } from 'vitest';
import type { UsageCell, UsageFile } from '../../../app/contract/usage.ts';
import { choose } from '../../../app/wizard/choices.ts';
import { isFilePicked, nothingPicked, pickedOf, stateOf } from './picks.ts';

const cell = (accountId: string | null, category: UsageCell['category'], month: string): UsageCell => ({
  ...{ rootId: 'r', accountId, category, month },
  ...{ files: 10, bytes: 1000, allocated: 1000 },
});
const cells = [
  cell('a', 'media', '2026-09'),
  cell('a', 'media', '2026-10'),
  cell('a', 'backup', '2026-10'),
  cell('b', 'media', '2026-10'),
  cell(null, 'cache', '2026-10'),
];
const file: UsageFile = {
  ...{ rootId: 'r', accountId: 'a', category: 'media', path: 'x/video.mp4' },
  ...{ bytes: 400, allocated: 400, mtime: new Date(2026, 9, 5).getTime() },
};
const media = { accountId: 'a', kind: 'media' } as const;

it('nothing is picked at first', () => {
  expect(pickedOf(nothingPicked, cells, [file])).toEqual({
    ...{ files: 0, bytes: 0, accounts: [], withBackups: false },
  });
});

it('a kind is picked with all its months, and a month of it can be given back', () => {
  const all = choose(nothingPicked, { what: media, goes: true });
  expect(stateOf(all, cells.slice(0, 2), [])).toBe('all');
  expect(pickedOf(all, cells, [file])).toMatchObject({ files: 20, bytes: 2000, accounts: ['a'] });
  const less = choose(all, { what: { ...media, month: '2026-09' }, goes: false });
  expect(stateOf(less, cells.slice(0, 2), [])).toBe('some');
  expect(stateOf(less, cells.slice(0, 1), [])).toBe('none');
  expect(pickedOf(less, cells, [file])).toMatchObject({ files: 10, bytes: 1000 });
});

it('a single file counts once, within what is picked and beside it', () => {
  const one = choose(nothingPicked, { what: { rootId: 'r', path: 'x/video.mp4' }, goes: true });
  expect(isFilePicked(one, file)).toBe(true);
  expect(pickedOf(one, cells, [file])).toMatchObject({ files: 1, bytes: 400, accounts: ['a'] });
  expect(stateOf(one, cells.slice(0, 2), [file])).toBe('some');
  const both = choose(one, { what: media, goes: true });
  expect(pickedOf(both, cells, [file])).toMatchObject({ files: 20, bytes: 2000 });
  const without = choose(both, { what: { rootId: 'r', path: 'x/video.mp4' }, goes: false });
  expect(pickedOf(without, cells, [file])).toMatchObject({ files: 19, bytes: 1600 });
  expect(stateOf(without, cells.slice(0, 2), [file])).toBe('some');
  expect(stateOf(both, cells.slice(0, 2), [file])).toBe('all');
});

it('names the months before a time, and phone backups', () => {
  const before = new Date(2026, 9, 1).getTime();
  const older = choose(nothingPicked, { what: { ...media, before }, goes: true });
  expect([stateOf(older, cells.slice(0, 1), []), stateOf(older, cells.slice(1, 2), [])]).toEqual([
    'all',
    'none',
  ]);
  const backups = choose(nothingPicked, { what: { accountId: 'a', kind: 'backup' }, goes: true });
  expect(pickedOf(backups, cells, [])).toMatchObject({ withBackups: true, accounts: ['a'] });
});
