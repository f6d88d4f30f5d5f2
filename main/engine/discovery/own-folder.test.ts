import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { createPlan } from '../planning/create-plan.ts';
import { scanUsage } from '../planning/scan.ts';
import { freeControl, inline } from '../planning/testing/sample-root.ts';
import type { Discovery } from './discovery.ts';
import { ownPlaces } from './own-folder.ts';

const root = 'Documents/xwechat_files';

async function homeWithData(): Promise<SmallHome> {
  const home = await makeSmallHome();
  await home.put(wechat4(root, 'wxid_a_1234'));
  return home;
}

function discoverWith(home: SmallHome, ownFolder: string): Promise<Discovery> {
  return home.discoverLinux({}, ownFolder);
}

const refused = (home: SmallHome, path: string, which = 'own-inside') => ({
  code: 'data-dir-not-apart',
  params: { path: home.at(path), root: home.at(root), which },
});

test.each([root, `${root}/wxid_a_1234/temp/not/there/yet`, `${root}/wxid_a_1234/db_storage`])(
  'throws data-dir-not-apart for our own folder inside a data folder: %s',
  async (own) => {
    const home = await homeWithData();
    await expect(discoverWith(home, home.at(own))).rejects.toMatchObject(refused(home, own));
  },
);

test.each(['Documents', '.'])(
  'throws data-dir-not-apart for our own folder around a data folder: %s',
  async (own) => {
    const home = await homeWithData();
    await expect(discoverWith(home, home.at(own))).rejects.toMatchObject(refused(home, own, 'data-inside'));
  },
);

test('throws data-dir-not-apart when a link puts our own folder into a data folder', async () => {
  const home = await homeWithData();
  await home.put(['elsewhere/x']);
  symlinkSync(home.at(root, 'wxid_a_1234'), home.at('link'));
  symlinkSync(home.at('elsewhere'), home.at(root, 'out'));
  for (const own of ['link', 'link/new', `${root}/out/state`])
    await expect(discoverWith(home, home.at(own))).rejects.toMatchObject(refused(home, own));
});

test('throws data-dir-not-apart when a subfolder of ours links into a data folder', async () => {
  const home = await homeWithData();
  mkdirSync(home.at('state'));
  symlinkSync(home.at(root, 'wxid_a_1234'), home.at('state/plans'));
  await expect(discoverWith(home, home.at('state'))).rejects.toMatchObject(refused(home, 'state/plans'));
});

test('accepts sibling folders, even with a common name prefix', async () => {
  const home = await homeWithData();
  for (const own of [`${root}-signoff`, 'Documents/state', '.local/state/signoff'])
    expect((await discoverWith(home, home.at(own))).roots).toHaveLength(1);
});

/** The reason why bind mounts are not available; null when they are. */
function whyNoMount(): string | null {
  const point = mkdtempSync(join(tmpdir(), 'signoff-mount-'));
  try {
    execFileSync('mount', ['--bind', point, point], { stdio: 'pipe' });
    execFileSync('umount', [point]);
    return null;
  } catch (error) {
    return `nothing may be mounted here: ${String(error)}`;
  } finally {
    rmdirSync(point);
  }
}
const noMount = process.platform === 'linux' ? whyNoMount() : 'bind mounts are Linux’s';

test.skipIf(noMount !== null)(
  'throws data-dir-not-apart when a mount shows part of a data folder as our own',
  async () => {
    const home = await homeWithData();
    await home.put(['state/', 'mounted/', `${root}/wxid_a_1234/temp/`]);
    execFileSync('mount', ['--bind', home.at(root, 'wxid_a_1234/temp'), home.at('mounted')]);
    onTestFinished(() => void execFileSync('umount', [home.at('mounted')]));
    for (const own of ['mounted', 'mounted/new'])
      await expect(discoverWith(home, home.at(own))).rejects.toMatchObject(refused(home, own));
  },
);

test('our own folder inside a data folder is in no scan and no plan, by path or by identity', async () => {
  const home = await homeWithData();
  const mine = `${root}/wxid_a_1234/temp/state`;
  await home.put([`${mine}/quarantine/q-1/a.dat`, `${root}/wxid_a_1234/temp/b.dat`]);
  writeFileSync(home.at(mine, 'settings.json'), '{}');
  const found = await home.discoverLinux();
  const own = ownPlaces(home.at(mine));
  const elsewhere = own.map((place) => ({ ...place, realPath: `/elsewhere${place.realPath}` }));
  for (const places of [own, elsewhere]) {
    const selection = { level: 'deep', accounts: 'all', include: [], olderThanMs: null, keep: [] } as const;
    const plan = await createPlan(
      inline(),
      { ...found, own: places },
      { ...selection, sinceSession: false },
      'p',
      freeControl(),
    );
    const paths = Array.from({ length: plan.entryCount }, (_, index) => plan.pathOf(index));
    expect(paths).toContain(home.at(root, 'wxid_a_1234/temp/b.dat'));
    expect(paths.filter((path) => path.includes('/state/'))).toEqual([]);
    const folders = Array.from({ length: plan.folderCount }, (_, index) => plan.folder(index));
    expect(
      folders.filter(({ complete }) => complete).map(({ segments }) => segments.join('/')),
    ).not.toContain('wxid_a_1234/temp');
  }
  const usage = await scanUsage(inline(), { ...found, own }, freeControl());
  expect(usage.total.files).toBe(3);
});
