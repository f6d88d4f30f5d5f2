import { mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import { startCopyOfSleep } from '../../testing/real-processes.ts';
import { diffSnapshots, snapshotTree } from '../../testing/tree-snapshot.ts';
import { schemas } from './schemas.ts';
import { buildCli, ended, runJson } from './testing/built-cli.ts';
import type { BuiltCli, Ran } from './testing/built-cli.ts';
import { changesSince } from './testing/home-changes.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

const own = '.local/state/signoff';

/** Data that only the level deep may touch, by its path in the messengers' folders. */
const precious = {
  databases: /\/(?:db_storage|Msg|nt_qq_[0-9a-f]+\/nt_db)\//,
  received: /\/(?:msg\/file|FileStorage\/File|nt_data\/File\/(?:Ori|file_assistant))\//,
  favourites: /\/(?:business\/favorite|FileStorage\/Fav)\//,
  stickers: /\/(?:emoticon\/persist|FileStorage\/CustomEmotion|Emoji\/personal_emoji)\//,
  backups: /\/(?:Backup|old_backup|BackupFiles)\//,
  media: /\/(?:msg\/attach|msg\/video|FileStorage\/Image|FileStorage\/Video)\//,
} as const;

function jsonOf<Name extends keyof typeof schemas>(name: Name, ran: Ran) {
  return schemas[name].parse(JSON.parse(ran.out)) as ReturnType<(typeof schemas)[Name]['parse']>;
}

async function planOf(home: string, args: string): Promise<{ id: string; paths: string[] }> {
  const made = jsonOf('plan', await cli.run(home, ['plan', ...args.split(' '), '--list', '--json']));
  return {
    id: made.plan?.id ?? '',
    paths: (made.entries ?? []).map((entry) => entry.path.slice(home.length + 1)).toSorted(),
  };
}

describe('a clean removes what the preview showed, and nothing else', () => {
  it.each(['basic', 'system'] as const)(
    'level %s leaves databases, received files, favourites, stickers and backups byte for byte',
    async (level) => {
      const demo = await cli.home(1500);
      const before = await snapshotTree(demo.folder);
      const plan = await planOf(demo.folder, `--all-accounts --level ${level}`);
      const ran = await runJson(cli, demo.folder, ['clean', '--plan', plan.id, '--mode', 'delete', '--yes']);
      const { report } = jsonOf('clean', ran);
      expect(ran.exit).toBe(0);
      const { files, added, changed } = await changesSince(demo.folder, before);
      expect(files.toSorted()).toEqual(plan.paths);
      expect({ added, changed }).toEqual({ added: [], changed: [] });
      expect(report?.removed.files).toBe(files.length);
      expect(report?.verification?.outcome).toBe('done');
      for (const [kind, pattern] of Object.entries(precious)) {
        expect(demo.entries.filter(({ path }) => pattern.test(path)).length, kind).toBeGreaterThan(0);
        expect(files.filter((path) => pattern.test(path))).toEqual([]);
      }
    },
    300_000,
  );

  it('deep removes one account and leaves every other unchanged', async () => {
    const demo = await cli.home(1500);
    const before = await snapshotTree(demo.folder);
    const [account] = demo.accounts;
    const args = ['clean', '--account', account!.folder, '--level', 'deep', '--mode', 'delete', '--yes'];
    const ran = await runJson(cli, demo.folder, args);
    expect(ran.exit).toBe(0);
    const { files, changed } = await changesSince(demo.folder, before);
    expect(changed).toEqual([]);
    const others = demo.accounts.filter((one) => one !== account).map((one) => one.path);
    expect(files.filter((path) => others.some((other) => path.startsWith(`${other}/`)))).toEqual([]);
    const databases = demo.entries
      .map((entry) => entry.path)
      .filter((path) => path.startsWith(`${account!.path}/`) && precious.databases.test(path));
    expect(databases.length).toBeGreaterThan(0);
    expect(databases.filter((path) => !files.includes(path))).toEqual([]);
  }, 300_000);

  it.each(['delete', 'quarantine', 'trash', 'erase'] as const)(
    'deep with --keep, mode %s: the rest is still an account, and the next clean removes it',
    async (mode) => {
      const demo = await cli.home(1500);
      const words = ['--level', 'deep', '--mode', mode, '--yes'];
      const leftOf = async (folder: string): Promise<readonly string[]> => {
        const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
        return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
      };
      for (const { folder, path } of mode === 'delete' ? demo.accounts : demo.accounts.slice(0, 1)) {
        const account = join(demo.folder, path);
        await writeFile(join(account, 'letter.docx'), 'in no folder that is known');
        const args = ['clean', '--account', folder, ...words];
        expect((await runJson(cli, demo.folder, [...args, '--keep', '*.docx'])).exit).toBe(0);
        const left = await leftOf(account);
        expect(left).toContain('letter.docx');
        // a phone backup in the account stays unless it is selected
        const isKept = (name: string): boolean => name.endsWith('.docx') || /^BAK_|^Backup\.db$/.test(name);
        expect(left.filter((name) => !isKept(name))).toEqual([]);
        const all = [...args, '--include', 'phone-backups'];
        expect((await runJson(cli, demo.folder, all)).exit).toBe(0);
        await expect(readdir(account)).rejects.toThrow('ENOENT');
        expect((await runJson(cli, demo.folder, args)).exit).toBe(2);
      }
    },
    300_000,
  );

  it('new files stay, changed files are kept with that reason, and the code is 1', async () => {
    const demo = await cli.home(1500);
    const plan = await planOf(demo.folder, '--all-accounts');
    const [touched] = plan.paths;
    await writeFile(join(demo.folder, touched!), 'written after the preview');
    const late = `${join(demo.folder, touched!)}.late`;
    await writeFile(late, 'late');
    const ran = await runJson(cli, demo.folder, ['clean', '--plan', plan.id, '--mode', 'delete', '--yes']);
    const { report } = jsonOf('clean', ran);
    expect(ran.exit).toBe(1);
    expect(report?.kept).toMatchObject([{ reason: 'changed', files: 1 }]);
    expect(await readFile(join(demo.folder, touched!), 'utf8')).toBe('written after the preview');
    expect(await readFile(late, 'utf8')).toBe('late');
  }, 300_000);
});

describe('the same clean once more, right after', () => {
  it.each([
    ['quarantine', 'system'],
    ['trash', 'system'],
    ['delete', 'system'],
    ['erase', 'system'],
    ['delete', 'deep'],
  ] as const)(
    '%s, level %s: finds nothing, ends with 0 and leaves the disk as it is',
    async (mode, level) => {
      const demo = await cli.home(1500);
      const before = await snapshotTree(demo.folder);
      const plan = await planOf(demo.folder, `--all-accounts --level ${level}`);
      const args = ['clean', '--all-accounts', '--level', level, '--mode', mode, '--yes'];
      const first = await runJson(cli, demo.folder, args);
      expect(first.exit).toBe(0);
      expect(jsonOf('clean', first).report).toMatchObject({
        mode,
        outcome: 'done',
        removed: { files: plan.paths.length },
        kept: [],
        failed: [],
      });
      const { files, added, changed } = await changesSince(demo.folder, before);
      expect({ files: files.toSorted(), added, changed }).toEqual({
        files: plan.paths,
        added: [],
        changed: [],
      });
      const afterOne = await snapshotTree(demo.folder);
      const batches = await cli.run(demo.folder, ['quarantine', 'list', '--json']);
      const second = await runJson(cli, demo.folder, args);
      expect(second.exit).toBe(0);
      const told = jsonOf('clean', second);
      expect(told.report).toBeNull();
      expect(told.plan?.total.files ?? 0).toBe(0);
      const { removed, ...more } = diffSnapshots(afterOne, await snapshotTree(demo.folder));
      const notOwn = (path: string): boolean => !path.startsWith(`${own}/`);
      expect(removed).toEqual([]);
      expect({ added: more.added.filter(notOwn), changed: more.changed.filter(notOwn) }).toEqual({
        added: [],
        changed: [],
      });
      expect((await cli.run(demo.folder, ['quarantine', 'list', '--json'])).out).toBe(batches.out);
      const aside = [...afterOne.keys()].filter((path) =>
        mode === 'trash' ? path.includes('/Trash/files/') : path.startsWith(`${own}/quarantine/`),
      );
      expect(aside.length > 0).toBe(mode === 'trash' || mode === 'quarantine');
    },
    300_000,
  );
});

describe('an account of which a stopped clean left folders without any file', () => {
  it.each(removalModes)(
    '%s: goes with a second deep clean and leaves the list',
    async (mode) => {
      const home = await cli.emptyHome();
      const account = join(home, 'Documents/xwechat_files/wxid_empty_1111');
      await mkdir(join(account, 'db_storage/message'), { recursive: true });
      await mkdir(join(account, 'cache/2026-01'), { recursive: true });
      const words = [
        'clean',
        '--account',
        'wxid_empty_1111',
        '--level',
        'deep',
        '--mode',
        mode,
        '--yes',
        '--json',
      ];
      const ran = await runJson(cli, home, words);
      expect(jsonOf('clean', ran).report).toMatchObject({ outcome: 'done', foldersRemoved: 5 });
      expect(ran.exit).toBe(0);
      await expect(readdir(dirname(account))).resolves.toEqual([]);
    },
    300_000,
  );

  it('stays where a filter may keep something in it, and nothing is run', async () => {
    const home = await cli.emptyHome();
    const account = join(home, 'Documents/xwechat_files/wxid_empty_1111');
    await mkdir(join(account, 'db_storage'), { recursive: true });
    for (const filter of ['--keep=msg', '--older-than=30d']) {
      const words = ['clean', '--all-accounts', '--level', 'deep', filter, '--yes', '--json'];
      const ran = await cli.run(home, words);
      expect({ exit: ran.exit, report: jsonOf('clean', ran).report }).toEqual({ exit: 0, report: null });
    }
    await expect(readdir(account)).resolves.toEqual(['db_storage']);
  }, 300_000);

  it('names the folder before it asks, and asks for it', async () => {
    const home = await cli.emptyHome();
    await mkdir(join(home, 'Documents/xwechat_files/wxid_empty_1111/db_storage'), { recursive: true });
    const words = ['clean', '--all-accounts', '--level', 'deep'];
    const { exit, out } = await cli.runOnTerminal(home, words, 'no');
    expect(exit).toBe(3);
    expect(out).toContain('only account folders that are empty: wxid_empty_1111');
  }, 300_000);
});

describe('a refused clean', () => {
  it('without --yes and without a terminal ends with 3 and leaves the disk unchanged', async () => {
    const demo = await cli.home(800);
    const before = await snapshotTree(demo.folder);
    const ran = await cli.run(demo.folder, ['clean', '--all-accounts', '--mode', 'delete', '--json']);
    expect(ran.exit).toBe(3);
    expect(jsonOf('error', ran).code).toBe('confirmation-missing');
    const dry = await cli.run(demo.folder, [
      ...['clean', '--all-accounts', '--level', 'deep', '--mode', 'delete', '--yes', '--dry-run', '--json'],
    ]);
    expect(dry.exit).toBe(0);
    expect(jsonOf('clean', dry)).toMatchObject({ dryRun: true, report: null });
    expect(await changesSince(demo.folder, before)).toEqual({ files: [], added: [], changed: [] });
  }, 300_000);

  it('while WeChat runs ends with 4, names it, removes nothing, and keeps the plan usable', async () => {
    const demo = await cli.home(800);
    const before = await snapshotTree(demo.folder);
    const plan = await planOf(demo.folder, '--app wechat --all-accounts');
    const wechat = await startCopyOfSleep('opt/wechat/wechat', { below: cli.programs! });
    const args = ['clean', '--plan', plan.id, '--mode', 'delete', '--yes'];
    const refused = await cli.run(demo.folder, [...args, '--json']);
    expect(refused.exit).toBe(4);
    expect(jsonOf('error', refused)).toMatchObject({ code: 'messenger-running' });
    const status = jsonOf('status', await cli.run(demo.folder, ['status', '--json']));
    expect(status.running.find((one) => one.product === 'wechat')?.running).toBe('yes');
    expect((await changesSince(demo.folder, before)).files).toEqual([]);
    await wechat.stop();
    expect((await runJson(cli, demo.folder, args)).exit).toBe(0);
  }, 300_000);

  it('a used, damaged or unknown plan ends with 4 and that reason', async () => {
    const demo = await cli.home(800);
    const codeOf = async (id: string): Promise<string> => {
      const ran = await cli.run(demo.folder, ['clean', '--plan', id, '--mode', 'delete', '--yes', '--json']);
      expect(ran.exit).toBe(4);
      return jsonOf('error', ran).code;
    };
    const used = await planOf(demo.folder, '--all-accounts');
    await runJson(cli, demo.folder, ['clean', '--plan', used.id, '--mode', 'delete', '--yes']);
    expect(await codeOf(used.id)).toBe('plan-used');
    const damaged = await planOf(demo.folder, '--all-accounts --level deep');
    const file = join(demo.folder, own, 'plans', `${damaged.id}.plan`);
    await writeFile(file, (await readFile(file, 'utf8')).replace('/', '/../'));
    const before = await snapshotTree(demo.folder);
    expect(await codeOf(damaged.id)).toBe('plan-damaged');
    expect(await codeOf('p-0000')).toBe('plan-not-found');
    expect((await changesSince(demo.folder, before)).files).toEqual([]);
    const status = jsonOf('status', await cli.run(demo.folder, ['status', '--json']));
    expect(status.lastRun?.outcome).toBe('done');
  }, 300_000);
});

describe('on a terminal', () => {
  it('deep requires the typed account folder; any other answer removes nothing', async () => {
    const demo = await cli.home(800);
    const [account] = demo.accounts;
    const hostile = join(demo.folder, account!.path, 'cache', 'x\u001B[2Jy.tmp');
    await mkdir(dirname(hostile), { recursive: true });
    await writeFile(hostile, 'x');
    const before = await snapshotTree(demo.folder);
    const args = ['clean', '--account', account!.folder, '--level', 'deep', '--mode', 'delete'];
    const refused = await cli.runOnTerminal(demo.folder, args, 'yes');
    expect(refused.exit).toBe(3);
    expect(refused.out).toContain(`type the account’s folder name “${account!.folder}”`);
    expect((await changesSince(demo.folder, before)).files).toEqual([]);
    const ran = await cli.runOnTerminal(demo.folder, args, account!.folder);
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('everything in the plan is gone');
    expect(ran.out).not.toContain('\u001B[2J');
    expect((await changesSince(demo.folder, before)).files).toContain(hostile.slice(demo.folder.length + 1));
  }, 300_000);
});

describe('afterwards', () => {
  it('verify and report show the run again; a file that was put back makes verify end with 1', async () => {
    const demo = await cli.home(800);
    const plan = await planOf(demo.folder, '--all-accounts');
    const cleaned = await runJson(cli, demo.folder, [
      'clean',
      '--plan',
      plan.id,
      '--mode',
      'delete',
      '--yes',
    ]);
    const runId = jsonOf('clean', cleaned).report?.runId ?? '';
    const verified = await cli.run(demo.folder, ['verify', runId, '--json']);
    expect(verified.exit).toBe(0);
    expect(jsonOf('verify', verified).verification.gone).toBe(plan.paths.length);
    const back = join(demo.folder, plan.paths[0]!);
    await mkdir(dirname(back), { recursive: true });
    await writeFile(back, 'back');
    // put back from a copy: with the time that it had
    await utimes(back, 1_700_000_000, 1_700_000_000);
    await writeFile(`${back}.new`, 'new');
    const again = await cli.run(demo.folder, ['verify', '--json']);
    expect(again.exit).toBe(1);
    expect(jsonOf('verify', again).verification).toMatchObject({ left: 1, arrived: 1, outcome: 'partial' });
    const report = jsonOf('report', await cli.run(demo.folder, ['report', '--json'])).report;
    expect(report).toMatchObject({ runId, planId: plan.id, outcome: 'done' });
    const { planned, removed, kept, failed } = report;
    const rest = [...kept, ...failed].reduce((sum, amount) => sum + amount.files, 0);
    expect(planned.files).toBe(removed.files + rest);
    const { reports } = jsonOf('report list', await cli.run(demo.folder, ['report', 'list', '--json']));
    expect(reports.map((one) => one.runId)).toEqual([runId]);
    const text = await cli.run(demo.folder, ['report', '--lang', 'zh-CN']);
    expect(text.out).toContain(runId);
  }, 300_000);

  it('an interrupt stops between two files with 130, and the receipt matches the disk', async () => {
    const demo = await cli.home(6000);
    const before = await snapshotTree(demo.folder);
    const plan = await planOf(demo.folder, '--all-accounts --level deep');
    const args = ['clean', '--plan', plan.id, '--mode', 'delete', '--yes', '--lang', 'en-US'];
    const child = cli.start(demo.folder, args);
    child.stderr?.on('data', (chunk) => {
      if (/^Clean .*\d/m.test(String(chunk))) child.kill('SIGINT');
    });
    const ran = await ended(child);
    expect(ran.exit).toBe(130);
    const { report } = jsonOf('report', await cli.run(demo.folder, ['report', '--json']));
    expect(report.outcome).toBe('cancelled');
    expect(ran.out).toContain(report.runId);
    const { files, changed } = await changesSince(demo.folder, before);
    expect(files.length).toBe(report.removed.files);
    expect(files.length).toBeLessThan(plan.paths.length);
    const planned = new Set(plan.paths);
    expect(files.filter((path) => !planned.has(path))).toEqual([]);
    expect(changed).toEqual([]);

    expect(ran.out).toContain(`signoff resume ${report.runId}`);
    const looked = await cli.run(demo.folder, ['verify', '--json']);
    expect(looked.exit).toBe(1);
    const status = jsonOf('status', await cli.run(demo.folder, ['status', '--json']));
    expect(status.interrupted).toMatchObject([{ runId: report.runId, stopped: true, resumable: true }]);
    const resumed = await cli.run(demo.folder, ['resume', '--yes', '--json']);
    expect(resumed.exit).toBe(0);
    expect(jsonOf('resume', resumed).report).toMatchObject({ runId: report.runId, outcome: 'done' });
    const after = await changesSince(demo.folder, before);
    expect(after.files.toSorted()).toEqual(plan.paths.toSorted());
    expect(after.changed).toEqual([]);
    const later = jsonOf('status', await cli.run(demo.folder, ['status', '--json']));
    expect(later.interrupted).toEqual([]);
  }, 300_000);

  it('a clean that was stopped can be closed; its receipt stays, its list of files goes', async () => {
    const demo = await cli.home(6000);
    const plan = await planOf(demo.folder, '--all-accounts --level deep');
    const child = cli.start(demo.folder, ['clean', '--plan', plan.id, '--yes', '--lang', 'en-US']);
    child.stderr?.on('data', (chunk) => {
      if (/^Clean .*\d/m.test(String(chunk))) child.kill('SIGINT');
    });
    expect((await ended(child)).exit).toBe(130);
    const before = await snapshotTree(demo.folder);
    const closed = await cli.run(demo.folder, ['close', '--json']);
    expect(closed.exit).toBe(0);
    const { report } = jsonOf('close', closed);
    expect(report.outcome).toBe('cancelled');
    expect(
      (await changesSince(demo.folder, before)).files.filter((path) => plan.paths.includes(path)),
    ).toEqual([]);
    expect((await cli.run(demo.folder, ['resume', report.runId, '--yes', '--json'])).exit).toBe(2);
    const again = jsonOf('report', await cli.run(demo.folder, ['report', report.runId, '--json'])).report;
    expect(again).toEqual(report);
  }, 300_000);
});
