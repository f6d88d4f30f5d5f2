import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { computerMark, openSettings } from './settings.ts';

const clock = { now: () => Date.UTC(2026, 10, 20, 12) };
const here = computerMark('lab-7', 'xiaoming');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signoff-settings-'));
});

test('settings survive a restart and are readable by the owner only', async () => {
  const first = await openSettings(await openStateFolder(folder, clock), here);
  await first.set({ theme: 'dark' });
  const second = await openSettings(await openStateFolder(folder, clock), here);
  expect(second.get()).toEqual({ ...firstSettings, theme: 'dark' });
  expect((await stat(join(folder, 'settings.json'))).mode & 0o077).toBe(0);
});

test('changes by two processes to different settings are both kept', async () => {
  const window = await openSettings(await openStateFolder(folder, clock), here);
  const commandLine = await openSettings(await openStateFolder(folder, clock), here);
  await commandLine.set({ quarantineDays: 90 });
  expect(await window.set({ theme: 'dark' })).toMatchObject({ theme: 'dark', quarantineDays: 90 });
});

test('concurrent changes in one process are all kept', async () => {
  const settings = await openSettings(await openStateFolder(folder, clock), here);
  await Promise.all([settings.set({ theme: 'dark' }), settings.set({ quarantineDays: 90 })]);
  expect(settings.get()).toMatchObject({ theme: 'dark', quarantineDays: 90 });
});

test.each(['{"language":', '{"version":1,"language":"fr","theme":"dark"}', '[]', ''])(
  'damaged settings %j are set aside and listed, and the defaults apply',
  async (text) => {
    await writeFile(join(folder, 'settings.json'), text);
    const state = await openStateFolder(folder, clock);
    const settings = await openSettings(state, here);
    expect(settings.get()).toEqual(firstSettings);
    const [aside] = await readdir(folder);
    expect(aside).toMatch(/^settings\.json\.corrupt-2026-11-20T/);
    expect(state.asides()).toEqual([join(folder, aside!)]);
    expect(await readFile(join(folder, aside!), 'utf8')).toBe(text);
  },
);

test('settings of another version are kept as they are, and nothing has a limit in the quarantine', async () => {
  const first = await openSettings(await openStateFolder(folder, clock), here);
  await first.set({ quarantineDays: 90 });
  expect(first.quarantineLimits()).toMatchObject({ quarantineDays: 90 });
  const path = join(folder, 'settings.json');
  const text = (await readFile(path, 'utf8')).replace('"version": 1', '"version": 2');
  await writeFile(path, text);
  const settings = await openSettings(await openStateFolder(folder, clock), here);
  expect(settings.get()).toEqual(firstSettings);
  expect(settings.quarantineLimits()).toEqual({ quarantineDays: null, quarantineBytes: null });
  await expect(settings.set({ theme: 'dark' })).rejects.toMatchObject({ code: 'other-format' });
  expect(await readFile(path, 'utf8')).toBe(text);
});

test('whose computer it is holds for this computer and user only, and is asked again elsewhere', async () => {
  const first = await openSettings(await openStateFolder(folder, clock), here);
  await first.set({ computer: 'own', theme: 'dark' });
  expect((await openSettings(await openStateFolder(folder, clock), here)).get().computer).toBe('own');
  for (const elsewhere of [computerMark('lab-8', 'xiaoming'), computerMark('lab-7', 'guest')]) {
    const moved = await openSettings(await openStateFolder(folder, clock), elsewhere);
    expect(moved.get()).toMatchObject({ computer: 'unanswered', theme: 'dark' });
  }
  const moved = await openSettings(await openStateFolder(folder, clock), computerMark('lab-8', 'xiaoming'));
  await moved.set({ theme: 'light' });
  expect((await openSettings(await openStateFolder(folder, clock), here)).get().computer).toBe('unanswered');
});

test('the file names neither the computer nor its user', async () => {
  const settings = await openSettings(await openStateFolder(folder, clock), here);
  await settings.set({ computer: 'shared' });
  expect(await readFile(join(folder, 'settings.json'), 'utf8')).not.toMatch(/lab-7|xiaoming/);
});
