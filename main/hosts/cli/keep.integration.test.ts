import { existsSync } from 'node:fs';
import { cp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { diffSnapshots, snapshotTree } from '../../testing/tree-snapshot.ts';
import { schemas } from './schemas.ts';
import { buildCli, runJson } from './testing/built-cli.ts';
import type { BuiltCli } from './testing/built-cli.ts';
import { changesSince } from './testing/home-changes.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

describe('clean --keep', () => {
  it.each(['delete', 'quarantine'] as const)(
    'keeps what each pattern matches in place, and removes the rest: %s',
    async (mode) => {
      const demo = await cli.home(800);
      const [account] = demo.accounts.filter(({ platform }) => platform === 'wechat-linux-4');
      const mine = demo.entries.filter(({ path }) => path.startsWith(`${account!.path}/`));
      const oneMedia = mine.find(({ path }) => path.includes('/msg/attach/'))!.path;
      const keep = [join(demo.folder, oneMedia), 'msg/file', 'db_storage/', '*.LOG', 'no such thing'];
      const words = ['clean', '--account', account!.folder, '--level', 'deep', '--mode', mode, '--yes'];
      const before = await snapshotTree(demo.folder);
      const ran = await runJson(cli, demo.folder, [...words, ...keep.flatMap((one) => ['--keep', one])]);
      const { plan } = schemas.clean.parse(JSON.parse(ran.out));
      expect(plan?.unmatchedKeep).toEqual(['*.LOG', 'no such thing']);
      const { files } = await changesSince(demo.folder, before);
      const stays = mine.filter(({ path }) => path === oneMedia || /\/(msg\/file|db_storage)\//.test(path));
      expect(stays.length).toBeGreaterThan(3);
      expect(stays.filter(({ path }) => !existsSync(join(demo.folder, path)))).toEqual([]);
      expect(mine.filter((file) => !stays.includes(file) && !files.includes(file.path))).toEqual([]);
    },
    300_000,
  );

  it.each(['*.{docx,pdf}', '[ab].txt', '!a', 'a\\*', '~/x', '../x', 'file:///x', ''])(
    'refuses %j as a usage error, even with nothing to clean',
    async (pattern) => {
      const home = await cli.emptyHome();
      const ran = await cli.run(home, ['clean', '--all-accounts', '--yes', '--keep', pattern, '--json']);
      expect(ran.exit).toBe(2);
      const { message } = schemas.error.parse(JSON.parse(ran.out));
      if (pattern !== '') expect(message).toContain(pattern);
    },
    300_000,
  );

  it('names a pattern without a match before it asks', async () => {
    const demo = await cli.home(400);
    const words = ['clean', '--all-accounts', '--keep', 'no such thing', '--keep', '*.dat'];
    const { out } = await cli.runOnTerminal(demo.folder, words, 'no');
    const [report, question] = [out.indexOf('  no such thing'), out.search(/[Tt]ype /)];
    expect(report).toBeGreaterThan(0);
    expect(question).toBeGreaterThan(report);
    expect(out).not.toContain('  *.dat');
  }, 300_000);
});

describe('signoff keep', () => {
  it('keeps a file in every clean until it is taken off the list', async () => {
    const demo = await cli.home(400);
    const [account] = demo.accounts.filter(({ platform }) => platform === 'wechat-linux-4');
    const mine = demo.entries.filter(({ path }) => path.startsWith(`${account!.path}/`));
    const file = join(demo.folder, mine.find(({ path }) => path.includes('/msg/file/'))!.path);
    const content = await readFile(file);
    const keep = async (...words: string[]) => runJson(cli, demo.folder, ['keep', ...words]);
    const added = await keep('add', file);
    expect(schemas['keep add'].parse(JSON.parse(added.out)).list.kept).toMatchObject([{ path: file }]);
    const deep = ['clean', '--account', account!.folder, '--level', 'deep', '--mode', 'delete', '--yes'];
    const ran = await runJson(cli, demo.folder, deep);
    expect(await readFile(file)).toEqual(content);
    const { plan, report } = schemas.clean.parse(JSON.parse(ran.out));
    expect(plan?.kept).toContainEqual(expect.objectContaining({ reason: 'kept-by-pattern', files: 1 }));
    expect(plan?.selection.alwaysKeep).toEqual([file]);
    expect(report?.verification?.verdict.headline).toBe('data-left');
    expect((await cli.run(demo.folder, ['keep', 'list'])).out).toContain(file);
    expect((await keep('remove', file)).exit).toBe(0);
    await runJson(cli, demo.folder, deep);
    expect(existsSync(file)).toBe(false);
  }, 300_000);

  it('is no reason to say that nothing is left', async () => {
    const demo = await cli.home(400);
    const root = (path: string) => join(demo.folder, path);
    await runJson(cli, demo.folder, ['keep', 'add', ...demo.accounts.map(({ path }) => root(path))]);
    const leave = ['leave', '--deep', '--all-accounts', '--yes'];
    await runJson(cli, demo.folder, leave);
    const again = schemas.leave.parse(JSON.parse((await runJson(cli, demo.folder, leave)).out));
    expect(again.report).toBeNull();
    expect(again.verdict?.headline).not.toBe('nothing-left');
    expect(again.verdict?.data.files).toBeGreaterThan(0);
    expect(demo.accounts.filter(({ path }) => !existsSync(root(path)))).toEqual([]);
  }, 300_000);

  it('says in words why it does not keep something', async () => {
    const demo = await cli.home(400);
    const [account] = demo.accounts.filter(({ platform }) => platform === 'wechat-linux-4');
    const root = join(demo.folder, account!.path, '..');
    const cases = [
      [['add', join(root, 'nothing')], 'There is no file or folder'],
      [['add', root], 'Nothing would be cleaned any more'],
      [['add', join(demo.folder, 'Documents')], 'data folder'],
      [['remove', join(root, 'x')], 'not on the list'],
      [['add'], 'PATH'],
    ] as const;
    for (const [words, said] of cases) {
      const ran = await cli.run(demo.folder, ['keep', ...words]);
      expect(ran.exit).toBe(2);
      expect(ran.err).toContain(said);
    }
    const list = await runJson(cli, demo.folder, ['keep', 'list']);
    expect(schemas['keep list'].parse(JSON.parse(list.out)).list.kept).toEqual([]);
  }, 300_000);
});

describe('our own folder', () => {
  it('in a data folder is refused, and nothing is written or removed', async () => {
    const demo = await cli.home(400);
    const [account] = demo.accounts.filter(({ platform }) => platform === 'wechat-linux-4');
    await cli.run(demo.folder, ['session', 'start']);
    const temp = join(demo.folder, account!.path, 'temp');
    await cp(join(demo.folder, '.local/state/signoff'), join(temp, 'mine'), { recursive: true });
    const before = await snapshotTree(demo.folder);
    for (const own of [join(temp, 'mine'), join(temp, 'new/one'), join(demo.folder, 'Documents')]) {
      for (const command of [
        ['clean', '--all-accounts', '--mode', 'delete', '--yes'],
        ['status'],
        ['scan'],
      ]) {
        const ran = await cli.run(demo.folder, [...command, '--json', '--data-dir', own]);
        expect(ran.exit).toBe(4);
        const said = schemas.error.parse(JSON.parse(ran.out));
        expect(said.code).toBe('data-dir-not-apart');
        expect(said.message).toContain(own);
        expect(said.message).toContain('xwechat_files');
        expect(said.message).toContain('--data-dir');
      }
    }
    const { added, removed, changed } = diffSnapshots(before, await snapshotTree(demo.folder));
    expect({ added, removed, changed }).toEqual({ added: [], removed: [], changed: [] });
    expect(await readdir(join(temp, 'mine'))).toContain('session');
  }, 300_000);
});
