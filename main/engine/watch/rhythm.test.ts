import { describe, expect, test } from 'vitest';
import { createRhythm } from './rhythm.ts';
import type { Rhythm } from './rhythm.ts';

/** over a hundred thousand folders, and over a few thousand */
const sweepMs = 250;
const smallSweepMs = 25;
const beatMs = 500;

/** When a sweep that was signalled by then is due: it begins, takes its time, and finds nothing. */
function sweepInVain(rhythm: Rhythm, at: number): number {
  rhythm.began(at);
  rhythm.swept(sweepMs, 0, at);
  return at;
}

interface Beat {
  readonly at: number;
  /** files of other programs and of ours that came or went since the last beat, as free inodes tell */
  readonly counted: number;
  /** ours; more than was counted when as many went as came */
  readonly ours: number;
  readonly hint?: boolean;
  /** folders that are met in passing */
  readonly moved?: number;
}

/** Sweeps as the engine does, beat by beat; gives when each began, and when the last one that saw something did. */
function follow(
  rhythm: Rhythm,
  beats: readonly Beat[],
  costMs = sweepMs,
): { began: number[]; sawAt: number; unseen: number } {
  let [unseen, sawAt, until, isSweeping] = [0, -1, 0, false];
  let seen = 0;
  const began: number[] = [];
  for (const { at, counted, ours, hint, moved } of beats) {
    unseen += ours;
    if (isSweeping && at >= until) {
      rhythm.swept(costMs, seen > 0 ? 1 : 0, until);
      isSweeping = false;
    }
    if (counted > 0) rhythm.signal('burst', counted, at);
    if (hint === true) rhythm.signal('hint', 0, at);
    if (moved !== undefined) rhythm.passed(300, moved, at);
    if (isSweeping || at < rhythm.dueAt()) continue;
    rhythm.began(at);
    began.push(at);
    [isSweeping, until] = [true, at + costMs];
    // what comes while it goes on it passes by
    [seen, unseen] = [unseen, 0];
    if (seen > 0) sawAt = at;
  }
  return { began, sawAt, unseen };
}

function beats(from: number, to: number, of: (at: number) => Omit<Beat, 'at'>): Beat[] {
  const found: Beat[] = [];
  for (let at = from; at < to; at += beatMs) found.push({ at, ...of(at) });
  return found;
}

