import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import { programsVariable } from '../../testing/system-of-test.ts';
import { schemas } from './schemas.ts';
import { buildCli, ended } from './testing/built-cli.ts';
import type { BuiltCli, Ran } from './testing/built-cli.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
}, 300_000);

const wechat = 'Documents/xwechat_files';
const qq = '.config/QQ';
const a = `${wechat}/wxid_a_1111`;
const b = `${wechat}/wxid_b_2222`;

function put(home: string, ...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), file);
  }
}

/** A 4.x root with two accounts, and QQ with a sign-in and no account. */
async function makeHome(): Promise<string> {
  const home = await cli.emptyHome();
  put(
    home,
    `${wechat}/all_users/config/global_config`,
    ...[a, b].flatMap((one) => [
      `${one}/db_storage/session/session.db`,
      `${one}/msg/attach/x/2024-01/Img/1.dat`,
      `${one}/msg/file/2024-01/thesis.docx`,
      `${one}/cache/2024-01/a`,
    ]),
    `${qq}/global/nt_db/login.db`,
  );
  return home;
}

/** Locks the folder during `work`, so that it can be removed after the test. */
async function whileShut<T>(path: string, work: () => Promise<T>): Promise<T> {
  chmodSync(path, 0o000);
  try {
    return await work();
  } finally {
    chmodSync(path, 0o755);
  }
}

const cleanOf = (ran: Ran) => schemas.clean.parse(JSON.parse(ran.out));

async function clean(home: string, words: string): Promise<Ran> {
  return cli.runAsOwner(home, ['clean', ...words.split(' '), '--yes', '--json']);
}

describe('an unreadable folder in the chosen account', () => {
  test.each(removalModes)('%s: neither deep nor a later check claims that all is gone', async (mode) => {
    const home = await makeHome();
    const shut = join(home, a, 'msg');
    await whileShut(shut, async () => {
      const ran = await clean(home, `--account wxid_a --level deep --mode ${mode}`);
      const { report } = cleanOf(ran);
      expect(ran.exit).toBe(1);
      expect(report?.removed.files).toBeGreaterThan(0);
      expect(report?.verification).toMatchObject({ left: 0, verdict: { headline: 'could-not-tell' } });
      expect(report?.verification?.examples).toContainEqual({ path: shut, state: 'unreadable' });
      const text = await cli.runAsOwner(home, ['report']);
      expect(text.out).not.toContain('everything done');
      expect(text.out).toContain(shut);
      const again = await cli.runAsOwner(home, ['verify', '--json']);
      expect(again.exit).toBe(1);
      const status = await cli.runAsOwner(home, ['status', '--json']);
      expect(schemas.status.parse(JSON.parse(status.out)).lastRun?.outcome).toBe('unchecked');
    });
    expect(existsSync(join(shut, 'file/2024-01/thesis.docx'))).toBe(true);
    expect(existsSync(join(home, b, 'msg/file/2024-01/thesis.docx'))).toBe(true);
    // the unreadable folder still exists, so only a new plan can report that all is gone
    expect((await cli.runAsOwner(home, ['verify'])).exit).toBe(1);
    rmSync(shut, { recursive: true });
    expect((await cli.runAsOwner(home, ['verify'])).exit).toBe(0);
  });

  test.each([
    ['a category deep below', 'msg/file', 'deep', 1],
    ['a month', 'cache/2024-01', 'basic', 1],
    ['the account itself', '.', 'deep', 1],
    ['only what this level never takes', 'db_storage', 'basic', 0],
  ])('%s (%s) at level %s: exit %i', async (_what, below, level, exit) => {
    const home = await makeHome();
    await whileShut(join(home, a, below), async () => {
      expect((await clean(home, `--account wxid_a --level ${level} --mode delete`)).exit).toBe(exit);
    });
  });

  test.each([
    ['another account', `${b}/msg`, '--account wxid_a --level deep'],
    ['another app', qq, '--app wechat --all-accounts --level deep'],
    ['the whole folder of another account', b, '--account wxid_a --level deep'],
  ])('what is not chosen does not count: %s', async (_what, shut, words) => {
    const home = await makeHome();
    await whileShut(join(home, shut), async () => {
      const ran = await clean(home, `${words} --mode delete`);
      expect(cleanOf(ran).plan?.unreadable).toEqual([]);
      expect(ran.exit).toBe(0);
    });
  });

  test('a second deep clean with nothing left to plan reports the unreadable folder too', async () => {
    const home = await makeHome();
    await whileShut(join(home, a, 'msg'), async () => {
      for (const attempt of [1, 2]) {
        const ran = await clean(home, '--all-accounts --level deep --mode delete');
        expect([attempt, ran.exit]).toEqual([attempt, 1]);
      }
    });
  });

  test('in a session only a guest’s unreadable folder counts, not the owner’s', async () => {
    const home = await makeHome();
    const guest = `${wechat}/wxid_guest_3333`;
    await whileShut(join(home, a, 'msg'), async () => {
      await cli.runAsOwner(home, ['session', 'start']);
      put(home, `${guest}/db_storage/session/session.db`, `${guest}/msg/file/2024-01/mine.docx`);
      const words = '--since-session --level deep --mode delete';
      const plan = await cli.runAsOwner(home, ['plan', ...words.split(' ').slice(0, 3), '--json']);
      expect(schemas.plan.parse(JSON.parse(plan.out)).plan?.unreadable).toEqual([]);
      await whileShut(join(home, guest, 'msg'), async () => {
        const ran = await clean(home, words);
        expect(cleanOf(ran).plan?.unreadable.map(({ path }) => path)).toEqual([join(home, guest, 'msg')]);
        expect(ran.exit).toBe(1);
      });
    });
  });
});

