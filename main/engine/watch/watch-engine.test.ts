import { appendFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync, statfsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { chokidarWatcher } from './folder-watcher.ts';
import type { MakeFolderWatcher } from './folder-watcher.ts';
import { maxWatchedFolders } from './policy.ts';
import { inodeSignal, recursiveSignal } from './signals.ts';
import { deaf, jobOf, silent, watchRoots } from './testing/watched-home.ts';
import type { WatchedRoots } from './testing/watched-home.ts';

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_owner_1a2b`;
const unwatched = `${account}/msg/attach/0123456789abcdef0123456789abcdef/2023-04/Img`;
const database = `${account}/db_storage/session/session.db`;
const now = new Date();
const month = `${String(now.getFullYear())}-${String(now.getMonth() + 1).padStart(2, '0')}`;
const received = `${account}/msg/file/${month}`;

async function homeOfOne(): Promise<SmallHome> {
  const home = await makeSmallHome();
  await home.put([...wechat4(root, 'wxid_owner_1a2b'), `${unwatched}/a.dat`, `${received}/old.pdf`]);
  return home;
}

/** Neither chokidar nor a signal reports anything: only sweeps are left. */
async function watchBySweeps(home: SmallHome): Promise<WatchedRoots> {
  return watchRoots(home, { makeSignal: silent, makeWatcher: deaf().makeWatcher });
}

describe('watched folders', { timeout: 60_000 }, () => {
  test('report what comes, grows and goes in them', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home, { makeSignal: silent });
    await writeFile(home.at(received, 'new.pdf'), 'new');
    await roots.untilExact();
    await appendFile(home.at(received, 'new.pdf'), ' and more');
    await roots.untilExact();
    await rm(home.at(received, 'new.pdf'));
    await roots.untilExact();
    await truncate(home.at(database), 300_000);
    await roots.untilExact();
  });

  test('report a file within a second, from the system’s event on', async () => {
    const home = await homeOfOne();
    const events: string[] = [];
    const makeWatcher: MakeFolderWatcher = (onChange, onError) =>
      chokidarWatcher((folder) => {
        events.push(folder);
        onChange(folder);
      }, onError);
    const { said, time } = await watchRoots(home, { makeSignal: silent, makeWatcher });
    for (const name of ['first.pdf', 'right after.pdf']) {
      events.length = 0;
      await writeFile(home.at(received, name), 'new');
      await vi.waitFor(() => expect(events).toContain(home.at(received)), { timeout: 20_000 });
      // the last event of the write; a listing before it would miss nothing
      await sleep(50);
      time.advance(900);
      const files = said.flatMap((message) => (message.kind === 'changes' ? message.received : []));
      expect(files.at(-1)?.name).toBe(name);
    }
  });

  test('are polled where the system offers no watch', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home, { makeSignal: silent, network: true });
    await writeFile(home.at(`${database}-wal`), 'growing');
    expect(await roots.untilExact()).toBeLessThanOrEqual(11_000);
  });

  test('are at most a few hundred, sign-ins and received files first', async () => {
    const home = await makeSmallHome();
    const names = Array.from({ length: 40 }, (_, i) => `wxid_owner${String(i)}_1a2b`);
    const databases = Array.from({ length: 15 }, (_, i) => `db_storage/kind${String(i)}/a.db`);
    await home.put(
      names.flatMap((name) => [
        ...wechat4(root, name),
        `${root}/${name}/msg/file/${month}/old.pdf`,
        ...databases.map((path) => `${root}/${name}/${path}`),
      ]),
    );
    const { makeWatcher, watched } = deaf();
    const roots = await watchRoots(home, { makeSignal: silent, makeWatcher });
    expect(watched()).toHaveLength(maxWatchedFolders);
    expect(watched()).toEqual(
      expect.arrayContaining(names.map((name) => home.at(root, name, 'msg/file', month))),
    );
    expect(roots.said).toContainEqual({ kind: 'ready', watchedFolders: maxWatchedFolders });
  });

  test('go on to the next month’s folder when the month is over', async () => {
    const home = await homeOfOne();
    await home.put([`${account}/msg/file/2025-01/a`, `${account}/msg/file/2025-02/a`]);
    let at = new Date(2025, 0, 31, 23, 59, 59).getTime();
    const { makeWatcher, watched } = deaf();
    const { time } = await watchRoots(home, { makeSignal: silent, makeWatcher, now: () => at });
    expect(watched()).toContain(home.at(account, 'msg/file/2025-01'));
    expect(watched()).not.toContain(home.at(account, 'msg/file/2025-02'));
    at += 1_000;
    await time.until(() => expect(watched()).toContain(home.at(account, 'msg/file/2025-02')));
    expect(watched()).not.toContain(home.at(account, 'msg/file/2025-01'));
  });

  test('report a burst in a few messages', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home, { makeSignal: silent });
    const before = roots.said.length;
    for (let i = 0; i < 300; i += 1) {
      await writeFile(home.at(received, `${String(i)}.pdf`), 'burst');
      await roots.time.pass(10);
    }
    await roots.untilExact();
    const changes = roots.said.slice(before).filter(({ kind }) => kind === 'changes');
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.length).toBeLessThan(30);
  });

  test.skipIf(process.platform !== 'linux')(
    'that are deleted and made again are followed, with no more watches than before',
    async () => {
      const home = await homeOfOne();
      const roots = await watchRoots(home, { makeSignal: silent });
      const before = watches();
      expect(before).toBeGreaterThan(5);
      for (let turn = 0; turn < 6; turn += 1) {
        await rm(home.at(received), { recursive: true });
        await home.put({ [`${received}/${String(turn)}.pdf`]: 'x'.repeat(turn + 1) });
        // chokidar needs real time to take a folder up again
        await sleep(700);
        await roots.time.pass(700);
      }
      await roots.untilExact();
      await roots.time.until(() => expect(watches()).toBeLessThanOrEqual(before));
      await writeFile(home.at(received, 'last.pdf'), 'and is reported after that');
      await roots.untilExact();
    },
  );
});

describe('folders that are not watched', { timeout: 60_000 }, () => {
  test.skipIf(statfsSync('/').files === 0)(
    'are exact within 10 s after a burst that changes the count of inodes',
    async () => {
      const home = await homeOfOne();
      const roots = await watchRoots(home, {
        makeSignal: () => inodeSignal(),
        makeWatcher: deaf().makeWatcher,
      });
      for (let i = 0; i < 1200; i += 1) await writeFile(home.at(unwatched, `b${String(i)}.dat`), 'b');
      expect(await roots.untilExact()).toBeLessThanOrEqual(10_000);
    },
  );

  test('are exact within 10 s after an event of the system’s recursive watch', async () => {
    const home = await homeOfOne();
    let report: (path: string) => void = () => undefined;
    const roots = await watchRoots(home, {
      makeSignal: (isWatched) =>
        recursiveSignal(isWatched, (_root, onEvent) => {
          report = onEvent;
          return { on: () => undefined, close: () => undefined };
        }),
      makeWatcher: deaf().makeWatcher,
    });
    await writeFile(home.at(unwatched, 'quiet.dat'), 'new');
    report('wxid_owner_1a2b/msg/attach/0123456789abcdef0123456789abcdef/2023-04/Img/quiet.dat');
    expect(await roots.untilExact()).toBeLessThanOrEqual(10_000);
  });

  test('show a change without a signal with the sweep of five minutes, and not before', async () => {
    const home = await homeOfOne();
    const roots = await watchBySweeps(home);
    await writeFile(home.at(unwatched, 'quiet.dat'), 'no signal');
    await writeFile(home.at(`${database}-wal`), 'growing');
    await roots.time.pass(20_000);
    expect(await roots.isExact()).toBe(false);
    await roots.sweep();
    expect(await roots.isExact()).toBe(true);
    await mkdir(home.at(unwatched, 'deep/er'), { recursive: true });
    await writeFile(home.at(unwatched, 'deep/er/c.dat'), 'deeper');
    await roots.sweep();
    expect(await roots.isExact()).toBe(true);
    await rm(home.at(unwatched), { recursive: true });
    await roots.sweep();
    expect(await roots.isExact()).toBe(true);
  });

  test('show with the next sweep files that were replaced, so that no count moves', async () => {
    const home = await homeOfOne();
    const chats = Array.from({ length: 40 }, (_, i) => `${account}/cache/2023-04/${String(i)}`);
    await home.put(chats.map((chat) => `${chat}/a`));
    const roots = await watchBySweeps(home);
    for (const chat of chats) {
      await writeFile(home.at(chat, 'temporary'), 'twelve bytes');
      await rename(home.at(chat, 'temporary'), home.at(chat, 'a'));
    }
    await roots.sweep();
    expect(await roots.isExact()).toBe(true);
  });

  test('do not show a file that only grows in place: that is for the next scan', async () => {
    const home = await homeOfOne();
    const roots = await watchBySweeps(home);
    const before = roots.engine.totals();
    await truncate(home.at(database), 300_000);
    await truncate(home.at(unwatched, 'a.dat'), 9_000);
    await roots.sweep();
    await roots.sweep();
    expect(roots.engine.totals()).toEqual(before);
  });
});

test('changes of a root are held back until a discovery that began after the request answers it', async () => {
  const home = await homeOfOne();
  const roots = await watchBySweeps(home);
  const { engine, said } = roots;
  said.length = 0;
  // an alias without databases is no account yet, so the file counts for the root
  await home.put([`${root}/guest_9f9f/msg/file/${month}/early.docx`]);
  await roots.sweep();
  const requests = said.flatMap((message) => (message.kind === 'shape' ? [message.request] : []));
  expect(requests).toHaveLength(1);
  const changes = () => said.filter(({ kind }) => kind === 'changes');
  const job = await jobOf(home);
  engine.hear({ job, answers: (requests[0] ?? 0) - 1 });
  expect(changes()).toEqual([]);
  engine.hear({ job, answers: requests[0] ?? 0 });
  expect(changes()).toMatchObject([{ changes: [{ category: 'received', files: 1 }] }]);
});

/** The system's watches of this process, as the system says. */
function watches(): number {
  return readdirSync('/proc/self/fdinfo')
    .map((fd) => {
      try {
        return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
      } catch {
        // the listing's own
        return '';
      }
    })
    .reduce((sum, info) => sum + (info.match(/^inotify wd:/gm)?.length ?? 0), 0);
}
