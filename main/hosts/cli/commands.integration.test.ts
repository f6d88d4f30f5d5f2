import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoEnvironment } from '../../demo/generate-demo-home.ts';
import type { DemoManifest } from '../../demo/demo-manifest.ts';
import { programsVariable } from '../../testing/system-of-test.ts';
import { diffSnapshots, snapshotTree } from '../../testing/tree-snapshot.ts';
import { schemas } from './schemas.ts';
import { buildCli, ended } from './testing/built-cli.ts';
import type { BuiltCli } from './testing/built-cli.ts';

let cli: BuiltCli;
let demo: DemoManifest;

beforeAll(async () => {
  cli = await buildCli();
  demo = await cli.home(1500);
}, 300_000);

const run = (args: string) => cli.run(demo.folder, args.split(' '));

describe('looking', () => {
  it('status finds every account of the demo and names running programs', async () => {
    const { exit, out } = await run('status --json');
    const status = schemas.status.parse(JSON.parse(out));
    expect(exit).toBe(0);
    expect(status.accounts.map((account) => account.folder).toSorted()).toEqual(
      demo.accounts.map((account) => account.folder).toSorted(),
    );
    expect(status.running.map((one) => one.product)).toEqual(expect.arrayContaining(['wechat', 'qq']));
    expect(status.lastRun).toBeNull();
  });

  it('scan counts what the generator made and changes nothing on the disk', async () => {
    const before = await snapshotTree(demo.folder);
    const { exit, out, err } = await run('scan --json');
    const scan = schemas.scan.parse(JSON.parse(out));
    expect(exit).toBe(0);
    expect(err).toBe('');
    const bytesOf = (folder: string): number => {
      const id = scan.accounts.find((account) => account.folder === folder)?.id;
      return scan.usage.filter((cell) => cell.accountId === id).reduce((sum, cell) => sum + cell.bytes, 0);
    };
    for (const account of demo.accounts) expect(bytesOf(account.folder)).toBeGreaterThan(0);
    const sum = scan.usage.reduce((files, cell) => files + cell.files, 0);
    expect(sum).toBe(scan.total.files);
    const { removed, changed, added } = diffSnapshots(before, await snapshotTree(demo.folder));
    expect({ removed, changed }).toEqual({ removed: [], changed: [] });
    expect(added.filter((path) => !path.startsWith('.local/state/signoff'))).toEqual([]);
  });

  it('scan on a home without messengers lists the searched places', async () => {
    const home = await cli.emptyHome();
    const text = await cli.run(home, ['scan']);
    expect(text.exit).toBe(0);
    expect(text.out).toContain('No data of WeChat or QQ was found.');
    expect(text.out).toContain(home);
    const json = schemas.scan.parse(JSON.parse((await cli.run(home, ['scan', '--json'])).out));
    expect(json.total.files).toBe(0);
    expect(json.lookedIn.length).toBeGreaterThan(0);
  });

  it('an unreadable folder is named, in text and in JSON, and its size is not 0', async () => {
    const home = await cli.home(800);
    const account = home.accounts.find((one) => one.path.includes('xwechat_files'));
    const closed = join(home.folder, account!.path, 'msg');
    await chmod(closed, 0o000);
    const text = await cli.runAsOwner(home.folder, ['scan']);
    expect(text.out).toMatch(new RegExp(`${closed} +no permission`));
    const json = await cli.runAsOwner(home.folder, ['scan', '--json']);
    const scan = schemas.scan.parse(JSON.parse(json.out));
    expect(scan.unreadable.map((place) => place.path)).toEqual([closed]);
    await chmod(closed, 0o755);
  });

  it('plan and its list agree, in text and in JSON, and remove nothing', async () => {
    const before = await snapshotTree(demo.folder);
    const json = await run('plan --all-accounts --level system --list --json');
    const made = schemas.plan.parse(JSON.parse(json.out));
    expect(made.entries).toHaveLength(made.plan?.total.files ?? -1);
    expect(before.size).toBeGreaterThan(made.entries?.length ?? 0);
    for (const { path } of made.entries ?? [])
      expect(before.has(path.slice(demo.folder.length + 1)), path).toBe(true);
    const text = await run('plan --all-accounts --level system --list');
    expect(text.out.trimEnd().split('\n').toSorted()).toEqual(
      made.entries?.map((entry) => entry.path).toSorted(),
    );
    const { removed, changed } = diffSnapshots(before, await snapshotTree(demo.folder));
    expect([...removed, ...changed].filter((path) => !path.startsWith('.local/state/signoff'))).toEqual([]);
  });

  it('a closed reader ends the list without an error', async () => {
    const child = cli.start(demo.folder, ['plan', '--all-accounts', '--level', 'deep', '--list']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { err } = await ended(child);
    expect(err).not.toMatch(/EPIPE|Error/);
  });

  it.skipIf(process.platform !== 'linux')(
    'a full standard output is an error, and a closed one is not',
    () => {
      for (const args of ['scan --json', 'scan', 'version']) {
        const line = `${process.execPath} ${cli.path} ${args}`;
        const { stderr, status } = spawnSync('/bin/sh', ['-c', `${line} > /dev/full`], {
          env: {
            PATH: process.env['PATH'],
            LANG: 'C',
            [programsVariable]: cli.programs ?? '',
            ...demoEnvironment(demo.folder),
          },
          encoding: 'utf8',
        });
        expect([args, status]).toEqual([args, 1]);
        expect(stderr).toContain('could not be written (ENOSPC)');
      }
    },
  );

  it('report without a run says that there is none', async () => {
    expect(schemas['report list'].parse(JSON.parse((await run('report list --json')).out)).reports).toEqual(
      [],
    );
    const report = await run('report --json');
    expect(report.exit).toBe(2);
    expect(schemas.error.parse(JSON.parse(report.out)).code).toBe('no-run-yet');
  });
});

describe('the rest of the line', () => {
  it.each([
    [['--version', '--json'], 'version'],
    [['demo', 'create', 'x', '--files', 'x', '--json'], 'error'],
    [['plan', '--json'], 'error'],
  ] as const)('%j', async (args, name) => {
    const { out } = await cli.run(demo.folder, args);
    schemas[name].parse(JSON.parse(out));
  });

  it('demo create makes a home that scan recognises, and refuses a folder with content', async () => {
    const home = await cli.emptyHome();
    const made = await cli.run(home, [
      'demo',
      'create',
      join(home, 'demo'),
      '--files',
      '900',
      '--seed',
      '7',
      '--json',
    ]);
    const { files, folder } = schemas['demo create'].parse(JSON.parse(made.out));
    expect([made.exit, files]).toEqual([0, 900]);
    const scan = schemas.scan.parse(JSON.parse((await cli.run(folder, ['scan', '--json'])).out));
    expect(scan.accounts.length).toBeGreaterThan(3);
    await mkdir(join(home, 'mine'));
    await writeFile(join(home, 'mine', 'thesis.txt'), 'x');
    const refused = await cli.run(home, ['demo', 'create', join(home, 'mine'), '--json']);
    expect(refused.exit).toBe(2);
    expect(schemas.error.parse(JSON.parse(refused.out)).code).toBe('demo-folder-not-empty');
  });

  it
    .skipIf(process.platform !== 'linux')
    .each(['/proc/x', '/proc/x/y', '/dev/null', '/dev/null/x', '/sys/x'])(
    'demo create %s is a usage error at once',
    async (folder) => {
      const refused = await cli.run(await cli.emptyHome(), ['demo', 'create', folder, '--json']);
      expect(refused.exit).toBe(2);
      expect(schemas.error.parse(JSON.parse(refused.out)).code).toBe('demo-folder-unusable');
    },
    20_000,
  );

  it('--data-dir sets the own folder, and an unusable one is named', async () => {
    const home = await cli.emptyHome();
    const own = join(home, 'own');
    const status = await cli.run(demo.folder, ['status', '--data-dir', own, '--json']);
    expect(schemas.status.parse(JSON.parse(status.out)).dataDir).toBe(own);
    const file = join(home, 'file');
    await writeFile(file, '');
    const refused = await cli.run(demo.folder, ['status', '--data-dir', file, '--json']);
    expect(refused.exit).toBe(4);
    expect(schemas.error.parse(JSON.parse(refused.out))).toMatchObject({ code: 'data-dir-unusable' });
  });

  it.runIf(process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch))(
    'the built program finds its native binding beside itself',
    async () => {
      const status = await cli.run(demo.folder, ['status', '--json']);
      const { systemCalls } = schemas.status.parse(JSON.parse(status.out));
      expect(systemCalls).toEqual({ kind: 'native', reason: null });
    },
  );

  it('--lang zh-CN gives Chinese in an English environment', async () => {
    expect((await run('scan --lang zh-CN')).out).toContain('占用空间');
    expect((await run('--help --lang zh-CN')).out).toContain('退出码');
  });
});
