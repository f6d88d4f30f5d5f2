import { appendFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync, statfsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { MakeHotWatcher } from './hot-watcher.ts';
import { until, watchRoots } from './testing/watched-home.ts';

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_owner_1a2b`;
const cold = `${account}/msg/attach/0123456789abcdef0123456789abcdef/2023-04/Img`;
const database = `${account}/db_storage/session/session.db`;
const now = new Date();
const month = `${String(now.getFullYear())}-${String(now.getMonth() + 1).padStart(2, '0')}`;
const received = `${account}/msg/file/${month}`;

async function homeOfOne(): Promise<SmallHome> {
  const home = await makeSmallHome();
  await home.put([...wechat4(root, 'wxid_owner_1a2b'), `${cold}/a.dat`, `${received}/old.pdf`]);
  return home;
}

/** Tells nothing of anything, and keeps what it was told to watch. */
function deaf(): { makeWatcher: MakeHotWatcher; watched: () => readonly string[] } {
  let folders: readonly string[] = [];
  const makeWatcher: MakeHotWatcher = () => ({
    set: (next) => {
      folders = next;
      return Promise.resolve();
    },
    renew: () => undefined,
    close: () => Promise.resolve(),
  });
  return { makeWatcher, watched: () => folders };
}

describe('each sign alone, all others dead', { timeout: 60_000 }, () => {
  test('a watched folder tells what comes, grows and goes in it', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home, { signs: [] });
    await writeFile(home.at(received, 'new.pdf'), 'new');
    await roots.untilExact();
    await appendFile(home.at(received, 'new.pdf'), ' and more');
    await roots.untilExact();
    await rm(home.at(received, 'new.pdf'));
    await roots.untilExact();
    await truncate(home.at(database), 300_000);
    await roots.untilExact();
  });

  test('a hot folder that nobody can watch is asked', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home, { signs: [], network: true });
    await writeFile(home.at(`${database}-wal`), 'growing');
    await roots.untilExact();
  });

  test.skipIf(statfsSync('/').files === 0)(
    'files that come anywhere are told by the count of the volume',
    async () => {
      const home = await homeOfOne();
      const { makeWatcher } = deaf();
      const roots = await watchRoots(home, { signs: ['pulse'], makeWatcher });
      for (let i = 0; i < 1200; i += 1) await writeFile(home.at(cold, `b${String(i)}.dat`), 'b');
      await roots.untilExact();
    },
  );

  test('a database that is written into brings a look at what came elsewhere', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home, { signs: ['hint'] });
    await writeFile(home.at(cold, 'quiet.dat'), 'nobody tells');
    await writeFile(home.at(`${database}-wal`), 'growing');
    await roots.untilExact();
  });

  test('in passing a change that gives no sign is met', async () => {
    const home = await homeOfOne();
    const { makeWatcher } = deaf();
    const roots = await watchRoots(home, { signs: ['trickle'], makeWatcher });
    await writeFile(home.at(cold, 'quiet.dat'), 'nobody tells');
    await roots.untilExact();
    await mkdir(home.at(cold, 'deep/er'), { recursive: true });
    await writeFile(home.at(cold, 'deep/er/c.dat'), 'deeper');
    await roots.untilExact();
    await rm(home.at(cold), { recursive: true });
    await roots.untilExact();
  });

  test('in passing files are met that were replaced, so that no count moves', async () => {
    const home = await homeOfOne();
    const { makeWatcher } = deaf();
    const chats = Array.from({ length: 40 }, (_, i) => `${account}/cache/2023-04/${String(i)}`);
    await home.put(chats.map((chat) => `${chat}/a`));
    const roots = await watchRoots(home, { signs: ['trickle'], makeWatcher });
    for (const chat of chats) {
      // one goes and one comes: no count moves
      await writeFile(home.at(chat, 'temporary'), 'twelve bytes');
      await rename(home.at(chat, 'temporary'), home.at(chat, 'a'));
    }
    await roots.untilExact();
  });

  test('the slow pass lists what grows where nobody watches', async () => {
    const home = await homeOfOne();
    const { makeWatcher } = deaf();
    const roots = await watchRoots(home, { signs: ['slow'], makeWatcher });
    await truncate(home.at(database), 300_000);
    await truncate(home.at(cold, 'a.dat'), 9_000);
    await roots.untilExact();
  });

  test('without any sign nothing is seen', async () => {
    const home = await homeOfOne();
    const { makeWatcher } = deaf();
    const roots = await watchRoots(home, { signs: [], makeWatcher });
    const before = roots.engine.totals();
    await truncate(home.at(database), 300_000);
    await writeFile(home.at(cold, 'quiet.dat'), 'nobody tells');
    await sleep(3_000);
    expect(roots.engine.totals()).toEqual(before);
  });
});

describe('the hot set', { timeout: 60_000 }, () => {
  test('holds at most a few hundred folders, sign-ins and received files first', async () => {
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
    const roots = await watchRoots(home, { signs: [], makeWatcher });
    expect(watched()).toHaveLength(400);
    expect(watched()).toEqual(
      expect.arrayContaining(names.map((name) => home.at(root, name, 'msg/file', month))),
    );
    expect(roots.told).toContainEqual({ kind: 'ready', hotEntries: 400 });
  });

  test('goes on to the next month’s folder when the month is over', async () => {
    const home = await homeOfOne();
    await home.put([`${account}/msg/file/2025-01/a`, `${account}/msg/file/2025-02/a`]);
    let at = new Date(2025, 0, 31, 23, 59, 59).getTime();
    const { makeWatcher, watched } = deaf();
    await watchRoots(home, { signs: [], makeWatcher, now: () => at });
    expect(watched()).toContain(home.at(account, 'msg/file/2025-01'));
    expect(watched()).not.toContain(home.at(account, 'msg/file/2025-02'));
    at += 1_000;
    await until(() => expect(watched()).toContain(home.at(account, 'msg/file/2025-02')));
    expect(watched()).not.toContain(home.at(account, 'msg/file/2025-01'));
  });

  test('says a burst in a few messages', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home, { signs: [] });
    const before = roots.told.length;
    for (let i = 0; i < 300; i += 1) {
      await writeFile(home.at(received, `${String(i)}.pdf`), 'burst');
      await sleep(2);
    }
    await roots.untilExact();
    const changes = roots.told.slice(before).filter(({ kind }) => kind === 'changes');
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.length).toBeLessThan(30);
  });

  test.skipIf(process.platform !== 'linux')(
    'follows a folder that is deleted and made again every second, with no more watches than before',
    async () => {
      const home = await homeOfOne();
      const roots = await watchRoots(home, { signs: [] });
      const before = watches();
      expect(before).toBeGreaterThan(5);
      for (let turn = 0; turn < 6; turn += 1) {
        await rm(home.at(received), { recursive: true });
        await home.put({ [`${received}/${String(turn)}.pdf`]: 'x'.repeat(turn + 1) });
        await sleep(1_000);
      }
      await roots.untilExact();
      await until(() => expect(watches()).toBeLessThanOrEqual(before));
      await writeFile(home.at(received, 'last.pdf'), 'and is told of after that');
      await roots.untilExact();
    },
  );
});

/** What this process has the system watch, as the system says. */
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
