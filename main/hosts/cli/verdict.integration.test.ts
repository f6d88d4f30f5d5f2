import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { VerificationView } from '../../../app/contract/runs.ts';
import { startCopyOfSleep } from '../../testing/real-processes.ts';
import { schemas } from './schemas.ts';
import { buildCli, runJson } from './testing/built-cli.ts';
import type { BuiltCli } from './testing/built-cli.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

interface Cleaned {
  readonly exit: number;
  readonly runId: string;
  readonly look: VerificationView;
}

async function cleaned(home: string, args: string): Promise<Cleaned> {
  const ran = await runJson(cli, home, ['clean', ...args.split(' '), '--yes']);
  const { report } = schemas.clean.parse(JSON.parse(ran.out));
  if (report?.verification == null) throw new Error(`no second look: ${ran.out} ${ran.err}`);
  return { exit: ran.exit, runId: report.runId, look: report.verification };
}

const rowsOf = ({ stillHere }: VerificationView, reason: string) =>
  stillHere.filter((row) => row.reason === reason);

/** The demo's first WeChat 4.x account in ~/Documents/xwechat_files. */
async function demoWithAccount() {
  const demo = await cli.home(500);
  const root = join(demo.folder, 'Documents/xwechat_files');
  const account = demo.accounts.find(({ path }) => dirname(join(demo.folder, path)) === root);
  if (account === undefined) throw new Error('no account in the demo');
  return { home: demo.folder, root, folder: account.folder, path: join(root, account.folder) };
}

describe.runIf(process.platform === 'linux')('whether the person can leave', () => {
  it('a clean of the caches is done as planned, and a sign-in may be left', async () => {
    const { home } = await demoWithAccount();
    const { exit, look } = await cleaned(home, '--all-accounts --level basic --mode delete');
    expect(exit).toBe(0);
    expect(look).toMatchObject({ outcome: 'done', verdict: { headline: 'sign-in-left' } });
    expect(look.verdict.signIns.files).toBeGreaterThan(5);
    expect(look.verdict.backups.bytes).toBeGreaterThan(100_000_000);
  });

  it('after level system of all accounts no sign-in is left, and the data is', async () => {
    const { home } = await demoWithAccount();
    const { exit, look } = await cleaned(home, '--all-accounts --level system --mode delete');
    expect(exit).toBe(0);
    expect(look.verdict).toMatchObject({ headline: 'data-left', signIns: { files: 0 } });
  });

  it('after level deep with everything nothing of the accounts is left', async () => {
    const { home } = await demoWithAccount();
    const args = '--all-accounts --level deep --include phone-backups --mode delete';
    const { exit, look } = await cleaned(home, args);
    expect(exit).toBe(0);
    expect(look.verdict.headline).toBe('nothing-left');
    expect(look.stillHere.every(({ concern }) => concern === 'other')).toBe(true);
  });

  it('what lies in the quarantine is data of the person until it is purged', async () => {
    const { home } = await demoWithAccount();
    const args = '--all-accounts --level deep --include phone-backups --mode quarantine';
    const { exit, look, runId } = await cleaned(home, args);
    expect(exit).toBe(0);
    expect(look.verdict.headline).toBe('data-left');
    expect(rowsOf(look, 'in-quarantine')).toMatchObject([{ concern: 'data', category: null }]);
    await runJson(cli, home, ['quarantine', 'purge', '--all', '--yes']);
    const again = await runJson(cli, home, ['verify', runId]);
    const { verification } = schemas.verify.parse(JSON.parse(again.out));
    expect(verification.verdict.headline).toBe('nothing-left');
  });

  it('a kept file of an account that is no longer recognised is still that account’s', async () => {
    const { home, folder, path } = await demoWithAccount();
    await mkdir(join(path, 'msg/file/2026-11'), { recursive: true });
    await writeFile(join(path, 'msg/file/2026-11/mine.docx'), 'kept');
    const args = `--account ${folder} --level deep --include phone-backups --keep mine.docx --mode delete`;
    const { exit, look } = await cleaned(home, args);
    expect(exit).toBe(0);
    expect(look.verdict.headline).toBe('data-left');
    const [received] = rowsOf(look, 'not-cleaned').filter(({ category }) => category === 'received');
    expect(received?.place).toContain(`/${folder}/`);
    expect(received?.accountId).not.toBeNull();
  });
});

