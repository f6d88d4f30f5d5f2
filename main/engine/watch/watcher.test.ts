import { writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { WatchJob } from './protocol.ts';
import { ManualTime } from './testing/manual-time.ts';
import { watchHome } from './testing/watched-home.ts';
import { RestartingWatcher, watcherAt } from './watcher.ts';
import type { OpenWatcher, Watcher } from './watcher.ts';

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_owner_1a2b`;
const now = new Date();
const month = `${String(now.getFullYear())}-${String(now.getMonth() + 1).padStart(2, '0')}`;
const job = { rootIds: ['one'], since: 5 } as unknown as WatchJob;

/** Watchers that fail when the test says so. */
function failing(open: OpenWatcher) {
  const opened: { job: WatchJob; fail: () => void }[] = [];
  const openWatcher: OpenWatcher = (one, listener) => {
    const watcher = open(one, listener);
    const fail = (): void => {
      void watcher.close();
      listener.failed(new Error('failed'));
    };
    opened.push({ job: one, fail });
    return watcher;
  };
  return { opened, openWatcher };
}

describe('a watcher that fails', () => {
  const idle = (): Watcher => ({ say: () => undefined, close: () => Promise.resolve() });
  const scene = () => {
    const { opened, openWatcher } = failing(idle);
    const timers = new ManualTime();
    const lost: Error[] = [];
    const listener = { heard: () => undefined, lost: (error: Error) => lost.push(error) };
    const deps = { open: openWatcher, timers, now: () => 1000 + timers.elapsed() };
    return { opened, timers, lost, watcher: new RestartingWatcher(job, listener, deps) };
  };

  test('restarts after twice the wait each time, and soon again when one has lived for long', () => {
    const { opened, timers, lost } = scene();
    const waits: (number | undefined)[] = [];
    const failAndWait = (): void => {
      opened.at(-1)?.fail();
      waits.push(timers.waits()[0]);
      timers.advance(waits.at(-1) ?? 0);
    };
    for (let turn = 0; turn < 10; turn += 1) failAndWait();
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(waits.at(-1)).toBe(300_000);
    expect(lost).toHaveLength(10);
    timers.advance(3_600_000);
    failAndWait();
    expect(waits.at(-1)).toBe(1000);
    expect(opened).toHaveLength(12);
  });

  test('follows the newest job after the restart, and takes for new what comes from the failure on', () => {
    const { opened, timers, watcher } = scene();
    timers.advance(1000);
    opened[0]?.fail();
    watcher.follow({ ...job, rootIds: ['two'] }, 0);
    timers.advance(1000);
    expect(opened[1]?.job).toMatchObject({ rootIds: ['two'], since: 2000 });
  });

  test('does not restart after the end, and its failure is reported once', async () => {
    const { opened, timers, lost, watcher } = scene();
    opened[0]?.fail();
    opened[0]?.fail();
    expect(lost).toHaveLength(1);
    await watcher.close();
    expect(timers.waits()).toEqual([]);
  });
});

describe('a watch whose watcher fails', { timeout: 60_000 }, () => {
  async function homeOfOne(): Promise<SmallHome> {
    const home = await makeSmallHome();
    await home.put({
      ...Object.fromEntries(wechat4(root, 'wxid_owner_1a2b').map((path) => [path, 'as it was'])),
      [`${account}/msg/file/${month}/old.pdf`]: 'twelve bytes',
      [`${account}/cache/2023-01/a`]: 'cached',
    });
    return home;
  }

  test('is degraded until the restart, and its sums are exact again', async () => {
    const home = await homeOfOne();
    const errors: unknown[] = [];
    let opened: ReturnType<typeof failing>['opened'] = [];
    const { watch, kinds, until } = await watchHome(home, {}, 'no', {
      open: (time) => {
        const watchers = failing(watcherAt({ kind: 'inline' }, time));
        ({ opened } = watchers);
        return watchers.openWatcher;
      },
      unexpected: (error) => errors.push(error),
    });
    await writeFile(home.at(account, 'msg/file', month, 'before.pdf'), Buffer.alloc(500));
    await until(() => expect(watch.get().received.map(({ name }) => name)).toEqual(['before.pdf']));
    await until(() => expect(watch.get().surveyed).toBe(true));

    // what came within a tick of the file's time before the failure would count as new
    await sleep(60);
    opened[0]?.fail();
    expect(watch.get()).toMatchObject({ state: 'degraded', hotEntries: 0 });
    expect(watch.get().troubles.map(({ trouble }) => trouble)).toContain('unavailable');
    expect(errors).toHaveLength(1);
    // nothing is followed: one file goes that was there, one that had come, and one comes
    await rm(home.at(account, 'msg/file', month, 'old.pdf'));
    await rm(home.at(account, 'cache/2023-01/a'));
    await sleep(60);
    await writeFile(home.at(account, 'msg/file', month, 'meanwhile.pdf'), Buffer.alloc(70));

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
  ])('that %s is reported as failed, once', async (_how, code, message) => {
    const home = await makeSmallHome();
    writeFileSync(home.at('package.json'), '{"type":"module"}');
    writeFileSync(home.at('watch-worker.js'), `setTimeout(() => { ${code} }, 50);`);
    const failed: string[] = [];
    const listener = { heard: () => undefined, failed: (error: Error) => failed.push(error.message) };
    const watcher = watcherAt({ kind: 'threads', folder: home.path, count: 1 })(job, listener);
    onTestFinished(() => watcher.close());
    await vi.waitFor(() => expect(failed).toHaveLength(1), { timeout: 20_000 });
    await sleep(200);
    expect(failed).toEqual([expect.stringContaining(message)]);
  });

  test('that is closed has not failed', async () => {
    const home = await makeSmallHome();
    writeFileSync(join(home.path, 'watch-worker.js'), 'setInterval(() => undefined, 1000);');
    const failed: string[] = [];
    const listener = { heard: () => undefined, failed: (error: Error) => failed.push(error.message) };
    const watcher = watcherAt({ kind: 'threads', folder: home.path, count: 1 })(job, listener);
    await watcher.close();
    await sleep(100);
    expect(failed).toEqual([]);
  });
});
