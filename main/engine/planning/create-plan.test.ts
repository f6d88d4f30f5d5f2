import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  dayMs,
  discoveryOf,
  inline,
  mountsAt,
  now,
  platformById,
  rootOf,
  scratchFolder,
  writeTree,
} from './testing/sample-root.ts';
import { planLifetimeMs } from './create-plan.ts';
import { keptFor, pathsBelow, removableFolders } from './testing/plan-content.ts';
import { bothAccounts, useWechatRoot, wechat } from './testing/wechat-root.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';

const root = useWechatRoot();

function plannedPaths(frozen: FrozenPlan): string[] {
  return pathsBelow(root.path, frozen);
}

const home = {
  'wxid_a/cache/2024-01/x/a.dat': { bytes: 100 },
  'wxid_a/temp/t/b.tmp': { bytes: 50 },
  'wxid_a/temp/inner.db': { bytes: 5 },
  'wxid_a/msg/attach/0f/2024-01/Img/p.dat': { bytes: 70 },
  'wxid_a/msg/file/2024-01/offer.pdf': { bytes: 30 },
  'wxid_a/msg/file/2024-01/books.db': { bytes: 30 },
  'wxid_a/business/favorite/data/f': { bytes: 9 },
  'wxid_a/db_storage/message/message_0.db': { bytes: 1000 },
  'wxid_a/db_storage/message/message_0.db-wal': { bytes: 10 },
  'wxid_a/unlisted/thing': { bytes: 4 },
  'wxid_b/cache/2024-01/c.dat': { bytes: 200 },
  'all_users/config/global_config': { bytes: 8 },
  'all_users/login/wxid_a/key_info.db': { bytes: 20 },
  'all_users/login/wxid_b/key_info.db': { bytes: 21 },
  'all_users/config/other.ini': { bytes: 3 },
  'Backup/x/BAK_0': { bytes: 5000 },
};

