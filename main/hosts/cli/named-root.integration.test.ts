import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startCopyOfSleep } from '../../testing/real-processes.ts';
import { diffSnapshots, snapshotTree } from '../../testing/tree-snapshot.ts';
import { schemas } from './schemas.ts';
import { buildCli, ended, runJson } from './testing/built-cli.ts';
import type { BuiltCli, Ran } from './testing/built-cli.ts';

let cli: BuiltCli;
beforeAll(async () => void (cli = await buildCli()), 300_000);

function jsonOf<Name extends keyof typeof schemas>(name: Name, ran: Ran) {
  return schemas[name].parse(JSON.parse(ran.out)) as ReturnType<(typeof schemas)[Name]['parse']>;
}

async function put(folder: string, ...files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), 'content');
  }
}

const account = 'wxid_far_2222';

function wechat4(root: string, name = account): readonly string[] {
  const files = ['db_storage/session/session.db', 'cache/2024-01/a', 'msg/file/2024-01/a.pdf'];
  return [`${root}/all_users/config/global_config`, ...files.map((file) => `${root}/${name}/${file}`)];
}

interface Scene {
  readonly home: string;
  /** a folder outside the home, with data that no rule finds and with pictures */
  readonly disk: string;
  readonly data: string;
}

async function makeScene(root = 'xwechat_files'): Promise<Scene> {
  const [home, disk] = [await cli.emptyHome(), await cli.emptyHome()];
  await put(home, ...wechat4('Documents/xwechat_files', 'wxid_near_1111'));
  await put(disk, ...wechat4(root), 'pictures/wxid_a_1111/a.jpg', 'pictures/cache/2024-01/b');
  return { home, disk, data: join(disk, root) };
}

const deepClean = ['clean', '--all-accounts', '--level', 'deep', '--yes'];

async function removedBy(scene: Scene, args: readonly string[]): Promise<readonly string[]> {
  const before = await snapshotTree(scene.disk);
  expect((await runJson(cli, scene.home, args)).exit).toBe(0);
  return diffSnapshots(before, await snapshotTree(scene.disk)).removed;
}

