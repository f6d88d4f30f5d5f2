import type { ChildProcess } from 'node:child_process';
import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DemoManifest } from '../../demo/demo-manifest.ts';
import { snapshotTree } from '../../testing/tree-snapshot.ts';
import { schemas, watchLines } from './schemas.ts';
import { buildCli, ended, runJson } from './testing/built-cli.ts';
import type { BuiltCli, Ran } from './testing/built-cli.ts';
import { changesSince } from './testing/home-changes.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

const words = (line: string): string[] => line.split(' ');
function jsonOf<Name extends keyof typeof schemas>(name: Name, ran: Ran) {
  return schemas[name].parse(JSON.parse(ran.out)) as ReturnType<(typeof schemas)[Name]['parse']>;
}

function wechatOf(demo: DemoManifest) {
  return demo.accounts.find(({ path }) => path.includes('xwechat_files/wxid'))!;
}

describe('watch', () => {
  function begun(demo: DemoManifest, args: string[]) {
    const child = cli.start(demo.folder, ['watch', ...args]);
    let out = '';
    child.stdout?.on('data', (chunk) => (out += String(chunk)));
    const done = ended(child);
    return { child, done, out: () => out };
  }
  const linesOf = (out: string): Record<string, unknown>[] =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const receive = async (demo: DemoManifest, name: string): Promise<void> => {
    const folder = join(demo.folder, wechatOf(demo).path, 'msg/file/2026-11');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), 'x'.repeat(5000));
  };
  const stop = (child: ChildProcess, signal: NodeJS.Signals): boolean => child.kill(signal);

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'reports a received file and ends with 0 on %s',
    async (signal) => {
      const demo = await cli.home(800);
      const { child, done, out } = begun(demo, ['--json']);
      await expect.poll(out, { timeout: 20_000 }).toContain('"live"');
      await receive(demo, 'thesis.pdf');
      await expect.poll(out, { timeout: 20_000 }).toContain('thesis.pdf');
      stop(child, signal);
      const ran = await done;
      expect(ran.exit).toBe(0);
      expect(ran.err).toBe('');
      const [head, ...lines] = linesOf(ran.out);
      schemas.watch.parse(head);
      for (const line of lines) (line['kind'] === 'state' ? watchLines.state : watchLines.event).parse(line);
      const received = lines.find((line) => line['kind'] === 'file-received');
      expect(received).toMatchObject({ name: 'thesis.pdf', product: 'wechat' });
      expect(lines.at(-1)).toMatchObject({ kind: 'state', state: 'off' });
    },
    300_000,
  );

  it.each([[['--json']], [[]]])(
    'a closed reader ends it with 0 and no error (%j)',
    async (args) => {
      const demo = await cli.home(800);
      const { child, done, out } = begun(demo, args);
      if (args.length > 0) await expect.poll(out, { timeout: 20_000 }).toContain('signoff.watch/1');
      else {
        let err = '';
        child.stderr?.on('data', (chunk) => (err += String(chunk)));
        await expect.poll(() => err, { timeout: 20_000 }).toContain('Watching');
      }
      child.stdout?.destroy();
      await receive(demo, 'late.pdf');
      const ran = await done;
      expect(ran.exit).toBe(0);
      expect(ran.err).not.toMatch(/EPIPE|Error|at .*:\d+/);
    },
    300_000,
  );

  it('a stalled reader does not keep it from ending', async () => {
    const demo = await cli.home(800);
    const child = cli.start(demo.folder, ['watch', '--json']);
    child.stdout?.pause();
    const closed = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.stdout?.once('readable', () => stop(child, 'SIGTERM'));
    expect(await closed).toBe(0);
  }, 300_000);
});

