import { writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { LastingWatcher } from './lasting-watcher.ts';
import { until, watchHome } from './testing/watched-home.ts';
import type { WatchJob } from './watch-messages.ts';
import { openWatcher } from './watcher.ts';
import type { Watcher, WatcherListener } from './watcher.ts';

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_owner_1a2b`;
const now = new Date();
const month = `${String(now.getFullYear())}-${String(now.getMonth() + 1).padStart(2, '0')}`;
const job = { rootIds: ['one'], since: 5 } as unknown as WatchJob;

/** Watchers that only a test ends, and time that passes when it says so. */
function byHand(open: (job: WatchJob, listener: WatcherListener) => Watcher) {
  const opened: { job: WatchJob; die: () => void }[] = [];
  const waiting: { work: () => void; ms: number }[] = [];
  return {
    opened,
    waiting,
    lasting: {
      open(one: WatchJob, listener: WatcherListener): Watcher {
        const watcher = open(one, listener);
        const die = (): void => {
          void watcher.close();
          listener.failed(new Error('died'));
        };
        opened.push({ job: one, die });
        return watcher;
      },
      after(work: () => void, ms: number) {
        const one = { work, ms };
        waiting.push(one);
        return () => void waiting.splice(waiting.indexOf(one), 1);
      },
    },
    pass: (): void => waiting.shift()?.work(),
  };
}

describe('a watcher that dies', () => {
  const silent = (): Watcher => ({ say: () => undefined, close: () => Promise.resolve() });
  const made = () => {
    const hand = byHand(silent);
    const clock = { at: 1000, now: () => clock.at };
    const lost: Error[] = [];
    const listener = { told: () => undefined, lost: (error: Error) => lost.push(error) };
    return { ...hand, clock, lost, watcher: new LastingWatcher(job, listener, { ...hand.lasting, clock }) };
  };

  test('is opened again, after twice the wait each time, and soon again when one has lived for long', () => {
    const { opened, waiting, pass, clock, lost } = made();
    const waits: (number | undefined)[] = [];
    const dieAndWait = (): void => {
      opened.at(-1)?.die();
      waits.push(waiting[0]?.ms);
      pass();
    };
    for (let turn = 0; turn < 10; turn += 1) dieAndWait();
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(waits.at(-1)).toBe(300_000);
    expect(lost).toHaveLength(10);
    clock.at += 3_600_000;
    dieAndWait();
    expect(waits.at(-1)).toBe(1000);
    expect(opened).toHaveLength(12);
  });

  test('follows what was asked for meanwhile, and takes for new what comes from its death on', () => {
    const { opened, pass, clock, watcher } = made();
    clock.at = 2000;
    opened[0]?.die();
    watcher.follow({ ...job, rootIds: ['two'] });
    pass();
    expect(opened[1]?.job).toMatchObject({ rootIds: ['two'], since: 2000 });
  });

  test('is not opened again after the end, and its death is told once', async () => {
    const { opened, waiting, lost, watcher } = made();
    opened[0]?.die();
    opened[0]?.die();
    expect(lost).toHaveLength(1);
    await watcher.close();
    expect(waiting).toEqual([]);
  });
});

describe('a watch whose watcher dies', { timeout: 60_000 }, () => {
  async function homeOfOne(): Promise<SmallHome> {
    const home = await makeSmallHome();
    await home.put({
      ...Object.fromEntries(wechat4(root, 'wxid_owner_1a2b').map((path) => [path, 'as it was'])),
      [`${account}/msg/file/${month}/old.pdf`]: 'twelve bytes',
      [`${account}/cache/2023-01/a`]: 'cached',
    });
    return home;
  }

  test('says that it follows nothing, goes on after a while, and its sums are whole again', async () => {
    const home = await homeOfOne();
    const hand = byHand((one, listener) => openWatcher({ kind: 'inline' }, one, listener));
    const errors: unknown[] = [];
    const { watch, kinds } = await watchHome(home, {}, 'no', {
      lasting: hand.lasting,
      unexpected: (error) => errors.push(error),
    });
    await writeFile(home.at(account, 'msg/file', month, 'before.pdf'), Buffer.alloc(500));
    await until(() => expect(watch.get().received.map(({ name }) => name)).toEqual(['before.pdf']));
    await until(() => expect(watch.get().surveyed).toBe(true));

    hand.opened[0]?.die();
    expect(watch.get()).toMatchObject({ state: 'degraded', hotEntries: 0 });
    expect(watch.get().troubles.map(({ trouble }) => trouble)).toContain('unavailable');
    expect(errors).toHaveLength(1);
    // nobody sees this: one goes that was there, one that had come, and one comes
    await rm(home.at(account, 'msg/file', month, 'old.pdf'));
    await rm(home.at(account, 'cache/2023-01/a'));
    await sleep(60);
    await writeFile(home.at(account, 'msg/file', month, 'meanwhile.pdf'), Buffer.alloc(70));

    hand.pass();
    await until(() => expect(watch.get()).toMatchObject({ state: 'live', troubles: [] }));
    expect(kinds()).toEqual(expect.arrayContaining(['degraded', 'recovered']));
    await until(() =>
      expect(watch.get().changes.map(({ category, files, bytes }) => [category, files, bytes])).toEqual(
        expect.arrayContaining([
          ['received', 1, 500 + 70 - 12],
          ['cache', -1, -6],
        ]),
      ),
    );
    await until(() =>
      expect(watch.get().received.map(({ name }) => name)).toEqual(['meanwhile.pdf', 'before.pdf']),
    );
    await writeFile(home.at(account, 'msg/file', month, 'after.pdf'), Buffer.alloc(9));
    await until(() => expect(watch.get().received[0]?.name).toBe('after.pdf'));
  });
});

describe('the thread', { timeout: 30_000 }, () => {
  test.each([
    ['throws', 'throw new Error("thrown");', 'thrown'],
    ['ends by itself', 'process.exit(3);', 'ended with 3'],
  ])('that %s is told to have failed, once', async (_how, code, message) => {
    const home = await makeSmallHome();
    writeFileSync(home.at('package.json'), '{"type":"module"}');
    writeFileSync(home.at('watch-worker.js'), `setTimeout(() => { ${code} }, 50);`);
    const failed: string[] = [];
    const listener = { told: () => undefined, failed: (error: Error) => failed.push(error.message) };
    const watcher = openWatcher({ kind: 'threads', folder: home.path, count: 1 }, job, listener);
    onTestFinished(() => watcher.close());
    await until(() => expect(failed).toHaveLength(1));
    await sleep(200);
    expect(failed).toEqual([expect.stringContaining(message)]);
  });

  test('that is ended has not failed', async () => {
    const home = await makeSmallHome();
    writeFileSync(join(home.path, 'watch-worker.js'), 'setInterval(() => undefined, 1000);');
    const failed: string[] = [];
    const listener = { told: () => undefined, failed: (error: Error) => failed.push(error.message) };
    const watcher = openWatcher({ kind: 'threads', folder: home.path, count: 1 }, job, listener);
    await watcher.close();
    await sleep(100);
    expect(failed).toEqual([]);
  });
});
