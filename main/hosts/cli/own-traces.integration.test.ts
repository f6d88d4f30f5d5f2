import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import { schemas } from './schemas.ts';
import { buildCli } from './testing/built-cli.ts';
import type { BuiltCli, Ran } from './testing/built-cli.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

const own = '.local/state/signoff';
const account = 'Documents/xwechat_files/wxid_abcdefgh1234_ab12';

/** Names that stand nowhere else: in a plan, a receipt or a journal they are a trace. */
const names = {
  cache: `${account}/cache/2024-01/unmistakable-cache-name`,
  received: `${account}/msg/file/2024-01/unmistakable-received.docx`,
  database: `${account}/db_storage/session/unmistakable-session.db`,
  signIn: 'Documents/xwechat_files/all_users/login/wxid_abcdefgh1234/key_info.db',
} as const;

async function makeHome(): Promise<string> {
  const home = await cli.emptyHome();
  const put = (path: string, content = 'content'): void => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
    utimesSync(join(home, path), 1_700_000_000, 1_700_000_000);
  };
  for (const path of Object.values(names)) put(path);
  put('Documents/xwechat_files/all_users/config/global_config');
  put(`${account}/msg/attach/x/2024-01/Img/1.dat`);
  return home;
}

/** The files of the own folder that hold one of the names, by path. A batch's own index and items are its content. */
function namedIn(home: string): string[] {
  const words = ['unmistakable', 'key_info'];
  const state = join(home, own);
  return readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(state.length + 1))
    .filter((path) => !path.startsWith('quarantine/q-'))
    .filter((path) =>
      words.some((word) => path.includes(word) || readFileSync(join(state, path)).includes(word)),
    );
}

const jsonOf = <Name extends keyof typeof schemas>(name: Name, ran: Ran) =>
  schemas[name].parse(JSON.parse(ran.out)) as ReturnType<(typeof schemas)[Name]['parse']>;

async function clean(home: string, words: string): Promise<{ exit: number; runId: string }> {
  const ran = await cli.runAsOwner(home, ['clean', ...words.split(' '), '--yes', '--json']);
  return { exit: ran.exit, runId: jsonOf('clean', ran).report?.runId ?? '' };
}

async function verify(home: string, runId: string) {
  const ran = await cli.runAsOwner(home, ['verify', runId, '--json']);
  return { exit: ran.exit, ...jsonOf('verify', ran).verification };
}

describe.runIf(process.platform === 'linux')('the names of what was planned', () => {
  it.each(removalModes)(
    'are in no record after a clean and its second look, mode %s',
    async (mode) => {
      const home = await makeHome();
      const { exit, runId } = await clean(home, `--all-accounts --level deep --mode ${mode}`);
      expect(exit).toBe(0);
      expect(namedIn(home)).toEqual([]);
      expect(readdirSync(join(home, own, 'runs'))).toEqual([]);
      expect(await verify(home, runId)).toMatchObject({ exit: 0, left: 0, outcome: 'done' });
      expect(namedIn(home)).toEqual([]);
    },
    300_000,
  );

  it('are in a plan while it can be used', async () => {
    const home = await makeHome();
    await cli.runAsOwner(home, ['plan', '--all-accounts', '--json']);
    const [file] = namedIn(home);
    expect(file).toMatch(/^plans\/.*\.plan$/u);
    await cli.runAsOwner(home, ['status']);
    expect(namedIn(home)).toEqual([file]);
  }, 300_000);
});

describe.runIf(process.platform === 'linux')('a check at a later time', () => {
  const basic = '--all-accounts --level basic --mode delete';

  it('ends with 0 while everything is gone, and a new file of the messenger changes nothing', async () => {
    const home = await makeHome();
    const { runId } = await clean(home, basic);
    expect(await verify(home, runId)).toMatchObject({ exit: 0, left: 0, arrived: 0 });
    mkdirSync(dirname(join(home, names.cache)), { recursive: true });
    writeFileSync(`${join(home, names.cache)}-new`, 'new');
    expect(await verify(home, runId)).toMatchObject({ exit: 0, left: 0, arrived: 1 });
  }, 300_000);

  it('ends with 1 when a file is back, and with 0 when it is gone again', async () => {
    const home = await makeHome();
    const { runId } = await clean(home, '--all-accounts --level basic --mode quarantine');
    const restored = await cli.runAsOwner(home, ['quarantine', 'restore', runId.replace(/^r-/, 'q-')]);
    expect(restored.exit).toBe(0);
    const back = await verify(home, runId);
    expect(back).toMatchObject({ exit: 1, outcome: 'partial', arrived: 0 });
    expect(back.left).toBeGreaterThan(0);
    rmSync(join(home, account, 'cache'), { recursive: true });
    expect(await verify(home, runId)).toMatchObject({ exit: 0, left: 0, outcome: 'done' });
  }, 300_000);

  it('ends with 1 while a folder of the accounts cannot be read, and with 0 when it can', async () => {
    const home = await makeHome();
    const { runId } = await clean(home, basic);
    const shut = join(home, account, 'cache');
    mkdirSync(shut, { recursive: true });
    chmodSync(shut, 0o000);
    const seen = await verify(home, runId);
    chmodSync(shut, 0o755);
    expect(seen).toMatchObject({ exit: 1, left: 0, outcome: 'unchecked' });
    expect(seen.unreadable).toBeGreaterThan(0);
    expect(await verify(home, runId)).toMatchObject({ exit: 0, unreadable: 0, outcome: 'done' });
  }, 300_000);

  it('knows what is left of an account that the clean made unrecognisable', async () => {
    const home = await makeHome();
    const { runId } = await clean(
      home,
      '--all-accounts --level deep --keep *unmistakable-received.docx --mode delete',
    );
    const { exit, verdict, stillHere } = await verify(home, runId);
    expect(exit).toBe(0);
    expect(verdict.headline).toBe('data-left');
    expect(stillHere).toContainEqual(
      expect.objectContaining({ category: 'received', place: join(home, names.received) }),
    );
  }, 300_000);
});
