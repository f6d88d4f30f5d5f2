import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clock, makeFolder } from '../removal/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { ListedBatch } from './list-batches.ts';
import { withExpiry } from './list-batches.ts';
import { isClockTrusted, overdue } from './retention.ts';

const day = 86_400_000;
const now = 1_800_000_000_000;

function batch(
  id: string,
  ageInDays: number,
  bytes = 10,
  state: ListedBatch['state'] = 'whole',
): ListedBatch {
  const amount = { files: 1, bytes, allocated: bytes };
  return { id, runId: id, at: now - ageInDays * day, items: 1, accounts: [], roots: [], state, ...amount };
}

const month = { quarantineDays: 30, quarantineBytes: null };

test('by age: what is older goes, oldest first, never the newest', () => {
  const batches = [batch('q-a', 31), batch('q-b', 40), batch('q-c', 400)];
  expect(overdue(batches, month, now, true)).toEqual(['q-c', 'q-b']);
  expect(overdue([batch('q-a', 29), batch('q-b', 30), batch('q-c', 30.01)], month, now, true)).toEqual([
    'q-c',
  ]);
  expect(overdue(batches, { ...month, quarantineDays: null }, now, true)).toEqual([]);
});

test('by size: the oldest go until the rest fits, never the newest, however big', () => {
  const batches = [batch('q-a', 1, 100), batch('q-b', 2, 50), batch('q-c', 3, 30), batch('q-d', 4, 5)];
  const most = (bytes: number) =>
    overdue(batches, { quarantineDays: null, quarantineBytes: bytes }, now, false);
  expect(most(185)).toEqual([]);
  expect(most(184)).toEqual(['q-d']);
  expect(most(150)).toEqual(['q-d', 'q-c']);
  expect(most(1)).toEqual(['q-d', 'q-c', 'q-b']);
});

test('what goes by age is not counted when the rest is measured', () => {
  const batches = [batch('q-a', 1, 100), batch('q-b', 2, 50), batch('q-c', 99, 500)];
  expect(overdue(batches, { quarantineDays: 30, quarantineBytes: 150 }, now, true)).toEqual(['q-c']);
});

test('damaged batches never go by themselves and are not the newest', () => {
  const batches = [batch('q-a', 50), batch('q-b', 60), batch('q-x', 900, 0, 'damaged')];
  expect(overdue(batches, { quarantineDays: 1, quarantineBytes: 1 }, now, true)).toEqual(['q-b']);
  expect(withExpiry(batches, 30, now).map((view) => view.expiresAt)).toEqual([
    null,
    now - 60 * day + 30 * day,
    null,
  ]);
});

test('batches from the future: none goes by age, and the newest real one stays too', () => {
  const batches = [batch('q-f', -500), batch('q-e', -400), batch('q-a', 100), batch('q-b', 200)];
  expect(overdue(batches, month, now, true)).toEqual(['q-b']);
  expect(overdue(batches, { quarantineDays: null, quarantineBytes: 1 }, now, true)).toEqual(['q-b', 'q-e']);
});

test('a clock that jumps is not believed until it has gone on evenly for days', async () => {
  const state = await openStateFolder(makeFolder('signoff-state-'), clock);
  const looks: [number, boolean][] = [
    [0, false],
    [1, false],
    [3.1, true],
    [4, true],
    [50 * 365, false],
    [50 * 365 + 1, false],
    [5, false],
    [6, false],
    [8.5, true],
    [7.5, false],
    [8, false],
    [11, true],
    [40, false],
    [44, true],
  ];
  for (const [days, trusted] of looks)
    expect([days, await isClockTrusted(state, now + days * day)]).toEqual([days, trusted]);
});

test('a damaged note of the clock is no reason to believe it', async () => {
  const path = makeFolder('signoff-state-');
  const state = await openStateFolder(path, clock);
  await state.writeJson(['quarantine-clock.json'], { last: 'x' });
  mkdirSync(join(path, 'quarantine'));
  expect(await isClockTrusted(state, now)).toBe(false);
});
