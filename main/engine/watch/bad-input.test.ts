import { chmod, mkdir, rename, rm, symlink, truncate, unlink, utimes, writeFile } from 'node:fs/promises';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { MakeFolderWatcher } from './folder-watcher.ts';
import { watchHome, watchRoots } from './testing/watched-home.ts';

const root = 'Documents/xwechat_files';
const account = `${root}/wxid_owner_1a2b`;
const cold = `${account}/msg/attach/0123456789abcdef0123456789abcdef/2023-04/Img`;

async function homeOfOne(): Promise<SmallHome> {
  const home = await makeSmallHome();
  await home.put([...wechat4(root, 'wxid_owner_1a2b'), `${cold}/a.dat`, `${account}/cache/2023-01/a`]);
  return home;
}

describe('watching what should not be', { timeout: 60_000 }, () => {
  test('a root that becomes a file is said, and followed again when it is a folder', async () => {
    const home = await homeOfOne();
    const { watch, until } = await watchHome(home);
    await rename(home.at(root), home.at('aside'));
    await writeFile(home.at(root), 'no folder');
    await until(() => expect(watch.get().troubles.map(({ trouble }) => trouble)).toEqual(['not-a-folder']));
    await unlink(home.at(root));
    await rename(home.at('aside'), home.at(root));
    await until(() => expect(watch.get()).toMatchObject({ state: 'live', troubles: [], changes: [] }));
  });

  test('a root that is a file from the very start is none, and is taken up when it is a folder', async () => {
    const home = await homeOfOne();
    const second = 'xwechat_files';
    await writeFile(home.at(second), 'no folder');
    const { watch, kinds, until } = await watchHome(home);
    await until(() => expect(watch.get().surveyed).toBe(true));
    expect(watch.get()).toMatchObject({ state: 'live', troubles: [], changes: [] });
    await unlink(home.at(second));
    await home.put(wechat4(second, 'wxid_late_5e6f'));
    await writeFile(home.at(root, 'all_users', 'hint'), 'x');
    await until(() => expect(kinds()).toContain('root-appeared'));
  });

  test('a loop of links is neither followed nor counted more than its links', async () => {
    const home = await homeOfOne();
    await symlink(home.at(root), home.at(account, 'msg/attach/loop'));
    const roots = await watchRoots(home);
    await symlink('..', home.at(cold, 'up'));
    await symlink(home.at(root), home.at(account, 'again'));
    await writeFile(home.at(cold, 'b.dat'), 'four');
    await roots.sweep();
    await roots.untilExact();
  });

  test('a folder that is deleted and made again and again ends with what is there', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home);
    for (let turn = 0; turn < 6; turn += 1) {
      await rm(home.at(account, 'cache/2023-01'), { recursive: true });
      await sleep(turn * 60);
      await home.put({ [`${account}/cache/2023-01/${String(turn)}`]: 'x'.repeat(turn + 1) });
      await sleep(turn * 60);
    }
    await roots.sweep();
    await roots.untilExact();
  });

  test.each([
    ['forward by a day', 86_400_000],
    ['back by a year', -31_536_000_000],
  ])('a clock that jumps %s changes no sum', async (_name, jump) => {
    const home = await homeOfOne();
    let skew = 0;
    const roots = await watchRoots(home, { now: () => Date.now() + skew });
    await writeFile(home.at(cold, 'before.dat'), 'before');
    skew = jump;
    await writeFile(home.at(cold, 'after.dat'), 'after the jump');
    const when = new Date(Date.now() + jump);
    await utimes(home.at(cold), when, when);
    await roots.sweep();
    await roots.untilExact();
    await writeFile(home.at(cold, 'later.dat'), 'and later');
    await roots.sweep();
    await roots.untilExact();
  });

  test('a root that nobody can write to is watched like any other', async () => {
    const home = await homeOfOne();
    await chmod(home.at(root), 0o555);
    await chmod(home.at(account), 0o555);
    const roots = await watchRoots(home);
    await writeFile(home.at(cold, 'new.dat'), 'new');
    await roots.sweep();
    await roots.untilExact();
    expect(roots.said.filter(({ kind }) => kind === 'trouble')).toEqual([]);
    await chmod(home.at(root), 0o755);
    await chmod(home.at(account), 0o755);
  });

  test('a root that may not be looked into is said; when it may be, what is in it counts', async () => {
    const home = await homeOfOne();
    await asNobody(home.path, async () => {
      await mkdir(home.at('xwechat_files'), { mode: 0o000 });
      const { watch, until } = await watchHome(home);
      await until(() =>
        expect(watch.get().troubles.map(({ trouble }) => trouble)).toContain('no-permission'),
      );
      expect(watch.get().state).toBe('degraded');
      expect(watch.get().changes).toEqual([]);
      await chmod(home.at('xwechat_files'), 0o700);
      await home.put({ 'xwechat_files/wxid_late_5e6f/db_storage/session/session.db': 'opened' });
      await until(() =>
        expect(watch.get().troubles.map(({ trouble }) => trouble)).not.toContain('no-permission'),
      );
      await until(() =>
        expect(watch.get().changes).toMatchObject([{ category: 'database', files: 1, bytes: 6 }]),
      );
      await watch.stop();
    });
  });

  test('five thousand new folders at once are all counted', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home);
    for (let i = 0; i < 5_000; i += 1) {
      mkdirSync(home.at(account, 'cache/2023-02', String(i)), { recursive: true });
      writeFileSync(home.at(account, 'cache/2023-02', String(i), 'f'), String(i));
    }
    await roots.untilExact();
    rmSync(home.at(account, 'cache/2023-02'), { recursive: true });
    await roots.untilExact();
  });

  test.skipIf(process.platform !== 'linux')('names that are no text are counted and followed', async () => {
    const home = await homeOfOne();
    const odd = Buffer.concat([Buffer.from(`${home.at(cold)}/`), Buffer.from([0xff, 0xfe])]);
    await mkdir(odd);
    const roots = await watchRoots(home);
    await writeFile(Buffer.concat([odd, Buffer.from('/in.dat')]), 'inside');
    await writeFile(Buffer.concat([odd, Buffer.from([0x2f, 0xe9])]), 'odd in odd');
    await writeFile(Buffer.concat([odd, Buffer.from([0x2e, 0xff])]), 'odd beside');
    await roots.sweep();
    await roots.untilExact();
    await rm(home.at(cold), { recursive: true });
    await roots.sweep();
    await roots.untilExact();
  });

  test('a database that grows in place is seen', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home);
    await truncate(home.at(account, 'db_storage/session/session.db'), 300_000);
    await roots.untilExact();
  });
});