describe('when to ask all folders', () => {
  test('at rest never at one go', () => {
    const rhythm = createRhythm(0);
    rhythm.swept(sweepMs, 0, 1000);
    expect(rhythm.dueAt()).toBe(Infinity);
  });

  test.each(['hint', 'burst', 'look'] as const)(
    'it is calm a minute after the last sign, here %s',
    (kind) => {
      const rhythm = createRhythm(0);
      expect([rhythm.isCalm(60_000), rhythm.isCalm(60_001)]).toEqual([false, true]);
      rhythm.signal(kind, 9, 100_000);
      expect([rhythm.isCalm(160_000), rhythm.isCalm(160_001)]).toEqual([false, true]);
    },
  );

  test('a burst is looked at within seconds, even where other programs have cried wolf for hours', () => {
    const rhythm = createRhythm(0);
    let at = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      rhythm.signal('burst', 900, at);
      at = sweepInVain(rhythm, Math.min(rhythm.dueAt(), at + 200_000));
    }
    rhythm.signal('burst', 900, at + 1000);
    expect(rhythm.dueAt() - at).toBeGreaterThan(60_000);
    rhythm.signal('burst', 20_000, at + 5000);
    expect(rhythm.dueAt()).toBe(at + 5000);
  });

  test('a burst that goes on behind a sweep is looked at once more, until a sweep finds nothing', () => {
    const rhythm = createRhythm(0);
    rhythm.signal('burst', 20_000, 1000);
    rhythm.began(1000);
    rhythm.swept(sweepMs, 1, 1300);
    expect(rhythm.dueAt()).toBe(1700);
    rhythm.began(2100);
    rhythm.swept(sweepMs, 0, 2400);
    expect(rhythm.dueAt()).toBeGreaterThan(60_000);
    rhythm.began(300_000);
    rhythm.signal('burst', 20_000, 300_100);
    rhythm.swept(sweepMs, 0, 300_200);
    expect(rhythm.dueAt()).toBe(300_600);
  });

  test('while a burst goes on sweeps never follow each other back to back', () => {
    const rhythm = createRhythm(0);
    rhythm.swept(6000, 1, 10_000);
    rhythm.signal('burst', 50_000, 10_001);
    expect(rhythm.dueAt()).toBe(11_500);
  });

  test('activity in a watched folder brings a sweep within ten seconds, and one that found something the next soon', () => {
    const rhythm = createRhythm(0);
    rhythm.swept(smallSweepMs, 1, 1000);
    rhythm.signal('hint', 0, 2000);
    expect(rhythm.dueAt()).toBe(11_000);
    rhythm.began(11_000);
    rhythm.swept(smallSweepMs, 1, 11_000);
    rhythm.signal('burst', 2000, 11_100);
    expect(rhythm.dueAt()).toBe(11_400);
  });

  test.each([
    ['a hint', (rhythm: Rhythm, at: number) => rhythm.signal('hint', 0, at)],
    ['a few files', (rhythm: Rhythm, at: number) => rhythm.signal('burst', 8, at)],
  ])('%s in a home of a hundred thousand folders is left to those who ask in passing', (_what, give) => {
    const rhythm = createRhythm(0);
    rhythm.swept(sweepMs, 0, 1000);
    for (let at = 1500; at < 300_000; at += beatMs) {
      give(rhythm, at);
      expect(rhythm.dueAt()).toBeGreaterThan(300_000);
    }
    // what a sweep costs may have been the disk's bad moment: once in a while it is tried
    expect(rhythm.dueAt()).toBeLessThanOrEqual(3_601_000);
  });

  test('a sweep that meets a burst by chance is followed by another', () => {
    const rhythm = createRhythm(0);
    rhythm.signal('hint', 0, 0);
    rhythm.began(10_000);
    rhythm.swept(smallSweepMs, 2, 10_100);
    expect(rhythm.dueAt()).toBe(Infinity);
    rhythm.signal('hint', 0, 20_000);
    rhythm.began(20_100);
    rhythm.swept(smallSweepMs, 7000, 22_000);
    expect(rhythm.dueAt()).toBe(22_400);
  });

  test.each([
    ['a hint', (rhythm: Rhythm, at: number) => rhythm.signal('hint', 0, at), 10_000],
    ['a few files', (rhythm: Rhythm, at: number) => rhythm.signal('burst', 50, at), 10_000],
    ['folders met in passing', (rhythm: Rhythm, at: number) => rhythm.passed(300, 20, at), 400],
    ['an order', (rhythm: Rhythm, at: number) => rhythm.signal('look', 0, at), 400],
  ])('%s while a sweep goes on, which may have passed by, brings another', (_what, give, gap) => {
    const rhythm = createRhythm(0);
    rhythm.signal('hint', 0, 0);
    rhythm.began(1000);
    give(rhythm, 1100);
    rhythm.swept(smallSweepMs, 1, 1300);
    expect(rhythm.dueAt()).toBe(1300 + gap);
  });
});