describe.runIf(process.platform === 'linux')('a link', () => {
  it('in place of a folder of the account goes, and the result names where the data still is', async () => {
    const { home, folder, path } = await demoWithAccount();
    const elsewhere = join(home, 'other-disk');
    await rename(join(path, 'msg'), elsewhere);
    await symlink(elsewhere, join(path, 'msg'));
    const { exit, look } = await cleaned(home, `--account ${folder} --level deep --mode delete`);
    expect(exit).toBe(0);
    expect(existsSync(join(path, 'msg'))).toBe(false);
    expect(existsSync(join(elsewhere, 'file'))).toBe(true);
    expect(rowsOf(look, 'behind-link')).toMatchObject([
      { place: join(path, 'msg'), target: elsewhere, leadsTo: 'folder', concern: 'data' },
    ]);
  });

  it('in place of a whole account is named with its target, and nothing is called gone', async () => {
    const { home, root, folder, path } = await demoWithAccount();
    const elsewhere = join(home, 'other-disk');
    await rename(path, elsewhere);
    await symlink(elsewhere, path);
    const args = '--all-accounts --level deep --include phone-backups --mode delete';
    const { look } = await cleaned(home, args);
    expect(rowsOf(look, 'link')).toMatchObject([{ place: join(root, folder), target: elsewhere }]);
    expect(look.verdict.headline).not.toBe('nothing-left');
    expect(existsSync(join(elsewhere, 'db_storage'))).toBe(true);
  });

  it('in place of a sign-in goes, its target stays, and the clean ends with 1', async () => {
    const { home, root } = await demoWithAccount();
    const shared = join(root, 'all_users/config/global_config');
    const elsewhere = join(home, 'kept-sign-in');
    await rename(shared, elsewhere);
    await symlink(elsewhere, shared);
    const { exit, look } = await cleaned(home, '--all-accounts --level system --mode delete');
    expect(exit).toBe(1);
    expect(existsSync(shared)).toBe(false);
    expect((await readFile(elsewhere)).length).toBeGreaterThan(0);
    expect(look).toMatchObject({ left: 0, behindLinks: 1, outcome: 'partial' });
    expect(look.verdict.headline).toBe('sign-in-left');
    expect(look.stillHere[0]).toMatchObject({ concern: 'sign-in', target: elsewhere });
  });

  it('in place of a sign-in whose target is missing leaves no sign-in', async () => {
    const { home, root } = await demoWithAccount();
    const shared = join(root, 'all_users/config/global_config');
    await rename(shared, `${shared}.away`);
    await symlink(join(home, 'gone'), shared);
    const { exit, look } = await cleaned(home, '--all-accounts --level system --mode delete');
    expect(exit).toBe(0);
    expect(look).toMatchObject({ behindLinks: 0, outcome: 'done' });
  });
});

