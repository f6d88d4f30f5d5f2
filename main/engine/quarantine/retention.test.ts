import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clock, makeFolder } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { ListedBatch } from './list-batches.ts';
import { withExpiry } from './list-batches.ts';
import { trustedTime, recordClock, batchesToPurge, readClock } from './retention.ts';
import type { ClockNote } from './retention.ts';

const day = 86_400_000;
const now = 1_800_000_000_000;

function batch(
  id: string,
  ageInDays: number,
  bytes = 10,
  state: ListedBatch['state'] = 'whole',
): ListedBatch {
  const amount = { files: 1, bytes: bytes * 7, allocated: bytes };
  return { id, runId: id, at: now - ageInDays * day, items: 1, accounts: [], roots: [], state, ...amount };
}

/** A trusted clock that saw each batch when it was created. */
function trustedClock(batches: readonly ListedBatch[]): ClockNote {
  const seen = Object.fromEntries(batches.map(({ id, at }) => [id, at]));
  return { looks: [now, now + 4 * day, now + 5 * day], seen };
}

const untrustedClock: ClockNote = { looks: [], seen: {} };

const month = { quarantineDays: 30, quarantineBytes: null };

test('age: older batches are purged, oldest first, never the newest', () => {
  const batches = [batch('q-a', 31), batch('q-b', 40), batch('q-c', 400)];
  const edge = [batch('q-a', 29), batch('q-b', 30), batch('q-c', 30.01)];
  expect(batchesToPurge(batches, month, now, trustedClock(batches))).toEqual(['q-c', 'q-b']);
  expect(batchesToPurge(edge, month, now, trustedClock(edge))).toEqual(['q-c']);
  expect(batchesToPurge(batches, { ...month, quarantineDays: null }, now, trustedClock(batches))).toEqual([]);
  expect(batchesToPurge(batches, month, now, untrustedClock)).toEqual([]);
});

test('size: the oldest batches are purged until the rest fits, never the newest, however big', () => {
  const batches = [batch('q-a', 1, 100), batch('q-b', 2, 50), batch('q-c', 3, 30), batch('q-d', 4, 5)];
  const most = (bytes: number) =>
    batchesToPurge(batches, { quarantineDays: null, quarantineBytes: bytes }, now, untrustedClock);
  expect(most(185)).toEqual([]);
  expect(most(184)).toEqual(['q-d']);
  expect(most(150)).toEqual(['q-d', 'q-c']);
  expect(most(1)).toEqual(['q-d', 'q-c', 'q-b']);
});

test('batches purged by age do not count towards the size limit', () => {
  const batches = [batch('q-a', 1, 100), batch('q-b', 2, 50), batch('q-c', 99, 500)];
  expect(
    batchesToPurge(batches, { quarantineDays: 30, quarantineBytes: 150 }, now, trustedClock(batches)),
  ).toEqual(['q-c']);
});

test('damaged batches never go by themselves and are not the newest', () => {
  const batches = [batch('q-a', 50), batch('q-b', 60), batch('q-x', 900, 0, 'damaged')];
  expect(
    batchesToPurge(batches, { quarantineDays: 1, quarantineBytes: 1 }, now, trustedClock(batches)),
  ).toEqual(['q-b']);
  expect(withExpiry(batches, 30, now).map((view) => view.expiresAt)).toEqual([
    null,
    now - 60 * day + 30 * day,
    null,
  ]);
});

test('batches from the future are not purged by age, and the newest real one stays too', () => {
  const batches = [batch('q-f', -500), batch('q-e', -400), batch('q-a', 100), batch('q-b', 200)];
  expect(batchesToPurge(batches, month, now, trustedClock(batches))).toEqual(['q-b']);
  expect(
    batchesToPurge(batches, { quarantineDays: null, quarantineBytes: 1 }, now, trustedClock(batches)),
  ).toEqual(['q-b', 'q-e']);
});

/** Observes the clock on these days. Returns the last day up to which ages were counted, or null. */
async function observeOn(days: readonly number[], ids: readonly string[] = []) {
  const state = await openStateFolder(makeFolder('signoff-state-'), clock);
  const believed: (number | null)[] = [];
  for (const at of days) {
    const time = trustedTime(await recordClock(state, now + at * day, ids));
    believed.push(time === null ? null : (time - now) / day);
  }
  const { seen } = await readClock(state);
  return { believed, seen: Object.fromEntries(ids.map((id) => [id, (seen[id]! - now) / day])) };
}

test('a time is trusted after two later observations and three days', async () => {
  expect((await observeOn([0, 1, 2, 3, 4])).believed).toEqual([null, null, null, 0, 1]);
  expect((await observeOn([0, 0.1, 0.2, 3, 3.1])).believed).toEqual([null, null, null, null, null]);
});

test('a clock observed every ten days is trusted too', async () => {
  expect((await observeOn([0, 10, 20, 30, 40])).believed).toEqual([null, null, 0, 10, 20]);
});

test('a single wrong observation never advances ages, and batches seen before it count from after it', async () => {
  for (const wrong of [20, 3_650, -3_650]) {
    const { believed, seen } = await observeOn([0, 1, 2, 3, 4, wrong, 5, 6], ['q-a']);
    expect(believed.slice(3)).toEqual([0, 1, wrong === 20 ? 3 : null, null, null]);
    expect(seen).toEqual({ 'q-a': 5 });
  }
});

test('a batch created while the clock was years behind ages only from when the clock is right', async () => {
  const days = [-9_000, 0, 1, 2, 3, 10, 20, 29, 30, 31, 32, 33, 34];
  const old = [batch('q-a', 1), batch('q-b', 9_000.5)];
  const state = await openStateFolder(makeFolder('signoff-state-'), clock);
  const goes = [];
  for (const at of days) {
    const note = await recordClock(state, now + at * day, ['q-a', 'q-b']);
    if (batchesToPurge(old, month, now + at * day, note).length > 0) goes.push(at);
  }
  expect(goes).toEqual([34]);
});

test('after two months without an observation each batch gets its full time again', async () => {
  expect((await observeOn([0, 59], ['q-a'])).seen).toEqual({ 'q-a': 0 });
  expect((await observeOn([0, 61], ['q-a'])).seen).toEqual({ 'q-a': 61 });
});

test('a clock corrected by hours has not jumped', async () => {
  expect((await observeOn([0, 1, 2, 3, 2.5, 4], ['q-a'])).believed).toEqual([null, null, null, 0, 0, 1]);
});

test('a damaged clock note makes no time trusted', async () => {
  const state = await openStateFolder(makeFolder('signoff-state-'), clock);
  writeFileSync(join(state.path, 'quarantine-clock.json'), '{"version":1,"looks":["x"],"seen":{}}');
  expect(trustedTime(await recordClock(state, now, []))).toBe(null);
  expect(state.asides()).toHaveLength(1);
});

test('the expiry date counts from when a batch was first seen, where that is later', () => {
  const batches = [batch('q-a', 1), batch('q-b', 20)];
  const expiry = (seen: Record<string, number>) =>
    withExpiry(batches, 30, now, seen).map(({ expiresAt }) => expiresAt);
  expect(expiry({})).toEqual([null, now + 10 * day]);
  expect(expiry({ 'q-b': now })).toEqual([null, now + 30 * day]);
});