describe('a burst on a slow disk', () => {
  /** 20,000 files in ten seconds */
  const rate = 1000;
  const burst = (from: number, besides: number): Beat[] =>
    beats(from, from + 10_000, () => ({ counted: rate + besides, ours: rate }));

  test.each([
    ['where nothing else goes on', 0, 300_000],
    ['after an hour of a few files of other programs in each beat', 8, 3_600_000],
    ['after five minutes of some thirty files of other programs in each beat', 30, 300_000],
    ['after ten minutes of a build that makes 300 files in each beat', 300, 600_000],
    ['after ten minutes of a build that makes 2,000 files in each beat', 2000, 600_000],
  ])('is known within 5 s after it settles, %s', (_where, besides, forMs) => {
    const rhythm = createRhythm(0);
    const others = { counted: besides, ours: 0 };
    follow(
      rhythm,
      beats(beatMs, forMs, () => others),
    );
    const settled = forMs + 10_000;
    const told = follow(rhythm, [
      ...burst(forMs, besides),
      ...beats(settled, settled + 20_000, () => others),
    ]);
    expect(told.unseen).toBe(0);
    expect(told.sawAt + sweepMs).toBeLessThan(settled + 5_000);
  });

  test.each([
    ['while a build goes on that makes 2,000 files in each beat', () => 2000],
    [
      'while a build goes on that makes 3,000 files every three seconds',
      (at: number) => (at % 3000 === 0 ? 3000 : 0),
    ],
  ])('is known within 5 s after it settles, %s', (_while, made) => {
    const rhythm = createRhythm(0);
    const build = (at: number) => ({ counted: made(at), ours: 0 });
    follow(rhythm, beats(beatMs, 600_000, build));
    const told = follow(rhythm, [
      ...beats(600_000, 610_000, (at) => ({ counted: rate + made(at), ours: rate })),
      ...beats(610_000, 630_000, build),
    ]);
    expect(told.unseen).toBe(0);
    expect(told.sawAt + sweepMs).toBeLessThan(615_000);
  });

  test.each([60_500, 200_000, 1_000_000])('is known within 5 s, %i ms after a build has ended', (calm) => {
    const rhythm = createRhythm(0);
    follow(
      rhythm,
      beats(beatMs, 600_000, () => ({ counted: 2000, ours: 0 })),
    );
    const from = 600_000 + calm;
    const still = { counted: 0, ours: 0 };
    const told = follow(rhythm, [...burst(from, 0), ...beats(from + 10_000, from + 30_000, () => still)]);
    expect(told.unseen).toBe(0);
    expect(told.sawAt + sweepMs).toBeLessThan(from + 15_000);
  });

  test('in which as many files go as come is told by the folders met in passing', () => {
    const rhythm = createRhythm(0);
    const told = follow(rhythm, [
      ...beats(beatMs, 60_000, () => ({ counted: 0, ours: 0, moved: 0 })),
      ...beats(60_000, 70_000, () => ({ counted: 0, ours: rate, moved: 40 })),
      // each folder is met again only when all others were
      ...beats(70_000, 90_000, () => ({ counted: 0, ours: 0, moved: 40 })),
    ]);
    expect(told.unseen).toBe(0);
    const after = told.began.find((at) => at >= 70_000) ?? Infinity;
    expect(after + sweepMs).toBeLessThan(75_000);
  });

  test('one or two changed folders met in passing are none, and many are one however often that was nothing', () => {
    const rhythm = createRhythm(0);
    rhythm.passed(300, 2, 1000);
    expect(rhythm.dueAt()).toBe(Infinity);
    for (let turn = 1; turn <= 8; turn += 1) {
      rhythm.passed(300, 30, turn * 10_000);
      expect(rhythm.dueAt()).toBe(turn * 10_000);
      sweepInVain(rhythm, turn * 10_000);
    }
    rhythm.passed(300, 10, 100_000);
    expect(rhythm.dueAt()).toBe(Infinity);
  });
});

describe('what false alarms cost', () => {
  const share = (began: readonly number[], forMs: number): number => (began.length * sweepMs) / forMs;

  test('a messenger that only writes into its databases brings no more than a few sweeps an hour', () => {
    const rhythm = createRhythm(0);
    const { began } = follow(
      rhythm,
      beats(beatMs, 3_600_000, () => ({ counted: 0, ours: 0, hint: true })),
      smallSweepMs,
    );
    expect(began.length).toBeGreaterThan(0);
    expect(share(began, 3_600_000)).toBeLessThan(0.001);
    // the first ones soon: something may have come elsewhere
    expect(began[0]).toBeLessThan(11_000);
  });

  test('after a silence of minutes it is news again', () => {
    const rhythm = createRhythm(0);
    follow(
      rhythm,
      beats(beatMs, 600_000, () => ({ counted: 0, ours: 0, hint: true })),
      smallSweepMs,
    );
    rhythm.signal('hint', 0, 610_000);
    expect(rhythm.dueAt()).toBe(Infinity);
    rhythm.signal('hint', 0, 1_000_000);
    expect(rhythm.dueAt()).toBeLessThanOrEqual(1_000_000);
  });

  test.each([
    ['8 files in each beat', 500, 8],
    ['30 files in each beat', 500, 30],
    ['300 files in each beat', 500, 300],
    ['2,000 files in each beat', 500, 2000],
    ['3,000 files every three seconds', 3_000, 3000],
    ['20,000 files every twenty seconds', 20_000, 20_000],
    ['20,000 files every fifty seconds', 50_000, 20_000],
  ])('other programs’ %s cost less than half a percent', (_what, everyMs, files) => {
    const rhythm = createRhythm(0);
    const { began } = follow(
      rhythm,
      beats(beatMs, 3_600_000, (at) => ({ counted: at % everyMs === 0 ? files : 0, ours: 0 })),
    );
    expect(share(began, 3_600_000)).toBeLessThan(0.005);
  });
});