describe('a session', () => {
  it('plans and removes only what is new since the session started', async () => {
    const demo = await cli.home(1500);
    const none = await cli.run(demo.folder, words('plan --since-session --json'));
    expect(none.exit).toBe(4);
    expect(jsonOf('error', none).code).toBe('session-not-running');

    const started = await cli.run(demo.folder, words('session start --json'));
    expect(started.exit).toBe(0);
    const { session } = jsonOf('session start', started);
    expect(session.owners).toHaveLength(demo.accounts.length);
    expect(session.baseline.files).toBeGreaterThan(1000);
    const twice = await cli.run(demo.folder, words('session start --json'));
    expect(twice.exit).toBe(4);
    expect(jsonOf('error', twice).code).toBe('session-running');

    const before = await snapshotTree(demo.folder);
    const owner = wechatOf(demo);
    const mine = `${owner.path.slice(0, owner.path.lastIndexOf('/'))}/wxid_visitor000001_0a1b`;
    await cp(join(demo.folder, owner.path), join(demo.folder, mine), { recursive: true });
    await writeFile(join(demo.folder, owner.path, 'late.tmp'), 'of the owner');

    const status = jsonOf('session status', await cli.run(demo.folder, words('session status --json')));
    expect(status.session?.arrived.map(({ folder }) => folder)).toEqual(['wxid_visitor000001_0a1b']);
    const line = 'plan --since-session --level deep --list --json';
    const made = jsonOf('plan', await cli.run(demo.folder, words(line)));
    const planned = (made.entries ?? []).map(({ path }) => path.slice(demo.folder.length + 1));
    expect(planned.length).toBeGreaterThan(0);
    expect(planned.filter((path) => !path.startsWith(`${mine}/`))).toEqual([]);
    const ran = await runJson(cli, demo.folder, [
      ...words('clean --since-session --level deep --mode delete --yes'),
    ]);
    expect(ran.exit).toBe(0);
    const { files, changed } = await changesSince(demo.folder, before);
    expect({ files, changed }).toEqual({ files: [], changed: [] });
    const after = await snapshotTree(demo.folder);
    expect(planned.filter((path) => after.has(path))).toEqual([]);
    expect(after.has(`${owner.path}/late.tmp`)).toBe(true);

    const over = await cli.run(demo.folder, words('session end --json'));
    expect(over.exit).toBe(0);
    expect(jsonOf('session end', over).session.id).toBe(session.id);
    const gone = jsonOf('session status', await cli.run(demo.folder, words('session status --json')));
    expect(gone.session).toBeNull();
  }, 300_000);

  it.each(['delete', 'quarantine'])(
    'an account and a document created before and moved in since stay (%s)',
    async (mode) => {
      const home = await cli.emptyHome();
      const put = async (path: string): Promise<void> => {
        await mkdir(dirname(join(home, path)), { recursive: true });
        await writeFile(join(home, path), path);
      };
      const move = (from: string, to: string): Promise<void> => rename(join(home, from), join(home, to));
      const root = 'Documents/xwechat_files';
      const guest = `${root}/wxid_visitor000001_0a1b`;
      await put(`${root}/all_users/config/global_config`);
      await put(`${root}/wxid_owner00000001_7f7f/db_storage/session/session.db`);
      await put('aside/wxid_back0000000001_5c5d/db_storage/session/session.db');
      await put('aside/wxid_back0000000001_5c5d/cache/2026-11/old.dat');
      await put('aside/papers/letter.docx');
      expect((await cli.run(home, words('session start --json'))).exit).toBe(0);

      await put(`${guest}/db_storage/session/session.db`);
      await put(`${guest}/msg/file/own/mine.docx`);
      await put(`${guest}/cache/2026-11/new.dat`);
      await move('aside/wxid_back0000000001_5c5d', `${root}/wxid_back0000000001_5c5d`);
      await move('aside/papers', `${guest}/msg/file/papers`);
      const before = await snapshotTree(join(home, 'Documents'));
      const { session } = jsonOf('session status', await cli.run(home, words('session status --json')));
      expect(session?.arrived.map(({ folder }) => folder)).toEqual(['wxid_visitor000001_0a1b']);

      const line = `clean --since-session --level deep --include received,media --mode ${mode} --yes`;
      const ran = await runJson(cli, home, words(line));
      expect(ran.exit).toBe(0);
      const stays = jsonOf('clean', ran).plan?.kept ?? [];
      expect(stays.find(({ reason }) => reason === 'owner-unclear')?.files).toBe(1);
      const after = await snapshotTree(join(home, 'Documents'));
      const gone = [...before.keys()].filter((path) => !after.has(path));
      expect(gone.filter((path) => before.get(path)?.kind === 'file').sort()).toEqual(
        ['cache/2026-11/new.dat', 'db_storage/session/session.db', 'msg/file/own/mine.docx'].map(
          (path) => `xwechat_files/wxid_visitor000001_0a1b/${path}`,
        ),
      );
      expect(gone.filter((path) => path.includes('papers'))).toEqual([]);
      expect((await cli.run(home, words('verify --json'))).exit).toBe(0);
    },
    300_000,
  );
});
