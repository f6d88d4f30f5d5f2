import { describe, expect, it } from 'vitest';
import { judge } from '../../../app/cleanup/verdict.ts';
import type { RunOutcome } from '../../../app/cleanup/verdict.ts';
import type { VerificationView } from '../../../app/contract/runs.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { completionScript } from './commands/completion.ts';
import { exitCodes } from './exit-codes.ts';
import { commandsOf, groups, shells } from './options.ts';
import { runCli } from './run-cli.ts';
import { schemas } from './schemas.ts';
import {
  emptyDiscovery,
  fakeWorld,
  planned,
  reported,
  session,
  verifiedReport,
} from './testing/fake-world.ts';
import type { FakeOptions, FakeWorld } from './testing/fake-world.ts';

async function run(line: string, options: FakeOptions = {}): Promise<{ world: FakeWorld; exit: number }> {
  const world = fakeWorld(options);
  const exit = await runCli(line.split(' '), world);
  return { world, exit };
}

function jsonOf(world: FakeWorld): Record<string, unknown> {
  expect(world.stdout().trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(world.stdout()) as Record<string, unknown>;
}

describe('every command writes the JSON that is documented', () => {
  it.each([
    ['status', 'status'],
    ['scan', 'scan'],
    ['plan --account wxid_a', 'plan'],
    ['plan --account wxid_a --list', 'plan'],
    ['clean --account acc1 --mode delete --yes', 'clean'],
    ['clean --account acc1 --mode delete --dry-run', 'clean'],
    ['verify r-1', 'verify'],
    ['report', 'report'],
    ['report list', 'report list'],
    ['quit --app wechat', 'quit'],
    ['open', 'open'],
    ['demo create /tmp/x --files 100', 'demo create'],
    ['--version', 'version'],
    ['plan', 'error'],
  ] as const)('%s', async (line, name) => {
    const { world } = await run(`${line} --json`);
    schemas[name].parse(jsonOf(world));
  });

  it('lists absolute paths, with every control character escaped', async () => {
    const { world } = await run('plan --account acc1 --list --json');
    const parsed = schemas.plan.parse(jsonOf(world));
    expect(parsed.entries?.[0]?.path).toBe(
      '/home/li/Documents/xwechat_files/wxid_a_1234/cache/evil\u001B[2J\nname',
    );
    expect(world.stdout()).not.toContain('\u001B');
  });
});

describe('every error has its exit code and message', () => {
  it.each([
    ['sacn', 'unknown-command', 'scan'],
    ['demo creat x', 'unknown-command', 'demo create'],
    ['plan --levle deep', 'unknown-option', '--level'],
    ['plan --level sytem', 'unknown-value', 'system'],
    ['plan --app wechta', 'unknown-value', 'wechat'],
    ['plan --include media,recieved', 'unknown-value', 'received'],
    ['plan --include backups', 'unknown-value', 'Did you mean phone-backups?'],
    ['clean --level deep --include media,backups', 'unknown-value', 'phone-backups'],
    ['scan --level deep', 'option-elsewhere', 'plan'],
    ['plan --older-than 30', 'bad-value', '30d'],
    ['demo create x --files many', 'bad-value', '--files'],
    ['plan --level', 'missing-value', '--level'],
    ['clean --mode delete --plan --yes', 'missing-value', '--plan'],
    ['demo create', 'missing-argument', 'DIR'],
    ['quit', 'missing-argument', '--app'],
    ['completion', 'missing-argument', 'SHELL'],
    ['completion tcsh', 'unknown-value', 'bash, zsh, fish'],
    ['completion bash zsh', 'extra-argument', 'zsh'],
    ['clean --account acc1 --force', 'option-elsewhere', 'quit'],
    ['status now', 'extra-argument', 'now'],
    ['clean --plan p-1 --level deep --mode delete', 'option-conflict', '--level'],
    ['clean --account acc1 --mode quarantin --yes', 'unknown-value', 'quarantine'],
    ['clean --mode delete --yes', 'accounts-not-chosen', 'wxid_b_5678'],
    ['plan --account wxid_c', 'account-unknown', 'wxid_a'],
    ['scan --lang zh', 'unknown-value', 'zh-CN'],
  ])('%s → %s', async (line, code, named) => {
    const { world, exit } = await run(`${line} --json`);
    const error = schemas.error.parse(jsonOf(world));
    expect(exit).toBe(exitCodes.usage);
    expect(error.code).toBe(code);
    expect(error.message).toContain(named);
    expect(world.calls.some((call) => call.method === 'runs.start')).toBe(false);
  });

  it('prints errors in the chosen language on standard error, and nothing on standard output', async () => {
    const { world } = await run('plan --level sytem --lang zh-CN');
    expect(world.stdout()).toBe('');
    expect(world.stderr()).toContain('--level 不认识「sytem」');
    expect(world.stderr()).toContain('最接近的是 system');
  });

  it.each([
    ['messenger-running', 4],
    ['messenger-unknown', 4],
    ['plan-expired', 4],
    ['plan-used', 4],
    ['plan-changed', 4],
    ['plan-damaged', 4],
    ['busy', 4],
    ['plan-not-found', 4],
    ['account-not-found', 2],
    ['confirmation-missing', 3],
  ] as const)('a clean that is refused with %s ends with %i', async (code, expected) => {
    const { world, exit } = await run('clean --plan p-1 --mode delete --yes --json', {
      refuse: { 'runs.start': code },
    });
    expect(exit).toBe(expected);
    expect(schemas.error.parse(jsonOf(world)).code).toBe(code);
  });
});

describe('consent', () => {
  const line = 'clean --account acc1 --mode delete';
  const started = (world: FakeWorld): boolean => world.calls.some((call) => call.method === 'runs.start');

  it('without a terminal and without --yes nothing starts, and the code is 3', async () => {
    const { world, exit } = await run(line);
    expect(exit).toBe(exitCodes.unconfirmed);
    expect(started(world)).toBe(false);
    expect(world.stderr()).toContain('p-1');
  });

  it.each(['no', 'y', '', null])('the answer %j does not confirm', async (answer) => {
    const { world, exit } = await run(line, { interactive: true, answer });
    expect(exit).toBe(exitCodes.unconfirmed);
    expect(started(world)).toBe(false);
  });

  it('shows the preview and its cost before the question, and starts after yes', async () => {
    const { world, exit } = await run(line, { interactive: true, answer: 'yes' });
    expect(world.stderr()).toContain('2 files');
    expect(world.stderr()).toContain('no copy is kept');
    expect(world.questions).toEqual(['Remove 2 files (2.9 KB)? Type yes to go on: ']);
    expect(started(world)).toBe(true);
    expect(exit).toBe(exitCodes.done);
  });

  const deep = { ...planned, selection: { ...planned.selection, level: 'deep' } } as const;

  it('deep requires the account folder; yes is not enough', async () => {
    const refused = await run(`${line} --level deep`, { interactive: true, answer: 'yes', plan: deep });
    expect(refused.exit).toBe(exitCodes.unconfirmed);
    expect(refused.world.questions[0]).toContain('wxid_a_1234');
    expect(refused.world.stderr()).toContain('3 chat databases, a phone backup is inside');
    const given = await run(`${line} --level deep`, { interactive: true, answer: 'wxid_a_1234', plan: deep });
    expect(given.exit).toBe(exitCodes.done);
  });

  it('deep with several accounts requires DELETE', async () => {
    const [account] = deep.accounts;
    const plan = { ...deep, accounts: [account!, { ...account!, folder: 'wxid_b_5678' }] };
    const refused = await run(line, { interactive: true, answer: 'wxid_a_1234', plan });
    expect(refused.exit).toBe(exitCodes.unconfirmed);
    const given = await run(line, { interactive: true, answer: 'DELETE', plan });
    expect(given.exit).toBe(exitCodes.done);
  });
});

/** A second look that found `left` planned entries. */
function judged(run: RunOutcome, left: number): VerificationView {
  const planned = { left, behindLinks: 0, unreadable: 0 };
  return { ...verifiedReport.verification!, ...planned, ...judge(run, planned, []) };
}

describe('a clean', () => {
  const line = 'clean --account acc1 --mode delete --yes';

  it('checks the disk again and reports it in the receipt', async () => {
    const { world, exit } = await run(line);
    expect(exit).toBe(exitCodes.done);
    expect(world.stdout()).toContain('everything in the plan is gone');
    expect(world.callers).toEqual([{ host: 'cli', may: ['read', 'write', 'destroy'] }]);
  });

  it('ends with 1 when an entry failed or data is left', async () => {
    const failed = { ...verifiedReport, outcome: 'partial' as const, verification: judged('partial', 0) };
    expect((await run(line, { verified: failed })).exit).toBe(exitCodes.someFailed);
    const verification = judged('done', 1);
    expect((await run(line, { verified: { ...reported, verification } })).exit).toBe(exitCodes.someFailed);
  });

  it('an interrupt cancels the job, the receipt is printed, and the code is 130', async () => {
    const cancelled = { ...reported, outcome: 'cancelled' as const };
    const world = fakeWorld({ endless: ['runs.start'], report: cancelled });
    const ended = runCli(line.split(' '), world);
    await expect.poll(() => world.calls.some((call) => call.method === 'runs.start')).toBe(true);
    world.interrupt();
    expect(await ended).toBe(exitCodes.cancelled);
    expect(world.calls.map((call) => call.method)).toContain('jobs.cancel');
    expect(world.stdout()).toContain('r-1');
    expect(world.calls.some((call) => call.method === 'runs.verify')).toBe(false);
  });

  it('on a computer without data removes nothing, lists the searched places, and ends with 0', async () => {
    const { world, exit } = await run('clean --all-accounts --mode delete --yes', {
      discovery: emptyDiscovery,
    });
    expect(exit).toBe(exitCodes.done);
    expect(world.stdout()).toContain('/home/li/.config/QQ');
    expect(world.calls.some((call) => call.method === 'plans.create')).toBe(false);
  });
});

describe('quit', () => {
  const methodsOf = (world: FakeWorld): string[] => world.calls.map((call) => call.method);

  it.each([
    ['quit', 0, 'has quit'],
    ['still-running', 1, 'process 11'],
    ['unclear', 4, 'same name'],
  ] as const)('%s ends with %i and says so', async (state, code, said) => {
    const { world, exit } = await run('quit --app wechat', { quit: [state] });
    expect(exit).toBe(code);
    expect(world.stdout()).toContain(said);
    expect(methodsOf(world)).not.toContain('messengers.forceEnd');
    expect(world.callers).toEqual([{ host: 'cli', may: ['read', 'write'] }]);
  });

  it('ends by force only apps that did not quit on request, and only after yes', async () => {
    const inVain = { quit: ['still-running', 'quit'] } as const;
    const silent = await run('quit --app wechat --force', inVain);
    expect(silent.exit).toBe(exitCodes.unconfirmed);
    const no = await run('quit --app wechat --force', { ...inVain, interactive: true, answer: 'y' });
    expect(no.exit).toBe(exitCodes.unconfirmed);
    for (const { world } of [silent, no]) expect(methodsOf(world)).not.toContain('messengers.forceEnd');
    const typed = await run('quit --app wechat --force', { ...inVain, interactive: true, answer: 'yes' });
    const given = await run('quit --app wechat --force --yes', inVain);
    for (const { world, exit } of [typed, given]) {
      expect(exit).toBe(exitCodes.done);
      expect(methodsOf(world).slice(0, 2)).toEqual(['messengers.askToQuit', 'messengers.quitState']);
      expect(world.calls.find((call) => call.method === 'messengers.forceEnd')?.input).toEqual({
        product: 'wechat',
        confirmed: true,
      });
      for (const part of ['Risk 1', 'encrypted at all times', 'Risk 2', 'Risk 3', 'change the password'])
        expect(world.stderr()).toContain(part);
    }
  });

  it('does not end by force an app that quits on request', async () => {
    const { world, exit } = await run('quit --app wechat,qq --force --yes --json');
    expect(exit).toBe(exitCodes.done);
    expect(methodsOf(world)).not.toContain('messengers.forceEnd');
    expect(schemas.quit.parse(jsonOf(world)).apps.map(({ product }) => product)).toEqual(['wechat', 'qq']);
  });
});

describe('output', () => {
  it('only clean may remove data', async () => {
    const { world } = await run('plan --account acc1');
    expect(world.callers).toEqual([{ host: 'cli', may: ['read', 'write'] }]);
  });

  it('scan merges months and names unreadable folders', async () => {
    const { world, exit } = await run('scan');
    expect(exit).toBe(exitCodes.done);
    expect(world.stdout()).toMatch(/wxid_a_1234 +Cache +4 {2}5\.9 KB/);
    expect(world.stdout()).toMatch(/closed {2}no permission/);
  });

  it('plan --list writes only escaped paths to standard output, one per line', async () => {
    const { world } = await run('plan --account acc1 --list');
    expect(world.stdout().trimEnd().split('\n')).toEqual([
      '/home/li/Documents/xwechat_files/wxid_a_1234/cache/evil\\x1b[2J\\nname',
      '/home/li/Documents/xwechat_files/wxid_a_1234/cache/图.jpg',
    ]);
    expect(world.stderr()).toContain('Would remove 2 files');
  });

  it.each(groups)('%s alone prints its own help on standard error and ends with 2', async (group) => {
    const { world, exit } = await run(group);
    expect(exit).toBe(exitCodes.usage);
    expect(world.stdout()).toBe('');
    for (const name of commandsOf(group)) expect(world.stderr()).toContain(name);
    expect(world.stderr()).not.toContain('verify');
    const json = await run(`${group} --json`);
    expect(json.exit).toBe(exitCodes.usage);
    expect(schemas.error.parse(jsonOf(json.world)).code).toBe('missing-command');
  });

  it.each(groups)('help %s prints the same help on standard output and ends with 0', async (group) => {
    for (const line of [`help ${group}`, `${group} --help`]) {
      const { world, exit } = await run(line);
      expect(exit).toBe(exitCodes.done);
      expect(world.stderr()).toBe('');
      for (const name of commandsOf(group)) expect(world.stdout()).toContain(name);
    }
  });

  it('version prints what --version prints', async () => {
    expect((await run('version')).world.stdout()).toBe((await run('--version')).world.stdout());
  });

  it('an option without effect is a note on standard error, beside the result', async () => {
    const { world, exit } = await run('plan --account acc1 --include phone-backups --json');
    expect(exit).toBe(exitCodes.done);
    expect(world.stderr()).toContain('--include phone-backups has no effect at level basic');
    schemas.plan.parse(jsonOf(world));
    const kept = { ...planned.kept[0]!, reason: 'too-new' as const };
    const idle = await run('plan --account acc1 --older-than 1h');
    expect(idle.world.stderr()).toContain('--older-than keeps nothing back');
    const used = await run('plan --account acc1 --older-than 1h', { plan: { ...planned, kept: [kept] } });
    expect(used.world.stderr()).not.toContain('--older-than');
  });

  it.each(['scan --json', 'clean --account acc1 --mode delete --yes', 'help', 'version'])(
    '%s ends with 1 and says so when standard output is full',
    async (line) => {
      const { world, exit } = await run(line, { outputFailure: 'ENOSPC' });
      expect(exit).toBe(exitCodes.someFailed);
      expect(world.stderr()).toContain('could not be written (ENOSPC)');
    },
  );

  it('a code other than 0 stays when standard output is full', async () => {
    const { exit } = await run('plan --level sytem --json', { outputFailure: 'ENOSPC' });
    expect(exit).toBe(exitCodes.usage);
  });

  it('--app narrows scan and status to the data folders and programs of the app', async () => {
    const scanOf = async (line: string) => schemas.scan.parse(jsonOf((await run(line)).world));
    const wechat = await scanOf('scan --app wechat --json');
    expect([wechat.accounts.length, wechat.total.files]).toEqual([2, 4]);
    const qq = await scanOf('scan --app qq --json');
    expect(qq).toMatchObject({ roots: [], accounts: [], usage: [], unreadable: [] });
    expect(qq.total).toEqual({ files: 0, bytes: 0, allocated: 0 });
    const { world } = await run('status --app qq --json');
    expect(schemas.status.parse(jsonOf(world))).toMatchObject({ roots: [], accounts: [], running: [] });
  });

  it('status says by which calls files are removed, and why not by the system’s own', async () => {
    const { world } = await run('status --json');
    const systemCalls = { kind: 'portable', reason: 'koffi-linux-x64.node is not there' };
    expect(schemas.status.parse(jsonOf(world)).systemCalls).toEqual(systemCalls);
    expect((await run('status')).world.out.text()).toContain(systemCalls.reason);
  });

  it('-q leaves only warnings on standard error, and the same result', async () => {
    const full = await run('quit --app wechat', { quit: ['quit'] });
    const quiet = await run('quit --app wechat -q', { quit: ['quit'] });
    expect(full.world.stderr()).not.toBe('');
    expect(quiet.world.stderr()).toBe('');
    expect(quiet.world.stdout()).toBe(full.world.stdout());
    const paths = await run('plan --account acc1 --list -q');
    expect(paths.world.stderr()).toBe('');
    const warned = await run('clean --account acc1 --mode delete --yes -q');
    expect(warned.world.stderr()).toContain('no copy is kept');
  });

  it('-q still shows what a question is about', async () => {
    const line = 'clean --account acc1 --mode delete -q';
    const { world } = await run(line, { interactive: true, answer: 'no' });
    expect(world.stderr()).toContain('Would remove 2 files');
  });

  it.each(['status', 'scan', 'plan --account acc1', 'clean --account acc1 --dry-run'])(
    '%s -v lists on standard error where was searched, and the same result',
    async (line) => {
      const plain = await run(line);
      const verbose = await run(`${line} -v`);
      expect(verbose.world.stderr()).toContain('/home/li/.config/QQ');
      expect(verbose.world.stderr()).toMatch(/xwechat_files +\/home\/li\/Documents/);
      expect(verbose.world.stdout()).toBe(plain.world.stdout());
    },
  );

  it.each(shells)('completion %s writes only its script, without opening anything', async (shell) => {
    const { world, exit } = await run(`completion ${shell}`);
    expect(exit).toBe(exitCodes.done);
    expect(world.stdout()).toBe(completionScript(shell, dictionaries['en-US']));
    expect([world.stderr(), world.calls]).toEqual(['', []]);
  });

  it('help exists in both languages and for each command', async () => {
    expect((await run('--help')).world.stdout()).toContain('Exit codes');
    expect((await run('--help --lang zh-CN')).world.stdout()).toContain('退出码');
    expect((await run('clean --help')).world.stdout()).toContain('--dry-run');
  });
});

describe('leave and the clipboard', () => {
  const { cli, common } = dictionaries['en-US'];
  const leave = 'leave --account acc1 --yes';

  it('ends with what the clipboard keeps and the way to clear it, and empties nothing', async () => {
    const { world } = await run(leave);
    const lines = world.stdout().trimEnd().split('\n');
    expect(lines.join(' ')).toContain(cli.leave.clipboard);
    expect(lines.join(' ').endsWith(common.clipboardBeyond.linux)).toBe(true);
    expect(world.calls.map(({ method }) => method)).not.toContain('clipboard.clear');
  });

  it('is silent in a preview, and on one’s own computer but in a session', async () => {
    const said = async (line: string, options: FakeOptions = {}): Promise<boolean> =>
      (await run(line, options)).world.stdout().includes(cli.leave.clipboard);
    expect(await said(`${leave} --dry-run`)).toBe(false);
    expect(await said(leave, { computer: 'own' })).toBe(false);
    expect(await said('leave --yes', { computer: 'own', session })).toBe(true);
  });
});