describe('an app without an account', () => {
  const words = '--app qq --all-accounts --level system --mode delete';

  test('data of the app without an account is planned and removed, other apps stay', async () => {
    const home = await makeHome();
    const ran = await clean(home, words);
    expect(ran.exit).toBe(0);
    expect(existsSync(join(home, qq, 'global/nt_db/login.db'))).toBe(false);
    expect(existsSync(join(home, wechat, 'all_users/config/global_config'))).toBe(true);
    expect(existsSync(join(home, b, 'cache/2024-01/a'))).toBe(true);
    expect(cleanOf(ran).report?.groups.map(({ accountId }) => accountId)).toEqual([null]);
  });

  test('the same for WeChat', async () => {
    const home = await makeHome();
    for (const account of [a, b]) rmSync(join(home, account), { recursive: true });
    const ran = await clean(home, '--app wechat --all-accounts --level system --mode delete');
    expect(ran.exit).toBe(0);
    expect(existsSync(join(home, wechat, 'all_users/config/global_config'))).toBe(false);
    expect(existsSync(join(home, qq, 'global/nt_db/login.db'))).toBe(true);
  });

  test.each([
    ['its root', qq],
    ['what its root lies in', '.config'],
    ['the sign-in in it', `${qq}/global/nt_db`],
  ])('%s cannot be read: exit 1', async (_what, shut) => {
    const home = await makeHome();
    await whileShut(join(home, shut), async () => {
      const ran = await clean(home, words);
      expect(cleanOf(ran).plan?.unreadable).not.toEqual([]);
      expect(ran.exit).toBe(1);
      const text = await cli.runAsOwner(home, ['clean', ...words.split(' '), '--yes']);
      expect(text.out).toContain('not certain');
    });
  });
});

describe('an unreadable place that may hold data ends with 1, never with "nothing found"', () => {
  test.each<[string, (home: string) => void]>([
    ['a root that is a link to itself', (home) => symlinkSync('xwechat_files', join(home, wechat))],
    ['a root on a disk that is away', (home) => symlinkSync('/mnt/away/x', join(home, wechat))],
    [
      'documents on a disk that is away',
      (home) => {
        renameSync(join(home, 'Documents'), join(home, 'Other'));
        symlinkSync('/mnt/away', join(home, 'Documents'));
      },
    ],
    [
      'a pointer that cannot be read',
      (home) => {
        put(home, '.xwechat/config/a.ini');
        chmodSync(join(home, '.xwechat/config/a.ini'), 0);
      },
    ],
    [
      'the file that names the documents folder',
      (home) => {
        put(home, '.config/user-dirs.dirs');
        chmodSync(join(home, '.config/user-dirs.dirs'), 0);
      },
    ],
    [
      'the only account of a root that nothing else tells',
      (home) => {
        put(home, `${wechat}/wxid_a_1111/db_storage/session/session.db`);
        chmodSync(join(home, a), 0);
      },
    ],
  ])('%s', async (_what, prepare) => {
    const home = await cli.emptyHome();
    mkdirSync(join(home, 'Documents'));
    prepare(home);
    const ran = await clean(home, '--all-accounts --level system');
    if (existsSync(join(home, a))) chmodSync(join(home, a), 0o755);
    expect(cleanOf(ran).plan?.unreadable).not.toEqual([]);
    expect(ran.exit).toBe(1);
  });

  test('an unreadable place of another app ends with 0', async () => {
    const home = await cli.emptyHome();
    put(home, '.xwechat/config/a.ini');
    chmodSync(join(home, '.xwechat/config/a.ini'), 0);
    expect((await clean(home, '--app qq --all-accounts --level system')).exit).toBe(0);
    expect((await clean(home, '--app wechat --all-accounts --level system')).exit).toBe(1);
  });

  test('a pointer to a disconnected disk ends with 0', async () => {
    const home = await cli.emptyHome();
    put(home, '.xwechat/config/a.ini');
    writeFileSync(join(home, '.xwechat/config/a.ini'), '/mnt/away');
    expect((await clean(home, '--all-accounts --level system')).exit).toBe(0);
  });

  test('an empty home ends with 0', async () => {
    expect((await clean(await cli.emptyHome(), '--all-accounts --level deep')).exit).toBe(0);
  });
});

describe('without a home folder', () => {
  const homes = [
    ['unset', {}],
    ['empty', { HOME: '' }],
    ['relative', { HOME: 'home/me' }],
    ['not there', { HOME: '/nowhere/at/all' }],
    ['no folder', { HOME: '/dev/null' }],
  ] as const;
  const commands = ['scan', 'status', 'plan --all-accounts', 'clean --all-accounts --yes', 'session start'];

  test.each(homes)('%s: every command that reads data is refused with the reason', async (_what, env) => {
    const dataDir = await cli.emptyHome();
    for (const command of commands) {
      const words = [cli.path, ...command.split(' '), '--json', '--data-dir', dataDir];
      const child = spawn(process.execPath, words, {
        env: { PATH: process.env['PATH'], LANG: 'en_US.UTF-8', [programsVariable]: dataDir, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ran = await ended(child);
      expect([command, ran.exit]).toEqual([command, 4]);
      const error = schemas.error.parse(JSON.parse(ran.out));
      expect(error.code).toBe('no-home');
      expect(error.message).toContain('no home folder');
    }
  });
});
