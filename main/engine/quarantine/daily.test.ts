import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDaily } from './retention.ts';
import type { Daily } from './retention.ts';

const hour = 3_600_000;
let now: number;
let runTimes: number[];
let errors: unknown[];
let daily: Daily;
let work: (signal: AbortSignal) => Promise<unknown>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  now = 1_800_000_000_000;
  runTimes = [];
  errors = [];
  work = () => Promise.resolve();
  daily = createDaily(
    { now: () => now },
    (signal) => {
      runTimes.push(now);
      return work(signal);
    },
    (error) => errors.push(error),
  );
});
afterEach(() => vi.useRealTimers());

/** Advances the clock hour by hour while the computer is on. */
async function passHours(hours: number): Promise<void> {
  for (let hoursGone = 0; hoursGone < hours; hoursGone += 1) {
    now += hour;
    await vi.advanceTimersByTimeAsync(hour);
  }
}

test('an open host does the work at its start and then once a day', async () => {
  const start = now;
  await daily.begin();
  await passHours(24 * 30);
  expect(runTimes).toEqual(Array.from({ length: 31 }, (_none, day) => start + day * 24 * hour));
});

test('a host that never began does no work', async () => {
  await passHours(72);
  expect(runTimes).toEqual([]);
});

test('after days of sleep the work runs once, at the next hour', async () => {
  await daily.begin();
  now += 5 * 24 * hour;
  await passHours(2);
  expect(runTimes).toHaveLength(2);
});

test('after the clock went back the work runs at the next hour', async () => {
  await daily.begin();
  now -= 30 * 24 * hour;
  await passHours(3);
  expect(runTimes).toHaveLength(2);
});

test('a failed run is reported and retried the next day', async () => {
  work = () => Promise.reject(new Error('no'));
  await daily.begin();
  await passHours(24);
  expect(runTimes).toHaveLength(2);
  expect(errors).toEqual([new Error('no'), new Error('no')]);
});

test('stop aborts and awaits the current work, and leaves no timer', async () => {
  let isOver = false;
  work = (signal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        isOver = true;
        resolve();
      });
    });
  const begun = daily.begin();
  await vi.advanceTimersByTimeAsync(0);
  await daily.stop();
  expect(isOver).toBe(true);
  await begun;
  expect(vi.getTimerCount()).toBe(0);
  await passHours(48);
  await daily.begin();
  expect(runTimes).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
