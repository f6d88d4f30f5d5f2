import { expect, test } from 'vitest';
import { every, paced } from './pacing.ts';
import { ManualTime } from './testing/manual-time.ts';

test('many requests are one run after the delay, and the next run keeps the gap', () => {
  const time = new ManualTime();
  const runs: number[] = [];
  const work = paced(() => void runs.push(time.elapsed()), { timers: time, delayMs: 200, gapMs: 500 });
  work.request();
  work.request();
  time.advance(1_000);
  expect(runs).toEqual([200]);
  work.request();
  time.advance(250);
  work.request();
  time.advance(1_000);
  expect(runs).toEqual([200, 1_200, 1_700]);
});

test('a request during asynchronous work is a second run, never at the same time', async () => {
  const time = new ManualTime();
  const ends: (() => void)[] = [];
  const work = paced(() => new Promise<void>((resolve) => ends.push(resolve)), {
    timers: time,
    delayMs: 100,
    gapMs: 2_000,
  });
  work.request();
  time.advance(100);
  work.request();
  time.advance(60_000);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  time.advance(1_999);
  expect(ends).toHaveLength(1);
  time.advance(1);
  expect(ends).toHaveLength(2);
});

test('nothing runs after the end', () => {
  const time = new ManualTime();
  const runs: string[] = [];
  const work = paced(() => void runs.push('work'), { timers: time, delayMs: 100, gapMs: 0 });
  const stop = every(time, 1_000, () => runs.push('turn'));
  time.advance(2_500);
  work.request();
  work.close();
  stop();
  time.advance(10_000);
  expect(runs).toEqual(['turn', 'turn']);
  expect(time.waits()).toEqual([]);
});
