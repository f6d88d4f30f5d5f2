import { chmod, mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { createKeepList } from './keep-list.ts';

let folder: string;
const clock = { now: () => Date.UTC(2026, 10, 20, 12) };
const open = async () => createKeepList(await openStateFolder(folder, clock), clock.now);
const mine = { path: '/data/wxid_a/合同.docx', accountId: 'a-1' };
const hers = { path: '/data/wxid_b/*', accountId: 'a-2' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signoff-keep-'));
});

test('entries survive a restart, each once, readable by the owner only', async () => {
  const list = await open();
  await Promise.all([list.add([mine, mine]), list.add([mine, hers])]);
  expect(await (await open()).paths()).toEqual([mine.path, hers.path]);
  expect((await stat(join(folder, 'keep.json'))).mode & 0o077).toBe(0);
});

test('an entry is gone only after it was removed, and nothing is written while nothing changes', async () => {
  const list = await open();
  await list.remove(['/nothing']);
  expect(await readdir(folder)).not.toContain('keep.json');
  await list.add([mine, hers]);
  await (await open()).remove([mine.path]);
  expect(await list.paths()).toEqual([hers.path]);
});

test('a list that is full takes nothing more', async () => {
  const list = await open();
  await list.add(
    Array.from({ length: 1000 }, (_none, index) => ({ path: `/data/${index}`, accountId: null })),
  );
  await expect(list.add([mine])).rejects.toMatchObject({ code: 'keep-refused', params: { why: 'full' } });
  expect(await list.paths()).toHaveLength(1000);
});

test.each(['', '{"version":1,"kept":[{"path":7}],"lost":null}', '[]', '{"version":1,"kept":['])(
  'a damaged list %j gives no paths until it is confirmed, also after a restart',
  async (text) => {
    await writeFile(join(folder, 'keep.json'), text);
    const lost = {
      code: 'keep-list-lost',
      params: { path: expect.stringContaining('keep.json.corrupt-') as unknown },
    };
    await expect((await open()).paths()).rejects.toMatchObject(lost);
    const list = await open();
    await expect(list.paths()).rejects.toMatchObject(lost);
    await list.add([mine]);
    await expect(list.paths()).rejects.toMatchObject(lost);
    await list.confirm();
    expect(await (await open()).paths()).toEqual([mine.path]);
  },
);

test('a damaged list that another program set aside counts as lost, too', async () => {
  await writeFile(join(folder, 'keep.json.corrupt-2026-11-20T11-00-00-000Z'), 'x');
  await expect((await open()).paths()).rejects.toMatchObject({ code: 'keep-list-lost' });
});

test('a list of another version gives no paths and stays as it is', async () => {
  const text = '{"version":2,"kept":[]}';
  await writeFile(join(folder, 'keep.json'), text);
  const list = await open();
  await expect(list.paths()).rejects.toMatchObject({ code: 'other-format' });
  await expect(list.add([mine])).rejects.toMatchObject({ code: 'other-format' });
  expect(await readFile(join(folder, 'keep.json'), 'utf8')).toBe(text);
});

test('a list that may not be read gives no paths', async () => {
  await (await open()).add([mine]);
  await chmod(join(folder, 'keep.json'), 0);
  const list = await open();
  await asNobody(folder, async () => {
    await expect(list.paths()).rejects.toMatchObject({ code: 'data-dir-unusable' });
  });
});