describe('--root', () => {
  test('adds a recognised folder to plan and clean, and without it nothing there goes', async () => {
    const scene = await makeScene();
    expect(await removedBy(scene, [...deepClean, '--mode', 'delete'])).toEqual([]);
    const args = ['plan', '--all-accounts', '--level', 'deep', '--list', '--root', scene.data];
    const plan = jsonOf('plan', await runJson(cli, scene.home, args));
    const planned = (plan.entries ?? []).map(({ path }) => path);
    expect(planned).toContain(join(scene.data, account, 'msg/file/2024-01/a.pdf'));
    const removed = await removedBy(scene, [...deepClean, '--mode', 'delete', '--root', scene.data]);
    expect(removed).toContain(`xwechat_files/${account}`);
    expect(await readdir(scene.disk)).toEqual(['pictures', 'xwechat_files']);
  }, 300_000);

  test('measures a folder without a messenger’s shape, says so, and never removes from it', async () => {
    const scene = await makeScene();
    const pictures = join(scene.disk, 'pictures');
    const scanned = await cli.run(scene.home, ['scan', '--root', pictures]);
    expect(scanned.exit).toBe(0);
    expect(scanned.out).toMatch(/\(named folder\) +\S*pictures +Other +2/);
    const scan = jsonOf('scan', await runJson(cli, scene.home, ['scan', '--root', pictures]));
    expect(scan.measuredOnly).toMatchObject([{ path: pictures }]);
    const cells = scan.usage.filter(({ rootId }) => rootId === scan.measuredOnly[0]?.id);
    expect(cells).toMatchObject([{ category: 'other', files: 2, accountId: null }]);
    expect(scan.otherFolders).toMatchObject([{ rootId: scan.measuredOnly[0]?.id }, {}]);
    expect(scan.otherReport).toContain('named folder: cache (');
    expect(scan.otherReport).not.toContain(scene.disk);
    for (const line of (scan.otherReport ?? '').split('\n').slice(1)) expect(scanned.out).toContain(line);
    const include = ['--include', 'media,received,phone-backups'];
    const all = [...deepClean, ...include, '--mode', 'delete', '--root', pictures];
    expect(await removedBy(scene, all)).toEqual([]);
    const cleaned = await cli.run(scene.home, ['plan', '--all-accounts', '--root', pictures]);
    expect(cleaned.err).toContain(`${pictures} is not recognised as a messenger’s data`);
  }, 300_000);

  test.each<[string, (scene: Scene) => string, string]>([
    ['the home', ({ home }) => home, 'too-wide'],
    ['the whole disk', () => '/', 'too-wide'],
    ['a missing folder', ({ disk }) => join(disk, 'gone'), 'missing'],
    ['a file', ({ data }) => join(data, account, 'cache/2024-01/a'), 'not-a-folder'],
    ['the own folder', ({ home }) => join(home, '.local/state/signoff'), 'own-folder'],
    ['a folder above the own folder', ({ home }) => join(home, '.local/state'), 'own-folder'],
    [
      'an account of a found folder',
      ({ home }) => join(home, 'Documents/xwechat_files/wxid_near_1111'),
      'inside-root',
    ],
  ])(
    'refuses %s with 2 before anything is written',
    async (_, pathOf, why) => {
      const scene = await makeScene();
      await mkdir(join(scene.home, '.local/state/signoff'), { recursive: true });
      const before = [await snapshotTree(scene.home), await snapshotTree(scene.disk)];
      const ran = await runJson(cli, scene.home, [...deepClean, '--root', pathOf(scene)]);
      expect(ran.exit).toBe(2);
      expect(jsonOf('error', ran)).toMatchObject({ code: 'data-folder-refused', params: { why } });
      expect([await snapshotTree(scene.home), await snapshotTree(scene.disk)]).toEqual(before);
    },
    300_000,
  );

  test.each([['scan'], ['session', 'start'], ['watch'], ['open', '--no-launch'], ['verify']])(
    'with a bad folder ends %s with 2',
    async (...words) => {
      const scene = await makeScene();
      const ran = await runJson(cli, scene.home, [...words, '--root', scene.home]);
      expect([ran.exit, jsonOf('error', ran).code]).toEqual([2, 'data-folder-refused']);
      expect(await readdir(scene.home)).toEqual(['Documents']);
    },
    300_000,
  );

  test('counts a relative path from the current folder and follows a link to its real folder', async () => {
    const scene = await makeScene();
    await symlink(scene.data, join(scene.disk, 'link'));
    const status = jsonOf(
      'status',
      await runJson(cli, scene.home, ['status', '--root', join(scene.disk, 'link')]),
    );
    expect(status.roots.map(({ realPath }) => realPath)).toContain(scene.data);
    expect(status.notes).toContainEqual({
      kind: 'root-is-link',
      path: join(scene.disk, 'link'),
      detail: scene.data,
    });
    const ran = await runJson(cli, scene.home, ['status', '--root', 'no-such-folder']);
    expect(jsonOf('error', ran).params).toMatchObject({ path: join(process.cwd(), 'no-such-folder') });
  }, 300_000);

  test('is refused while its messenger runs', async () => {
    const scene = await makeScene();
    const wechat = await startCopyOfSleep('opt/wechat/wechat', { below: cli.programs! });
    const ran = await runJson(cli, scene.home, [...deepClean, '--mode', 'delete', '--root', scene.data]);
    expect(ran.exit).toBe(4);
    expect(await readdir(scene.data)).toContain(account);
    await wechat.stop();
  }, 300_000);

  test('keeps the owner’s share of a session', async () => {
    const scene = await makeScene();
    const root = ['--root', scene.data];
    expect((await runJson(cli, scene.home, ['session', 'start', ...root])).exit).toBe(0);
    await put(scene.data, 'wxid_guest_3333/db_storage/session/session.db', 'wxid_guest_3333/cache/2024-01/a');
    const clean = ['clean', '--since-session', '--level', 'deep', '--mode', 'delete', '--yes', ...root];
    const removed = await removedBy(scene, clean);
    expect(removed).toContain('xwechat_files/wxid_guest_3333');
    expect(removed.filter((path) => !path.includes('wxid_guest_3333'))).toEqual([]);
  }, 300_000);

  test.each(['xwechat_files', 'renamed'])(
    'brings a deep clean of %s back from the quarantine, and verifies it',
    async (name) => {
      const scene = await makeScene(name);
      const before = await snapshotTree(scene.disk);
      const root = ['--root', scene.data];
      expect((await runJson(cli, scene.home, [...deepClean, ...root])).exit).toBe(0);
      expect(await readdir(scene.data)).not.toContain(account);
      expect(
        jsonOf('verify', await runJson(cli, scene.home, ['verify', ...root])).verification,
      ).toMatchObject({
        outcome: 'done',
        arrived: 0,
      });
      const [batch] = jsonOf(
        'quarantine list',
        await runJson(cli, scene.home, ['quarantine', 'list']),
      ).batches;
      const restore = ['quarantine', 'restore', batch?.id ?? ''];
      expect((await runJson(cli, scene.home, restore)).exit).toBe(4);
      expect((await runJson(cli, scene.home, [...restore, ...root])).exit).toBe(0);
      const { removed, added } = diffSnapshots(before, await snapshotTree(scene.disk));
      // a sign-in is deleted in every mode
      expect([removed, added]).toEqual([[`${name}/all_users/config/global_config`], []]);
    },
    300_000,
  );

  test('is watched', async () => {
    const scene = await makeScene();
    const child = cli.start(scene.home, ['watch', '--json', '--root', scene.data]);
    let out = '';
    child.stdout?.on('data', (chunk) => (out += String(chunk)));
    const done = ended(child);
    await expect.poll(() => out, { timeout: 60_000 }).toContain('"live"');
    await put(scene.data, `${account}/msg/file/2024-01/thesis.pdf`);
    await expect.poll(() => out, { timeout: 60_000 }).toContain('thesis.pdf');
    child.kill('SIGTERM');
    expect((await done).exit).toBe(0);
  }, 300_000);
});