describe('planned entries', () => {
  it('basic takes caches of the selected account and nothing else', async () => {
    writeTree(root.path, home);
    const frozen = await root.plan({ accounts: ['id-wxid_a'] });
    expect(plannedPaths(frozen)).toEqual(['wxid_a/cache/2024-01/x/a.dat', 'wxid_a/temp/t/b.tmp']);
    expect(frozen.view.total).toMatchObject({ files: 2, bytes: 150 });
    expect(keptFor(frozen, 'protected')).toBe(1);
    expect(removableFolders(frozen)).toEqual(['wxid_a/cache/2024-01/x', 'wxid_a/temp/t']);
  });

  it('basic with extras takes media and received files, but no database among them', async () => {
    writeTree(root.path, home);
    const frozen = await root.plan({ accounts: ['id-wxid_a'], include: ['media', 'received'] });
    expect(plannedPaths(frozen)).toContain('wxid_a/msg/attach/0f/2024-01/Img/p.dat');
    expect(plannedPaths(frozen)).toContain('wxid_a/msg/file/2024-01/offer.pdf');
    expect(plannedPaths(frozen)).not.toContain('wxid_a/msg/file/2024-01/books.db');
    expect(plannedPaths(frozen)).not.toContain('wxid_a/business/favorite/data/f');
  });

  it('system takes the account’s own sign-in and the shared one, not the other account’s', async () => {
    writeTree(root.path, home);
    const frozen = await root.plan({ level: 'system', accounts: ['id-wxid_a'] });
    expect(plannedPaths(frozen)).toEqual([
      'all_users/config/global_config',
      'all_users/login/wxid_a/key_info.db',
      'wxid_a/cache/2024-01/x/a.dat',
      'wxid_a/temp/t/b.tmp',
    ]);
    expect(removableFolders(frozen)).toContain('all_users/login/wxid_a');
    expect(removableFolders(frozen)).not.toContain('all_users/login/wxid_b');
  });

  it('deep takes the whole folder of the account, and backups only when selected', async () => {
    writeTree(root.path, home);
    const frozen = await root.plan({ level: 'deep', accounts: ['id-wxid_a'] });
    const inside = Object.keys(home).filter((path) => path.startsWith('wxid_a/'));
    expect(plannedPaths(frozen)).toEqual(
      ['all_users/config/global_config', 'all_users/login/wxid_a/key_info.db', ...inside].sort(),
    );
    expect(removableFolders(frozen)).toContain('wxid_a');
    expect(removableFolders(frozen)).not.toContain('');
    const both = await root.plan({ level: 'deep', include: ['phone-backups'] });
    expect(plannedPaths(both)).toEqual(Object.keys(home).sort());
  });

  it('the plan lists the accounts with what deep removal would take from them', async () => {
    writeTree(root.path, home);
    const [account] = (await root.plan({ accounts: ['id-wxid_a'] })).view.accounts;
    expect(account).toEqual({
      accountId: 'id-wxid_a',
      rootId: 'root-wechat-linux-4',
      folder: 'wxid_a',
      key: 'wxid_a',
      databases: 1,
      backups: 'beside',
      bytes: 1308,
    });
  });

  it('the plan tells a phone backup in an account’s folder from one that all accounts share', async () => {
    const backupsOf = async (files: Parameters<typeof writeTree>[1]) => {
      writeTree(root.path, files);
      const { accounts } = (await root.plan({ level: 'deep' })).view;
      return Object.fromEntries(accounts.map(({ folder, backups }) => [folder, backups]));
    };
    const { 'Backup/x/BAK_0': shared, ...rest } = home;
    expect(await backupsOf(rest)).toEqual({ wxid_a: 'none', wxid_b: 'none' });
    expect(await backupsOf({ 'wxid_a/Backup/BAK_0': { bytes: 9 } })).toEqual({
      wxid_a: 'inside',
      wxid_b: 'none',
    });
    expect(await backupsOf({ 'Backup/x/BAK_0': shared })).toEqual({ wxid_a: 'inside', wxid_b: 'beside' });
  });

  it('entries are grouped by account and row, with the risk of each row', async () => {
    writeTree(root.path, home);
    const frozen = await root.plan({ level: 'deep', include: ['phone-backups'] });
    const rows = frozen.view.groups.map(({ accountId, location, files, risk }) => [
      accountId,
      location,
      files,
      risk,
    ]);
    expect(rows).toEqual([
      ['id-wxid_a', 'W4-01', 1, 'medium'],
      ['id-wxid_a', 'W4-02', 2, 'low'],
      ['id-wxid_a', 'W4-07', 1, 'high'],
      ['id-wxid_a', 'W4-08', 1, 'high'],
      ['id-wxid_a', 'W4-10', 2, 'irreversible'],
      ['id-wxid_a', 'W4-12', 2, 'irreversible'],
      ['id-wxid_a', 'W4-16', 1, 'medium'],
      ['id-wxid_a', null, 1, 'irreversible'],
      ['id-wxid_b', 'W4-01', 1, 'medium'],
      ['id-wxid_b', 'W4-16', 1, 'medium'],
      [null, 'W4-14', 1, 'irreversible'],
      [null, 'W4-15', 1, 'medium'],
      [null, 'W4-18', 1, 'low'],
    ]);
    expect(frozen.view.groups.map((group) => group.id)).toEqual(rows.map((_, index) => index));
  });
});

describe('filters', () => {
  it('the age filter uses each file’s own time, also in a folder with an old name', async () => {
    writeTree(root.path, {
      'wxid_a/cache/2019-01/new.dat': { ageDays: 1 },
      'wxid_a/cache/2026-11/old.dat': { ageDays: 400 },
      'all_users/config/global_config': { ageDays: 0 },
    });
    const frozen = await root.plan({ level: 'system', olderThanMs: 30 * dayMs });
    expect(plannedPaths(frozen)).toEqual(['all_users/config/global_config', 'wxid_a/cache/2026-11/old.dat']);
    expect(keptFor(frozen, 'too-new')).toBe(1);
  });

  it('a keep glob keeps a matching file, or a folder with all its content', async () => {
    writeTree(root.path, home);
    const frozen = await root.plan({ keep: ['wxid_a/temp', '*.dat'], sinceSession: false });
    expect(plannedPaths(frozen)).toEqual([]);
    expect(removableFolders(frozen)).not.toContain('wxid_a/temp/t');
    expect(keptFor(frozen, 'kept-by-pattern')).toBe(3);
  });

  it('filters never separate a database from its journal', async () => {
    writeTree(root.path, {
      'wxid_a/db_storage/m.db': { ageDays: 1 },
      'wxid_a/db_storage/m.db-wal': { ageDays: 90 },
      'wxid_a/db_storage/old.db': { ageDays: 90 },
      'wxid_a/db_storage/old.db-wal': { ageDays: 90 },
    });
    expect(plannedPaths(await root.plan({ level: 'deep', olderThanMs: 30 * dayMs }))).toEqual([
      'wxid_a/db_storage/old.db',
      'wxid_a/db_storage/old.db-wal',
    ]);
    expect(
      plannedPaths(await root.plan({ level: 'deep', keep: ['m.db', 'old.db-wal'], sinceSession: false })),
    ).toEqual([]);
  });
});

