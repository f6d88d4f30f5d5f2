import { symlinkSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { generateDemoHome } from '../demo/generate-demo-home.ts';
import { assistantOnHome } from './testing/assistant-on-home.ts';

let home: string;

beforeEach(async () => {
  home = join(await realpath(await mkdtemp(join(tmpdir(), 'signoff-show-'))), 'demo');
  onTestFinished(() => rm(join(home, '..'), { recursive: true, force: true }));
  await generateDemoHome({ folder: home, files: 400 });
});

async function opened(isAvailable = true) {
  const shown: string[] = [];
  const fileManager = {
    isAvailable: () => isAvailable,
    show: (path: string) => {
      shown.push(path);
      return Promise.resolve({ kind: 'shown' } as const);
    },
  };
  const assistant = await assistantOnHome(home, { fileManager });
  const { roots, accounts } = await assistant.call('accounts.discover', {});
  const [account] = accounts.filter(({ access }) => access === 'ok');
  const root = roots.find(({ id }) => id === account!.rootId)!;
  return { assistant, shown, root, folder: account!.folder };
}

test('shows what lies below a data folder, by its id', async () => {
  const { assistant, shown, root, folder } = await opened();
  expect((await assistant.call('host.describe', {})).capabilities.openFolder).toBe(true);
  await assistant.call('host.showPlace', { rootId: root.id, path: folder });
  expect(shown).toEqual([join(root.realPath, folder)]);
});

test('opens nothing that was not given out, that climbs or leads out, or that is gone', async () => {
  const { assistant, shown, root, folder } = await opened();
  symlinkSync('/etc', join(root.realPath, folder, 'out'));
  const cases = [
    [root.id, '../x', 'outside'],
    [root.id, '/etc/passwd', 'outside'],
    [root.id, `${folder}/../../x`, 'outside'],
    [root.id, `${folder}/out/passwd`, 'outside'],
    ['root-other', folder, 'outside'],
    [root.id, `${folder}/nothing`, 'missing'],
  ] as const;
  for (const [rootId, path, why] of cases)
    await expect(assistant.call('host.showPlace', { rootId, path })).rejects.toMatchObject({
      code: 'place-not-shown',
      params: { why },
    });
  expect(shown).toEqual([]);
});

test('without a file manager it cannot be done, and that is said', async () => {
  const { assistant, shown, root, folder } = await opened(false);
  expect((await assistant.call('host.describe', {})).capabilities.openFolder).toBe(false);
  await expect(assistant.call('host.showPlace', { rootId: root.id, path: folder })).rejects.toMatchObject({
    params: { why: 'not-available' },
  });
  expect(shown).toEqual([]);
});