describe('watching without being told', { timeout: 60_000 }, () => {
  const refusing: MakeFolderWatcher = (_onChange, onError) => ({
    set: () => {
      onError('ENOSPC');
      return Promise.resolve();
    },
    renew: () => undefined,
    close: () => Promise.resolve(),
  });

  test('without a watch left the folders are asked, and it is said', async () => {
    const home = await homeOfOne();
    const roots = await watchRoots(home, { makeWatcher: refusing });
    expect(roots.said).toContainEqual(expect.objectContaining({ kind: 'trouble', trouble: 'watch-limit' }));
    await writeFile(home.at(account, 'cache/2023-01/b'), 'more');
    await truncate(home.at(account, 'db_storage/session/session.db'), 70_000);
    await roots.sweep();
    await roots.untilExact();
  });

  test('a network folder is asked, and it is said', async () => {
    const home = await homeOfOne();
    const { watch, until } = await watchHome(home, {}, 'yes');
    await until(() => expect(watch.get().troubles.map(({ trouble }) => trouble)).toContain('network'));
    await writeFile(home.at(account, 'db_storage/session/session.db-wal'), 'growing');
    await until(() =>
      expect(watch.get().changes).toMatchObject([{ category: 'database', files: 1, bytes: 7 }]),
    );
    expect(watch.get().state).toBe('degraded');
  });
});
