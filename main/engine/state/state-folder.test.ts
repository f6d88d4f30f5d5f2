import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeFailure } from '../fs/errors.ts';
import { openStateFolder } from './state-folder.ts';

const clock = { now: () => Date.UTC(2026, 10, 20, 12) };

const shape = { version: 1, parse: (value: unknown) => value as object };

test('the state folder and its files are readable by the owner only', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'signoff-state-')), 'a', 'b');
  const state = await openStateFolder(folder, clock);
  await state.writeJson(['reports', 'one.json'], shape, { n: 1 });
  for (const path of [folder, join(folder, 'reports'), join(folder, 'reports', 'one.json')]) {
    expect((await stat(path)).mode & 0o077).toBe(0);
  }
  expect(await state.readJson(['reports', 'one.json'], shape)).toEqual({ n: 1 });
  expect(await readdir(join(folder, 'reports'))).toEqual(['one.json']);
});

test('a missing file reads as null and is not set aside', async () => {
  const state = await openStateFolder(await mkdtemp(join(tmpdir(), 'signoff-state-')), clock);
  expect(await state.readJson(['none.json'], shape)).toBeNull();
  expect(state.asides()).toEqual([]);
});

test('a state folder below a file is rejected with its path and the error code', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'signoff-state-'));
  await writeFile(join(parent, 'file'), '');
  await expect(openStateFolder(join(parent, 'file', 'state'), clock)).rejects.toMatchObject({
    code: 'data-dir-unusable',
    params: { path: join(parent, 'file', 'state'), reason: 'ENOTDIR' },
  });
});

test('a state folder below /proc is rejected without hanging', async () => {
  await expect(openStateFolder('/proc/signoff/state', clock)).rejects.toMatchObject({
    code: 'data-dir-unusable',
  });
});

test('a damaged file that cannot be set aside is rejected with its path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signoff-state-'));
  const state = await openStateFolder(folder, clock);
  await writeFile(join(folder, 'settings.json'), '{');
  await mkdir(join(folder, 'settings.json.corrupt-2026-11-20T12-00-00-000Z', 'in the way'), {
    recursive: true,
  });
  const refused = {
    name: 'SignOffError',
    code: 'data-dir-unusable',
    params: { path: join(folder, 'settings.json') },
  };
  await expect(state.readJson(['settings.json'], shape)).rejects.toMatchObject(refused);
  expect(state.asides()).toEqual([]);
});

test('setting aside a file that another process has set aside already does not throw', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signoff-state-'));
  const state = await openStateFolder(folder, clock);
  await state.setAside(join(folder, 'settings.json'));
  expect(state.asides()).toEqual([]);
});

test('a write failure is disk-full for ENOSPC and EDQUOT, and data-dir-unusable otherwise', () => {
  const refused = (code: string) => writeFailure('/state/x', Object.assign(new Error(code), { code }));
  for (const code of ['ENOSPC', 'EDQUOT'])
    expect(refused(code)).toMatchObject({ code: 'disk-full', params: { path: '/state/x' } });
  expect(refused('EIO')).toMatchObject({ code: 'data-dir-unusable', params: { reason: 'EIO' } });
  expect(writeFailure('/state/y', refused('EDQUOT'))).toMatchObject({ params: { path: '/state/x' } });
});

test('a file set aside is named by every later program until it is removed', async () => {
  const path = await mkdtemp(join(tmpdir(), 'signoff-state-'));
  const first = await openStateFolder(path, clock);
  await writeFile(await first.place('reports', 'r-1.json'), '{');
  expect(await first.readJson(['reports', 'r-1.json'], shape)).toBeNull();
  const [aside] = first.asides();
  expect(aside).toContain(join(path, 'reports', 'r-1.json.corrupt-'));
  await symlink(aside!, `${path}/link.corrupt-2026-01-01T00-00-00-000Z`);
  const later = await openStateFolder(path, clock);
  expect(later.asides()).toEqual([aside]);
  await rm(aside!);
  expect(later.asides()).toEqual([]);
});