describe('kept entries', () => {
  it('the gentle levels keep links; deep takes the link and not its target', async () => {
    const outside = scratchFolder();
    writeTree(outside.path, { 'holiday.jpg': {} });
    writeTree(root.path, { 'wxid_a/cache/2024-01/a.dat': {} });
    symlinkSync(outside.path, join(root.path, 'wxid_a/cache/2024-01/out'));
    expect(keptFor(await root.plan({ level: 'system' }), 'link')).toBe(1);
    const deep = await root.plan({ level: 'deep' });
    outside.release();
    expect(plannedPaths(deep)).toEqual(['wxid_a/cache/2024-01/a.dat', 'wxid_a/cache/2024-01/out']);
    const kinds = Array.from({ length: deep.entryCount }, (_, index) => deep.entry(index).kind);
    expect(kinds).toEqual(['file', 'link']);
  });

  it('mount points stay with their content, and the folder above is not complete', async () => {
    writeTree(root.path, { 'wxid_a/cache/2024-01/a.dat': {}, 'wxid_a/mnt/b.dat': {} });
    const frozen = await root.plan({ level: 'deep' }, inline(mountsAt([join(root.path, 'wxid_a/mnt')])));
    expect(plannedPaths(frozen)).toEqual(['wxid_a/cache/2024-01/a.dat']);
    expect(keptFor(frozen, 'mount')).toBe(1);
    expect(removableFolders(frozen)).not.toContain('wxid_a/mnt');
  });

  it('an unknown layout stays completely, and its root is not in the plan', async () => {
    writeTree(root.path, home);
    const unknown = rootOf(wechat, root.path, [], { layout: 'unknown' });
    const frozen = await root.plan({ level: 'deep' }, inline(), discoveryOf(unknown));
    expect(frozen.entryCount).toBe(0);
    expect(frozen.roots).toEqual([]);
    expect(keptFor(frozen, 'unknown-layout')).toBe(Object.keys(home).length);
  });

  it('a messenger without a selected account stays completely', async () => {
    writeTree(root.path, home);
    const qq = scratchFolder();
    writeTree(qq.path, { 'global/nt_db/login.db': {}, 'nt_qq_1/nt_temp/x': {} });
    const discovery = discoveryOf(
      rootOf(wechat, root.path, bothAccounts),
      rootOf(platformById('qq-linux-nt'), qq.path, ['nt_qq_1']),
    );
    const frozen = await root.plan({ level: 'system', accounts: ['id-wxid_a'] }, inline(), discovery);
    qq.release();
    expect(frozen.roots.map(({ realPath }) => realPath)).toEqual([root.path]);
  });
});

describe('refusals', () => {
  it('an unknown account is refused', async () => {
    await expect(root.plan({ accounts: ['id-nobody'] })).rejects.toMatchObject({
      code: 'account-not-found',
      params: { account: 'id-nobody' },
    });
  });

  it.runIf(process.platform === 'linux')('unknown mounts are refused on Linux', async () => {
    const unknown = { below: () => Promise.resolve({ kind: 'could-not-tell', reason: 'test' } as const) };
    await expect(root.plan({}, inline(unknown))).rejects.toMatchObject({ code: 'mounts-unknown' });
  });

  it('a plan expires after half an hour', async () => {
    const { createdAt, expiresAt } = (await root.plan()).view;
    expect(createdAt).toBe(now);
    expect(expiresAt - createdAt).toBe(planLifetimeMs);
  });
});
