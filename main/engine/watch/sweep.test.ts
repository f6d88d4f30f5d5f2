import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import { pollMs, sweepEveryMs } from './policy.ts';
import { Snapshot } from './snapshot.ts';
import { Sweep, SweepSchedule } from './sweep.ts';
import { jobOf } from './testing/watched-home.ts';

/** Milliseconds of comparing in a home of some 90,000 folders. */
const costMs = 400;

/** Polls for `forMs` with these signals, and sweeps as the engine does; returns when each sweep began. */
function follow(forMs: number, isSignal: (at: number) => boolean): number[] {
  const schedule = new SweepSchedule(0);
  schedule.end(costMs, 0);
  const began: number[] = [];
  for (let at = 60_000; at < 60_000 + forMs; at += pollMs) {
    schedule.poll(isSignal(at), at);
    if (!schedule.isDue(at)) continue;
    began.push(at);
    schedule.begin();
    schedule.end(costMs, at + costMs);
  }
  return began;
}

describe('when to sweep', () => {
  test('at rest every five minutes', () => {
    const schedule = new SweepSchedule(1_000);
    expect(schedule.isDue(1_000 + sweepEveryMs - 1)).toBe(false);
    expect(schedule.isDue(1_000 + sweepEveryMs)).toBe(true);
    expect(schedule.isPending).toBe(false);
  });

  test('after a burst at the first quiet poll', () => {
    expect(follow(60_000, (at) => at < 65_000)).toEqual([65_000]);
  });

  test.each([5_000, 20_000, 120_000])(
    'after a burst of %i ms so soon that sums are exact within 10 s',
    (burstMs) => {
      const began = follow(burstMs + 30_000, (at) => at < 60_000 + burstMs);
      const last = began.find((at) => at >= 60_000 + burstMs) ?? Infinity;
      expect(last + costMs - (60_000 + burstMs)).toBeLessThan(10_000);
    },
  );

  test.each([
    ['never quiet', () => true],
    ['quiet every other poll', (at: number) => at % (2 * pollMs) === 0],
    ['busy every five seconds', (at: number) => at % 5_000 === 0],
    ['busy every twenty seconds', (at: number) => at % 20_000 === 0],
  ])('on a disk that is %s at most for a twentieth of the time', (_what, isSignal) => {
    const began = follow(3_600_000, isSignal);
    expect((began.length * costMs) / 3_600_000).toBeLessThanOrEqual(1 / 20);
    // and never much later than a burst needs
    const waits = began.slice(1).map((at, index) => at - (began[index] ?? 0));
    expect(Math.max(...waits)).toBeLessThanOrEqual(25_000);
  });

  test('once more after a signal during a sweep, which may have passed by', () => {
    const schedule = new SweepSchedule(0);
    schedule.poll(true, 100_000);
    schedule.poll(false, 101_000);
    schedule.begin();
    schedule.poll(true, 102_000);
    schedule.poll(false, 103_000);
    schedule.end(10, 103_500);
    expect(schedule.isDue(104_000)).toBe(true);
  });
});

describe('a sweep', () => {
  const account = 'Documents/xwechat_files/wxid_owner_1a2b';

  async function surveyed(folders: number) {
    const home = await makeSmallHome();
    const chat = (i: number): string => home.at(account, 'cache/2023-01', String(i));
    await home.put(wechat4('Documents/xwechat_files', 'wxid_owner_1a2b'));
    for (let i = 0; i < folders; i += 1) mkdirSync(chat(i), { recursive: true });
    // as if each folder had been at rest for long
    const snapshot = new Snapshot(await jobOf(home), () => Date.now() + 60_000);
    const files = (): number => snapshot.sums.totals().reduce((sum, one) => sum + one.files, 0);
    const sweep = (): number => {
      const one = new Sweep(snapshot);
      let slices = 1;
      while (!one.step(0)) slices += 1;
      return slices;
    };
    sweep();
    return { chat, snapshot, files, sweep };
  }

  test('visits every folder once, in slices', async () => {
    const { snapshot, sweep } = await surveyed(60);
    expect(sweep()).toBe(snapshot.table.size);
    expect(snapshot.table.size).toBeGreaterThan(60);
  });

  test('counts what came and went, also below new folders', async () => {
    const { chat, files, sweep } = await surveyed(30);
    const before = files();
    for (let i = 0; i < 10; i += 1) writeFileSync(`${chat(i)}/new`, 'new');
    mkdirSync(`${chat(20)}/below/deeper`, { recursive: true });
    writeFileSync(`${chat(20)}/below/deeper/new`, 'new');
    sweep();
    expect(files()).toBe(before + 11);
    rmSync(chat(20), { recursive: true });
    rmSync(`${chat(3)}/new`);
    sweep();
    expect(files()).toBe(before + 9);
  });

  test('lists a folder again until nothing in it grows any more', async () => {
    const { chat, snapshot, sweep } = await surveyed(10);
    const bytes = (): number => snapshot.sums.totals().reduce((sum, one) => sum + one.bytes, 0);
    const before = bytes();
    writeFileSync(`${chat(7)}/video`, 'half');
    sweep();
    expect(bytes() - before).toBe(4);
    for (const size of [8, 12, 16]) {
      writeFileSync(`${chat(7)}/video`, 'x'.repeat(size));
      sweep();
      expect(bytes() - before).toBe(size);
    }
    // it has come to rest: a file that only grows in place gives no sign
    sweep();
    await sleep(20);
    writeFileSync(`${chat(7)}/video`, 'x'.repeat(99));
    sweep();
    expect(bytes() - before).toBe(16);
  });

  test('gives out no row again before it is over', async () => {
    const { chat, snapshot, files, sweep } = await surveyed(20);
    const before = files();
    const rows = Array.from({ length: snapshot.table.size }, (_, row) => row);
    const row = rows.find((one) => snapshot.pathOf(one) === chat(3)) ?? -1;
    const one = new Sweep(snapshot);
    one.step(0);
    rmSync(chat(3), { recursive: true });
    snapshot.leave(row);
    mkdirSync(chat(99));
    writeFileSync(`${chat(99)}/new`, 'new');
    while (!one.step(0)) expect(snapshot.table.isAlive(row)).toBe(false);
    snapshot.reuse();
    sweep();
    expect(files()).toBe(before + 1);
  });
});