describe.runIf(process.platform === 'linux')('a session', () => {
  it('names a sign-in of the guest in the owner’s file first, and nothing of the owner’s', async () => {
    const { home, root, path } = await demoWithAccount();
    expect((await cli.run(home, ['session', 'start'])).exit).toBe(0);
    const shared = join(root, 'all_users/config/global_config');
    await writeFile(shared, Buffer.alloc(4096, 7));
    await mkdir(join(root, 'all_users/login/wxid_guest'), { recursive: true });
    await writeFile(join(root, 'all_users/login/wxid_guest/key_info.db'), 'guest');
    const { look } = await cleaned(home, '--since-session --level system --mode delete');
    expect(look.verdict.headline).toBe('sign-in-left');
    expect(look.stillHere[0]).toMatchObject({ reason: 'owner-changed', place: shared, concern: 'sign-in' });
    expect(look.stillHere.filter(({ place }) => place.startsWith(path))).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('leave', () => {
  async function left(home: string, args: string) {
    const ran = await runJson(cli, home, ['leave', ...args.split(' ').filter(Boolean), '--yes']);
    return { exit: ran.exit, ...schemas.leave.parse(JSON.parse(ran.out)) };
  }

  it('signs out, keeps no copy and the chats, and says what is left', async () => {
    const { home, path } = await demoWithAccount();
    const { exit, report, verdict } = await left(home, '--all-accounts');
    expect(exit).toBe(0);
    expect(report).toMatchObject({ mode: 'delete', quarantineId: null, selection: { level: 'system' } });
    expect(verdict?.headline).toBe('data-left');
    expect(existsSync(join(path, 'db_storage'))).toBe(true);
  });

  it('--deep takes the accounts, and once more finds nothing to do and that one can leave', async () => {
    const { home } = await demoWithAccount();
    const deep = '--all-accounts --deep --include phone-backups';
    expect((await left(home, deep)).verdict?.headline).toBe('nothing-left');
    const again = await left(home, deep);
    expect(again).toMatchObject({ exit: 0, report: null, verdict: { headline: 'nothing-left' } });
  });

  it('where nothing is to be cleaned still says what is there', async () => {
    const { home } = await demoWithAccount();
    await left(home, '--all-accounts');
    const again = await left(home, '--all-accounts');
    expect(again).toMatchObject({ exit: 0, report: null, verdict: { headline: 'data-left' } });
  });

  it('a dry run removes nothing and gives no verdict', async () => {
    const { home, root } = await demoWithAccount();
    expect(await left(home, '--all-accounts --dry-run')).toMatchObject({ report: null, verdict: null });
    expect(existsSync(join(root, 'all_users/config/global_config'))).toBe(true);
  });

  it('in a session reaches only what came since', async () => {
    const { home, root, path } = await demoWithAccount();
    await cli.run(home, ['session', 'start']);
    const guest = join(root, 'all_users/login/wxid_guest');
    await mkdir(guest, { recursive: true });
    await writeFile(join(guest, 'key_info.db'), 'guest');
    const { exit, report } = await left(home, '');
    expect(exit).toBe(0);
    expect(report).toMatchObject({ removed: { files: 1 }, selection: { sinceSession: true } });
    expect(existsSync(join(guest, 'key_info.db'))).toBe(false);
    expect(existsSync(join(root, 'all_users/config/global_config'))).toBe(true);
    expect(existsSync(join(path, 'db_storage'))).toBe(true);
  });

  it('on the person’s own computer puts aside', async () => {
    const { home } = await demoWithAccount();
    await cli.run(home, ['settings', 'set', 'computer', 'own']);
    const { report } = await left(home, '--all-accounts');
    expect(report?.mode).toBe('quarantine');
    expect(report?.quarantineId).not.toBeNull();
  });

  it('on a shared computer closes a messenger that runs, and then takes its files', async () => {
    const { home, root } = await demoWithAccount();
    await cli.run(home, ['settings', 'set', 'computer', 'shared']);
    const weChat = await startCopyOfSleep('opt/wechat/wechat', { below: cli.programs! });
    const { exit, closed, report } = await left(home, '--all-accounts');
    expect(weChat.endedBy()).toBe('SIGTERM');
    expect(closed).toMatchObject([{ product: 'wechat', state: 'quit', forced: false }]);
    expect({ exit, outcome: report?.outcome }).toEqual({ exit: 0, outcome: 'done' });
    expect(existsSync(join(root, 'all_users/config/global_config'))).toBe(false);
  });

  it('with several accounts and no choice is refused', async () => {
    const { home } = await demoWithAccount();
    expect((await cli.run(home, ['leave', '--yes'])).exit).toBe(2);
  });
});
