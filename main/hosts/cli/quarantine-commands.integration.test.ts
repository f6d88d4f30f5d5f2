import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { snapshotTree } from '../../testing/tree-snapshot.ts';
import { schemas } from './schemas.ts';
import { buildCli, ended, runJson } from './testing/built-cli.ts';
import type { BuiltCli, Ran } from './testing/built-cli.ts';
import { changesSince } from './testing/home-changes.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

const own = '.local/state/signoff';

function jsonOf<Name extends keyof typeof schemas>(name: Name, ran: Ran) {
  return schemas[name].parse(JSON.parse(ran.out)) as ReturnType<(typeof schemas)[Name]['parse']>;
}

const words = (line: string): string[] => line.split(' ');

async function planOf(home: string, args: string): Promise<{ id: string; paths: string[] }> {
  const made = jsonOf('plan', await cli.run(home, ['plan', ...words(args), '--list', '--json']));
  return {
    id: made.plan?.id ?? '',
    paths: (made.entries ?? []).map((entry) => entry.path.slice(home.length + 1)).toSorted(),
  };
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A demo home whose `level` was quarantined, with its plan. */
async function quarantined(level: string) {
  const demo = await cli.home(1500);
  const before = await snapshotTree(demo.folder);
  const plan = await planOf(demo.folder, `--all-accounts --level ${level}`);
  const ran = await runJson(cli, demo.folder, ['clean', '--plan', plan.id, '--yes']);
  expect(ran.exit).toBe(0);
  const { report } = jsonOf('clean', ran);
  const batch = report?.quarantineId ?? '';
  return { home: demo.folder, before, plan, report: report!, batch };
}

describe('the quarantine', () => {
  it('receives what the preview showed, never a sign-in, and restores it byte for byte', async () => {
    const { home, before, plan, report, batch } = await quarantined('system');
    expect((await changesSince(home, before)).files.toSorted()).toEqual(plan.paths);
    const amountOf = (way: string): number => report.ways.find((one) => one.way === way)?.files ?? 0;
    expect(amountOf('quarantined')).toBeGreaterThan(0);
    expect(amountOf('deleted-credential')).toBeGreaterThan(0);
    expect(amountOf('quarantined') + amountOf('deleted-credential')).toBe(report.planned.files);
    const { batches } = jsonOf('quarantine list', await cli.run(home, words('quarantine list --json')));
    expect(batches).toMatchObject([{ id: batch, state: 'whole', files: amountOf('quarantined') }]);
    const kept = await filesBelow(join(home, own, 'quarantine'));
    expect(kept.filter((path) => path.includes('key_info.db'))).toEqual([]);

    const ran = await cli.run(home, ['quarantine', 'restore', batch, '--json']);
    expect(ran.exit).toBe(0);
    const { restored } = jsonOf('quarantine restore', ran);
    expect(restored).toMatchObject({ restored: { files: amountOf('quarantined') }, isEmptied: true });
    const { files, added, changed } = await changesSince(home, before);
    expect({ added, changed }).toEqual({ added: [], changed: [] });
    expect(files).toHaveLength(amountOf('deleted-credential'));
    expect(jsonOf('quarantine list', await cli.run(home, words('quarantine list --json'))).batches).toEqual(
      [],
    );
  }, 300_000);

  it('restore leaves existing files by default and ends with 1; overwrite and rename work as named', async () => {
    for (const rule of ['overwrite', 'rename'] as const) {
      const { home, plan, batch } = await quarantined('basic');
      const taken = join(home, plan.paths[0]!);
      await mkdir(dirname(taken), { recursive: true });
      await writeFile(taken, 'in the way');
      const skipped = await cli.run(home, ['quarantine', 'restore', batch, '--json']);
      expect(skipped.exit).toBe(1);
      const view = jsonOf('quarantine restore', skipped).restored;
      expect(view).toMatchObject({ isEmptied: false, kept: [{ reason: 'in-the-way', files: 1 }] });
      expect(await readFile(taken, 'utf8')).toBe('in the way');
      const forced = await cli.run(home, ['quarantine', 'restore', batch, '--conflict', rule, '--json']);
      expect(forced.exit).toBe(0);
      const again = jsonOf('quarantine restore', forced).restored;
      expect(again).toMatchObject({
        isEmptied: true,
        overwritten: rule === 'overwrite' ? 1 : 0,
        renamed: rule === 'rename' ? 1 : 0,
      });
      const isKept = (await readFile(taken, 'utf8')) === 'in the way';
      expect(isKept).toBe(rule === 'rename');
    }
  }, 300_000);

  it('show lists the files of a batch, and restore --path puts back exactly the named ones', async () => {
    const { home, before, plan, batch } = await quarantined('basic');
    const shown = await cli.run(home, ['quarantine', 'show', batch]);
    expect(shown.exit).toBe(0);
    const lines = shown.out.trim().split('\n');
    const inside = lines.map((line) => line.slice(home.length + 1));
    expect(plan.paths.filter((path) => !inside.includes(path))).toEqual([]);
    const [first = '', second = ''] = plan.paths;
    const wrong = await cli.run(home, ['quarantine', 'restore', batch, '--path', first, '--json']);
    expect(wrong.exit).toBe(2);
    expect(jsonOf('error', wrong)).toMatchObject({
      ...{ code: 'quarantine-path-unknown', params: { path: first, batch } },
    });
    expect((await changesSince(home, before)).files.toSorted()).toEqual(plan.paths);
    const paths = [first, second].flatMap((path) => ['--path', join(home, path)]);
    const ran = await cli.run(home, ['quarantine', 'restore', batch, ...paths, '--json']);
    expect(ran.exit).toBe(0);
    const { restored } = jsonOf('quarantine restore', ran);
    expect(restored).toMatchObject({ isEmptied: false, signIns: 0, kept: [], failed: [] });
    const { files, added, changed } = await changesSince(home, before);
    expect({ added, changed }).toEqual({ added: [], changed: [] });
    expect(files).toHaveLength(plan.paths.length - restored.restored.files);
    for (const path of [first, second]) expect(files).not.toContain(path);
    const rest = jsonOf('quarantine show', await cli.run(home, ['quarantine', 'show', batch, '--json']));
    expect(rest.entries?.filter(({ kind }) => kind === 'file')).toHaveLength(files.length);
  }, 300_000);

  it('purge needs confirmation, and then removes the whole batch', async () => {
    const { home, batch } = await quarantined('basic');
    const held = await snapshotTree(join(home, own, 'quarantine'));
    const refused = await cli.run(home, ['quarantine', 'purge', batch, '--json']);
    expect(refused.exit).toBe(3);
    expect(jsonOf('error', refused).code).toBe('confirmation-missing');
    expect(await snapshotTree(join(home, own, 'quarantine'))).toEqual(held);
    const rule = await cli.run(home, words('quarantine purge --over 0B --older-than 1d --yes --json'));
    expect(rule.exit).toBe(0);
    expect(jsonOf('quarantine purge', rule).purged.batches).toEqual([]);
    const before = await snapshotTree(home);
    const purged = await cli.run(home, words('quarantine purge --all --yes --json'));
    expect(purged.exit).toBe(0);
    expect(jsonOf('quarantine purge', purged).purged.batches).toEqual([batch]);
    expect(await filesBelow(join(home, own, 'quarantine'))).toEqual([]);
    expect(await changesSince(home, before)).toEqual({ files: [], added: [], changed: [] });
    const gone = await cli.run(home, ['quarantine', 'restore', batch, '--json']);
    expect(gone.exit).toBe(2);
    expect(jsonOf('error', gone).code).toBe('quarantine-not-found');
  }, 300_000);

  it('a batch with a changed index is refused with 4, and nothing is restored', async () => {
    const { home, batch } = await quarantined('basic');
    const index = join(home, own, 'quarantine', batch, 'index.jsonl');
    await writeFile(index, (await readFile(index, 'utf8')).replace('cache', '../..'));
    const before = await snapshotTree(home);
    const refused = await cli.run(home, ['quarantine', 'restore', batch, '--json']);
    expect(refused.exit).toBe(4);
    expect(jsonOf('error', refused).code).toBe('quarantine-damaged');
    expect(await changesSince(home, before)).toEqual({ files: [], added: [], changed: [] });
    const { batches } = jsonOf('quarantine list', await cli.run(home, words('quarantine list --json')));
    expect(batches.map(({ state }) => state)).toEqual(['damaged']);
  }, 300_000);
});

describe('the other modes', () => {
  it.each([
    ['erase', 'erased'],
    ['trash', 'trashed'],
  ] as const)(
    '%s removes what the preview showed and nothing else',
    async (mode, way) => {
      const demo = await cli.home(800);
      const before = await snapshotTree(demo.folder);
      const plan = await planOf(demo.folder, '--all-accounts');
      const ran = await runJson(cli, demo.folder, ['clean', '--plan', plan.id, '--mode', mode, '--yes']);
      const { report } = jsonOf('clean', ran);
      expect(ran.exit).toBe(0);
      expect(report?.ways.find((one) => one.way === way)?.files).toBeGreaterThan(0);
      expect(report?.quarantineId).toBeNull();
      const { files, added, changed } = await changesSince(demo.folder, before);
      expect(files.toSorted()).toEqual(plan.paths);
      expect({ added, changed }).toEqual({ added: [], changed: [] });
    },
    300_000,
  );
});

describe('a clean that was killed', () => {
  async function killed() {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const demo = await cli.home(6000);
      const before = await snapshotTree(demo.folder);
      const plan = await planOf(demo.folder, '--all-accounts --level deep');
      const args = ['clean', '--plan', plan.id, '--mode', 'delete', '--yes', '--lang', 'en-US'];
      const child = cli.start(demo.folder, args);
      child.stderr?.on('data', (chunk) => {
        if (/^Clean .*\d/m.test(String(chunk))) child.kill('SIGKILL');
      });
      await ended(child);
      const status = jsonOf('status', await cli.run(demo.folder, words('status --json')));
      const [run] = status.interrupted;
      if (run !== undefined) return { home: demo.folder, before, plan, run };
    }
    throw new Error('the clean was always faster than the kill');
  }

  it('stays open after report; resume completes the plan', async () => {
    const { home, before, plan, run } = await killed();
    expect(run.resumable).toBe(true);
    const looked = await cli.run(home, words('report --json'));
    expect(looked.exit).toBe(2);
    expect(jsonOf('error', looked).code).toBe('run-unfinished');
    const silent = await cli.run(home, words('resume --json'));
    expect(silent.exit).toBe(3);
    const resumed = await runJson(cli, home, ['resume', '--yes']);
    expect(resumed.exit).toBe(0);
    const { report } = jsonOf('resume', resumed);
    expect(report).toMatchObject({ runId: run.runId, outcome: 'done' });
    const { files, changed } = await changesSince(home, before);
    expect(files.toSorted()).toEqual(plan.paths);
    expect(changed).toEqual([]);
    const after = await cli.run(home, words('resume --yes --json'));
    expect(jsonOf('error', after).code).toBe('no-interrupted-run');
  }, 300_000);

  it('close ends it with a receipt of what was removed', async () => {
    const { home, before, plan, run } = await killed();
    const closed = await cli.run(home, words('close --json'));
    expect(closed.exit).toBe(0);
    const { report } = jsonOf('close', closed);
    expect(report).toMatchObject({ runId: run.runId, outcome: 'interrupted' });
    const { files } = await changesSince(home, before);
    expect(report.removed.files).toBe(files.length);
    expect(report.planned.files).toBe(plan.paths.length);
    const shown = jsonOf('report', await cli.run(home, words('report --json'))).report;
    expect(shown.runId).toBe(run.runId);
  }, 300_000);
});
