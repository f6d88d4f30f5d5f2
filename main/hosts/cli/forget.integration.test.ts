import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { xdgAutostart } from '../../system/linux/xdg-autostart.ts';
import { schemas } from './schemas.ts';
import { buildCli } from './testing/built-cli.ts';
import type { BuiltCli, Ran } from './testing/built-cli.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

const own = '.local/state/signoff';
const account = 'Documents/xwechat_files/wxid_abcdefgh1234_ab12';

async function makeHome(): Promise<string> {
  const home = await cli.emptyHome();
  const paths = ['cache/2024-01/a', 'db_storage/session/session.db', 'msg/attach/x/2024-01/Img/1.dat'];
  for (const path of paths) {
    const file = join(home, account, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'content');
    utimesSync(file, 1_700_000_000, 1_700_000_000);
  }
  return home;
}

async function cleaned(home: string, mode: string): Promise<void> {
  const ran = await cli.run(home, ['clean', '--all-accounts', '--mode', mode, '--yes', '--json']);
  expect(ran.exit).toBe(0);
}

const forgottenOf = (ran: Ran) => schemas.forget.parse(JSON.parse(ran.out));
const forget = (home: string, ...words: string[]) => cli.run(home, ['forget', '--yes', '--json', ...words]);

describe.runIf(process.platform === 'linux')('signoff forget', () => {
  it('removes records, plans and settings, and status then knows of no clean', async () => {
    const home = await makeHome();
    await cli.run(home, ['settings', 'set', 'quarantineDays', '7']);
    await xdgAutostart({ HOME: home }, { program: '/opt/SignOff/signoff', args: ['--start-hidden'] }).set(
      true,
    );
    await cleaned(home, 'delete');
    await cli.run(home, ['plan', '--all-accounts', '--level', 'deep', '--json']);
    const { forgotten } = forgottenOf(await forget(home));
    expect(forgotten).toMatchObject({ receipts: 1, folderGone: true, stayed: [] });
    expect(existsSync(join(home, own))).toBe(false);
    expect(existsSync(join(home, '.config/autostart/signoff.desktop'))).toBe(false);
    expect(existsSync(join(home, account, 'db_storage/session/session.db'))).toBe(true);
    const status = await cli.run(home, ['status', '--json']);
    expect(schemas.status.parse(JSON.parse(status.out)).lastRun).toBeNull();
    const settings = await cli.run(home, ['settings', 'list', '--json']);
    expect(schemas['settings list'].parse(JSON.parse(settings.out)).settings.quarantineDays).toBe(30);
  }, 300_000);

  it('removes nothing without a confirmation', async () => {
    const home = await makeHome();
    await cleaned(home, 'delete');
    const before = readdirSync(join(home, own), { recursive: true }).length;
    const ran = await cli.run(home, ['forget']);
    expect(ran.exit).toBe(3);
    expect(readdirSync(join(home, own), { recursive: true }).length).toBe(before);
  }, 300_000);

  it('keeps the quarantine with --yes alone, names what lies in it, and it can still be restored', async () => {
    const home = await makeHome();
    await cleaned(home, 'quarantine');
    const text = await cli.run(home, ['forget', '--yes']);
    expect(text.exit).toBe(0);
    expect(text.out).toContain('signoff forget --include quarantine');
    expect(readdirSync(join(home, own)).filter((name) => name !== 'quarantine-clock.json')).toEqual([
      'quarantine',
    ]);
    const [batch] = readdirSync(join(home, own, 'quarantine'));
    expect(text.err + text.out).toContain(batch);
    expect(existsSync(join(home, account, 'cache/2024-01/a'))).toBe(false);
    expect((await cli.run(home, ['quarantine', 'restore', batch!])).exit).toBe(0);
    expect(existsSync(join(home, account, 'cache/2024-01/a'))).toBe(true);
  }, 300_000);

  it('removes the quarantine as well when it is included', async () => {
    const home = await makeHome();
    await cleaned(home, 'quarantine');
    const ran = await forget(home, '--include', 'quarantine');
    const { forgotten, purged, quarantine } = forgottenOf(ran);
    expect([ran.exit, purged?.batches.length, quarantine]).toEqual([0, 1, []]);
    expect(forgotten).toMatchObject({ receipts: 1, folderGone: true });
    expect(existsSync(join(home, own))).toBe(false);
  }, 300_000);

  it('asks about the quarantine apart at the terminal', async () => {
    const home = await makeHome();
    await cleaned(home, 'quarantine');
    const ran = await cli.runOnTerminal(home, ['forget'], 'yes');
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('Also delete the quarantine for good');
    expect(existsSync(join(home, own))).toBe(false);
  }, 300_000);

  it('follows no link, and leaves and names what it has not written', async () => {
    const home = await makeHome();
    await cleaned(home, 'delete');
    const precious = join(home, 'precious');
    mkdirSync(precious);
    for (const name of ['r-1.json', 'p-1.plan', 'file']) writeFileSync(join(precious, name), 'mine');
    const state = join(home, own);
    symlinkSync(precious, join(state, 'session'));
    symlinkSync(join(precious, 'file'), join(state, 'reports', 'r-planted.json'));
    symlinkSync(precious, join(state, 'window-999999999-x'));
    symlinkSync(precious, join(state, 'of-nobody'));
    writeFileSync(join(state, 'notes.txt'), 'mine');
    mkdirSync(join(state, 'runs', 'r-2.jsonl'), { recursive: true });
    writeFileSync(join(state, 'runs', 'r-2.jsonl', 'file'), 'mine');
    const { forgotten } = forgottenOf(await forget(home));
    expect(readdirSync(precious).sort()).toEqual(['file', 'p-1.plan', 'r-1.json']);
    const foreign = ['notes.txt', 'of-nobody', 'runs/r-2.jsonl'].map((name) => join(state, name));
    expect(forgotten.stayed.map(({ path }) => path).sort()).toEqual(foreign);
    expect(forgotten.stayed.every(({ reason }) => reason === 'foreign')).toBe(true);
    expect(readdirSync(state).sort()).toEqual(['notes.txt', 'of-nobody', 'runs']);
    expect(readFileSync(join(state, 'runs', 'r-2.jsonl', 'file'), 'utf8')).toBe('mine');
  }, 300_000);

  it('leaves the profile of an open window, removes one of a closed window, and ends with 1', async () => {
    const home = await makeHome();
    await cleaned(home, 'delete');
    const open = join(home, own, `window-${process.pid}-a`);
    const closed = join(home, own, 'window-999999999-b');
    for (const folder of [open, closed]) {
      mkdirSync(join(folder, 'profile'), { recursive: true });
      writeFileSync(join(folder, 'profile', 'History'), 'visited');
    }
    const ran = await forget(home);
    expect(ran.exit).toBe(1);
    expect(forgottenOf(ran).forgotten.stayed).toEqual([{ path: open, reason: 'open-window' }]);
    expect(existsSync(closed)).toBe(false);
    expect(statSync(join(open, 'profile', 'History')).isFile()).toBe(true);
  }, 300_000);

  it('is refused during a session and says how to end it; nothing goes', async () => {
    const home = await makeHome();
    await cleaned(home, 'quarantine');
    expect((await cli.run(home, ['session', 'start'])).exit).toBe(0);
    const ran = await cli.run(home, ['forget', '--yes', '--include', 'quarantine']);
    expect(ran.exit).toBe(4);
    expect(ran.err).toContain('signoff session end');
    expect(readdirSync(join(home, own, 'reports'))).toHaveLength(1);
    expect(readdirSync(join(home, own, 'quarantine'))).toHaveLength(1);
  }, 300_000);

  it('is refused while a run holds the lock', async () => {
    const home = await makeHome();
    await cleaned(home, 'delete');
    const holder = { token: 'a'.repeat(24), pid: process.pid, mark: null, what: 'r-1' };
    writeFileSync(join(home, own, 'run.lock'), JSON.stringify(holder));
    const ran = await cli.run(home, ['forget', '--yes']);
    expect(ran.exit).toBe(4);
    expect(readdirSync(join(home, own, 'reports'))).toHaveLength(1);
  }, 300_000);
});
