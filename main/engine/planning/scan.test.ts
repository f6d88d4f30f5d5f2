import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { UsageView } from '../../../app/contract/usage.ts';
import { asNobody } from '../../testing/as-nobody.ts';
import { createMonthOf, monthName } from '../../../app/cleanup/months.ts';
import { scanUsage } from './scan.ts';
import { useWechatRoot, wechat } from './testing/wechat-root.ts';
import {
  dayMs,
  discoveryOf,
  freeControl,
  inline,
  mountsAt,
  now,
  rootOf,
  scratchFolder,
  writeTree,
} from './testing/sample-root.ts';

const root = useWechatRoot();

function bytesOf(usage: UsageView, category: string, accountId: string | null): number {
  return usage.cells
    .filter((cell) => cell.category === category && cell.accountId === accountId)
    .reduce((sum, cell) => sum + cell.bytes, 0);
}

describe('a usage scan', () => {
  it('sums sizes by account and category', async () => {
    writeTree(root.path, {
      'wxid_a/cache/2024-01/a.dat': { bytes: 100 },
      'wxid_a/cache/2024-01/deep/er/b.dat': { bytes: 20 },
      'wxid_a/db_storage/message/message_0.db': { bytes: 1000 },
      'wxid_a/unheard/of.bin': { bytes: 7 },
      'wxid_b/msg/file/2024-01/offer.pdf': { bytes: 300 },
      'all_users/config/global_config': { bytes: 5 },
      'all_users/login/wxid_b/key_info.db': { bytes: 50 },
      'all_users/login/wxid_gone/key_info.db': { bytes: 60 },
    });
    const usage = await root.scan();
    expect(bytesOf(usage, 'cache', 'id-wxid_a')).toBe(120);
    expect(bytesOf(usage, 'database', 'id-wxid_a')).toBe(1000);
    expect(bytesOf(usage, 'other', 'id-wxid_a')).toBe(7);
    expect(bytesOf(usage, 'received', 'id-wxid_b')).toBe(300);
    expect(bytesOf(usage, 'credentials', 'id-wxid_b')).toBe(50);
    expect(bytesOf(usage, 'credentials', null)).toBe(65);
    expect(usage.total).toMatchObject({ files: 8, bytes: 1542 });
    expect(usage.unreadable).toEqual([]);
  });

  it('counts a file in the month of its own mtime, not of its folder', async () => {
    writeTree(root.path, { 'wxid_a/cache/2020-01/a.dat': { ageDays: 0 } });
    const [cell] = (await root.scan()).cells;
    const date = new Date(now);
    expect(cell?.month).toBe(`${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`);
  });

  it('counts an unknown layout by size only', async () => {
    writeTree(root.path, { 'x/y.db': { bytes: 30 }, 'z.txt': { bytes: 4 } });
    const unknown = rootOf(wechat, root.path, [], { layout: 'unknown' });
    const usage = await scanUsage(inline(), discoveryOf(unknown), freeControl());
    expect(usage.total).toMatchObject({ files: 2, bytes: 34 });
    expect(usage.cells.every((cell) => cell.accountId === null)).toBe(true);
  });

  it('never follows a link, so a cycle ends and an outside folder is not counted', async () => {
    const outside = scratchFolder();
    writeTree(outside.path, { 'holiday.jpg': { bytes: 5000 } });
    writeTree(root.path, { 'wxid_a/cache/2024-01/a.dat': { bytes: 10 } });
    symlinkSync(outside.path, join(root.path, 'wxid_a/cache/out'));
    symlinkSync('..', join(root.path, 'wxid_a/cache/up'));
    const usage = await root.scan();
    outside.release();
    expect(usage.total.files).toBe(3);
    expect(usage.total.bytes).toBeLessThan(1000);
  });

  it('does not enter a mount point, also on the same disk', async () => {
    writeTree(root.path, { 'wxid_a/cache/2024-01/a.dat': {}, 'wxid_a/cache/2024-02/b.dat': {} });
    const usage = await root.scan(['wxid_a'], inline(mountsAt([join(root.path, 'wxid_a/cache/2024-02')])));
    expect(usage.total.files).toBe(1);
  });

  it('still scans when the mounts are unknown', async () => {
    writeTree(root.path, { 'wxid_a/cache/2024-01/a.dat': {} });
    const unknown = { below: () => Promise.resolve({ kind: 'could-not-tell', reason: 'test' } as const) };
    expect((await root.scan(['wxid_a'], inline(unknown))).total.files).toBe(1);
  });

  it('counts a root inside another root once, as itself', async () => {
    writeTree(root.path, { 'wxid_a/cache/2024-01/a.dat': {}, 'inner/wxid_b/cache/2024-01/b.dat': {} });
    const outer = rootOf(wechat, root.path, ['wxid_a'], { id: 'outer' });
    const inner = rootOf(wechat, join(root.path, 'inner'), ['wxid_b'], { id: 'inner' });
    const usage = await scanUsage(inline(), discoveryOf(outer, inner), freeControl());
    expect(usage.cells.map((cell) => [cell.rootId, cell.accountId, cell.files])).toEqual([
      ['outer', 'id-wxid_a', 1],
      ['inner', 'id-wxid_b', 1],
    ]);
  });

  it('counts files with invalid UTF-8 names, and leaves valid neighbours alone', async () => {
    const folder = join(root.path, 'wxid_a/cache/2024-01');
    writeTree(root.path, { 'wxid_a/cache/2024-01/\uFFFD.dat': { bytes: 3 } });
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe])]), Buffer.alloc(11));
    const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xd5, 0xc5])]);
    mkdirSync(odd);
    writeFileSync(Buffer.concat([odd, Buffer.from('/inside.txt')]), Buffer.alloc(100));
    expect((await root.scan()).total).toMatchObject({ files: 3, bytes: 114 });
  });

  it('reports an unreadable folder instead of counting it as empty', async () => {
    writeTree(root.path, { 'wxid_a/cache/2024-01/a.dat': {}, 'wxid_a/temp/b.dat': {} });
    for (const folder of [root.outside, root.path]) chmodSync(folder, 0o755);
    chmodSync(join(root.path, 'wxid_a/temp'), 0);
    const usage = await asNobody(root.outside, () => root.scan());
    chmodSync(join(root.path, 'wxid_a/temp'), 0o755);
    expect(usage.unreadable).toEqual([
      { rootId: 'root-wechat-linux-4', path: join(root.path, 'wxid_a/temp'), code: 'EACCES' },
    ]);
    expect(usage.total.files).toBe(1);
  });

  it('reports a root that discovery could not open', async () => {
    const closed = rootOf(wechat, root.path, [], { access: 'no-permission' });
    const usage = await scanUsage(inline(), discoveryOf(closed), freeControl());
    expect(usage.unreadable).toEqual([{ rootId: closed.id, path: root.path, code: 'EACCES' }]);
  });

  it('does not walk a root that is no longer the folder that was discovered', async () => {
    writeTree(root.path, { 'wxid_a/cache/2024-01/a.dat': {} });
    const found = rootOf(wechat, root.path, ['wxid_a']);
    const replaced = { ...found, identity: { ...found.identity, ino: found.identity.ino + 1n } };
    const usage = await scanUsage(inline(), discoveryOf(replaced), freeControl());
    expect(usage.total.files).toBe(0);
    expect(usage.unreadable.map(({ code }) => code)).toEqual(['ESTALE']);
  });

  it('counts a pipe without waiting for it', async () => {
    mkdirSync(join(root.path, 'wxid_a/cache/2024-01'), { recursive: true });
    execFileSync('/usr/bin/mkfifo', [join(root.path, 'wxid_a/cache/2024-01/pipe')]);
    expect((await root.scan()).total.files).toBe(1);
  });

  it('ends as cancelled when its signal aborts', async () => {
    writeTree(root.path, { 'wxid_a/cache/2024-01/a.dat': {} });
    await expect(
      scanUsage(inline(), root.discovery(), freeControl(AbortSignal.abort())),
    ).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('months', () => {
  it('change at local midnight of the first day', () => {
    const monthOf = createMonthOf();
    const first = new Date(2024, 2, 1).getTime();
    expect(monthName(monthOf(first))).toBe('2024-03');
    expect(monthName(monthOf(first - 1))).toBe('2024-02');
    expect(monthName(monthOf(first + 40 * dayMs))).toBe('2024-04');
    expect(monthName(monthOf(Number.NaN))).toMatch(/^19(69|70)-/);
  });
});
