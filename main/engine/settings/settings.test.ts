import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { openSettings } from './settings.ts';

const clock = { now: () => Date.UTC(2026, 10, 20, 12) };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signoff-settings-'));
});

test('settings survive a restart and are readable by the owner only', async () => {
  const first = await openSettings(await openStateFolder(folder, clock));
  await first.set({ theme: 'dark' });
  const second = await openSettings(await openStateFolder(folder, clock));
  expect(second.get()).toEqual({ ...firstSettings, theme: 'dark' });
  expect((await stat(join(folder, 'settings.json'))).mode & 0o077).toBe(0);
});

test('changes by two processes to different settings are both kept', async () => {
  const window = await openSettings(await openStateFolder(folder, clock));
  const commandLine = await openSettings(await openStateFolder(folder, clock));
  await commandLine.set({ quarantineDays: 90 });
  expect(await window.set({ theme: 'dark' })).toMatchObject({ theme: 'dark', quarantineDays: 90 });
});

test('concurrent changes in one process are all kept', async () => {
  const settings = await openSettings(await openStateFolder(folder, clock));
  await Promise.all([settings.set({ theme: 'dark' }), settings.set({ quarantineDays: 90 })]);
  expect(settings.get()).toMatchObject({ theme: 'dark', quarantineDays: 90 });
});

test.each(['{"language":', '{"version":1,"language":"fr","theme":"dark"}', '[]', ''])(
  'damaged settings %j are set aside and listed, and the defaults apply',
  async (text) => {
    await writeFile(join(folder, 'settings.json'), text);
    const state = await openStateFolder(folder, clock);
    const settings = await openSettings(state);
    expect(settings.get()).toEqual(firstSettings);
    const [aside] = await readdir(folder);
    expect(aside).toMatch(/^settings\.json\.corrupt-2026-11-20T/);
    expect(state.asides()).toEqual([join(folder, aside!)]);
    expect(await readFile(join(folder, aside!), 'utf8')).toBe(text);
  },
);

test('settings of another version are kept as they are, and nothing has a limit in the quarantine', async () => {
  const first = await openSettings(await openStateFolder(folder, clock));
  await first.set({ quarantineDays: 90 });
  expect(first.quarantineLimits()).toMatchObject({ quarantineDays: 90 });
  const path = join(folder, 'settings.json');
  const text = (await readFile(path, 'utf8')).replace('"version": 1', '"version": 2');
  await writeFile(path, text);
  const settings = await openSettings(await openStateFolder(folder, clock));
  expect(settings.get()).toEqual(firstSettings);
  expect(settings.quarantineLimits()).toEqual({ quarantineDays: null, quarantineBytes: null });
  await expect(settings.set({ theme: 'dark' })).rejects.toMatchObject({ code: 'other-format' });
  expect(await readFile(path, 'utf8')).toBe(text);
});