describe('the setting dataFolders', () => {
  test('is used by every command, takes several folders and forgets them', async () => {
    const scene = await makeScene();
    const pictures = join(scene.disk, 'pictures');
    const set = (...values: readonly string[]) =>
      runJson(cli, scene.home, ['settings', 'set', 'dataFolders', ...values]);
    const link = join(scene.disk, 'link');
    await symlink(scene.data, link);
    const chosen = await set(link, pictures, scene.data);
    const { settings } = jsonOf('settings set', chosen);
    expect(settings.dataFolders).toEqual([scene.data, pictures]);
    expect(chosen.err).toContain(`${pictures} is not recognised as a messenger’s data`);
    const status = jsonOf('status', await runJson(cli, scene.home, ['status']));
    expect(status.accounts.map(({ folder }) => folder)).toContain(account);
    expect(status.measuredOnly).toMatchObject([{ path: pictures }]);
    expect(jsonOf('settings set', await set('none')).settings.dataFolders).toEqual([]);
    const after = jsonOf('status', await runJson(cli, scene.home, ['status']));
    expect(after.accounts.map(({ folder }) => folder)).not.toContain(account);
  }, 300_000);

  test('refuses a bad folder and stays as it was', async () => {
    const scene = await makeScene();
    const set = (...values: readonly string[]) =>
      runJson(cli, scene.home, ['settings', 'set', 'dataFolders', ...values]);
    await set(scene.data);
    for (const [path, why] of [
      ['disk', 'relative'],
      [scene.home, 'too-wide'],
      [join(scene.disk, 'gone'), 'missing'],
      [scene.disk, 'contains-root'],
    ] as const) {
      const ran = await set(scene.data, path);
      expect(ran.exit, path).toBe(2);
      expect(jsonOf('error', ran)).toMatchObject({ code: 'data-folder-refused', params: { path, why } });
    }
    const { settings } = jsonOf('settings list', await runJson(cli, scene.home, ['settings', 'list']));
    expect(settings.dataFolders).toEqual([scene.data]);
  }, 300_000);

  test('with a folder that is gone later is noted, and can still be changed', async () => {
    const scene = await makeScene();
    const set = (...values: readonly string[]) =>
      runJson(cli, scene.home, ['settings', 'set', 'dataFolders', ...values]);
    await set(scene.data, join(scene.disk, 'pictures'));
    await rename(scene.data, join(scene.disk, 'away'));
    const status = jsonOf('status', await runJson(cli, scene.home, ['status']));
    expect(status.notes).toContainEqual({ kind: 'named-refused', path: scene.data, detail: 'missing' });
    expect((await runJson(cli, scene.home, [...deepClean, '--mode', 'delete'])).exit).toBe(0);
    const { settings } = jsonOf('settings set', await set(scene.data));
    expect(settings.dataFolders).toEqual([scene.data]);
  }, 300_000);
});
