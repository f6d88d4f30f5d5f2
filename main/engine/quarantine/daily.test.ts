import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDaily } from './daily.ts';
import type { Daily } from './daily.ts';

const hour = 3_600_000;
let now: number;
let asked: number[];
let errors: unknown[];
let daily: Daily;
let work: (signal: AbortSignal) => Promise<unknown>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  now = 1_800_000_000_000;
  asked = [];
  errors = [];
  work = () => Promise.resolve();
  daily = createDaily(
    { now: () => now },
    (signal) => {
      asked.push(now);
      return work(signal);
    },
    (error) => errors.push(error),
  );
});
afterEach(() => vi.useRealTimers());

/** The computer is on for these hours. */
async function pass(hours: number): Promise<void> {
  for (let hoursGone = 0; hoursGone < hours; hoursGone += 1) {
    now += hour;
    await vi.advanceTimersByTimeAsync(hour);
  }
}

test('at the start, and then once a day for as long as the host is open', async () => {
  const start = now;
  await daily.begin();
  await pass(24 * 30);
  expect(asked).toEqual(Array.from({ length: 31 }, (_none, day) => start + day * 24 * hour));
});

test('nobody began it: nothing is done', async () => {
  await pass(72);
  expect(asked).toEqual([]);
});

test('after days of sleep it is done at the next hour, and once', async () => {
  await daily.begin();
  now += 5 * 24 * hour;
  await pass(2);
  expect(asked).toHaveLength(2);
});

test('a clock that went back is looked at at the next hour', async () => {
  await daily.begin();
  now -= 30 * 24 * hour;
  await pass(3);
  expect(asked).toHaveLength(2);
});

test('what fails is told and tried again the next day', async () => {
  work = () => Promise.reject(new Error('no'));
  await daily.begin();
  await pass(24);
  expect(asked).toHaveLength(2);
  expect(errors).toEqual([new Error('no'), new Error('no')]);
});

test('stopped: what is under way is told and waited for, and no timer is left', async () => {
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
  await pass(48);
  await daily.begin();
  expect(asked).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
