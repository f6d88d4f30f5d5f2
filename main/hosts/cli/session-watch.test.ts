import { describe, expect, it } from 'vitest';
import { exitCodes } from './exit-codes.ts';
import { runCli } from './run-cli.ts';
import { schemas, watchLines } from './schemas.ts';
import { emptyDiscovery, fakeWorld, planned, session, watchEvent } from './testing/fake-world.ts';
import type { FakeOptions, FakeWorld } from './testing/fake-world.ts';

async function run(line: string, options: FakeOptions = {}): Promise<{ world: FakeWorld; exit: number }> {
  const world = fakeWorld({ session, ...options });
  const exit = await runCli(line.split(' '), world);
  return { world, exit };
}

const methodsOf = (world: FakeWorld): string[] => world.calls.map((call) => call.method);
const jsonOf = (world: FakeWorld): unknown => JSON.parse(world.stdout());
const undecided = { ...session, state: 'undecided' as const };

describe('a session', () => {
  it.each(['session start', 'session status', 'session confirm', 'session end'] as const)(
    '%s writes the documented JSON, and may remove nothing',
    async (name) => {
      const { world, exit } = await run(`${name} --json`);
      expect(exit).toBe(exitCodes.done);
      schemas[name].parse(jsonOf(world));
      expect(world.callers[0]?.may).not.toContain('destroy');
    },
  );

  it('status shows the start, the recorded amount, protected accounts and new ones', async () => {
    const { world } = await run('session status');
    expect(world.stdout()).toContain('100 files');
    const [owners = '', arrived = ''] = world.stdout().split('New accounts');
    expect(owners).toContain('wxid_a_1234');
    expect(arrived).toContain('wxid_b_5678');
    expect(arrived).toContain('acc9');
    expect(arrived).toContain('signoff plan --since-session');
  });

  it('an undecided session shows how to decide, a missing one how to start', async () => {
    const old = await run('session status', { session: undecided });
    expect(old.world.stdout()).toContain('signoff session confirm');
    expect(old.world.stdout()).toContain('signoff session end');
    const none = await run('session status', { session: null });
    expect(none.exit).toBe(exitCodes.done);
    expect(none.world.stdout()).toContain('signoff session start');
    expect(
      schemas['session status'].parse(jsonOf((await run('session status --json', { session: null })).world)),
    ).toEqual({
      schema: 'signoff.session-status/1',
      session: null,
    });
  });

  it.each([
    ['session start', 'session.start', 'session-running'],
    ['session confirm', 'session.confirm', 'session-not-running'],
    ['session end', 'session.end', 'session-damaged'],
    ['plan --since-session', 'session.get', 'session-damaged'],
    ['clean --since-session --yes', 'plans.create', 'session-not-running'],
  ] as const)('%s that is refused by %s with %s ends with 4', async (line, method, code) => {
    const { world, exit } = await run(`${line} --json`, { refuse: { [method]: code } });
    expect(exit).toBe(exitCodes.refused);
    expect(schemas.error.parse(jsonOf(world)).code).toBe(code);
    expect(methodsOf(world)).not.toContain('runs.start');
  });

  it.each([
    [null, 'session-not-running'],
    [undecided, 'session-undecided'],
  ] as const)('without a session that counts nothing is planned (%#)', async (current, code) => {
    const { world, exit } = await run('clean --since-session --yes --json', { session: current });
    expect(exit).toBe(exitCodes.refused);
    expect(schemas.error.parse(jsonOf(world)).code).toBe(code);
    expect(methodsOf(world)).not.toContain('plans.create');
  });

  it('a time is ISO in the parameters and formatted in the message', async () => {
    const { world } = await run('plan --since-session --json', { session: undecided });
    const { message, params } = schemas.error.parse(jsonOf(world));
    expect(params['since']).toBe('2027-01-15T08:00:00.000Z');
    expect(message).toContain('2027');
    expect(message).not.toContain('T08:00');
  });

  it.each([
    ['session strat', 'unknown-command', 'session start'],
    ['session start now', 'extra-argument', 'now'],
    ['scan --since-session', 'option-elsewhere', 'plan'],
    ['clean --plan p-1 --since-session', 'option-conflict', '--since-session'],
    ['plan --since-sesion', 'unknown-option', '--since-session'],
  ])('%s → %s', async (line, code, named) => {
    const { world, exit } = await run(`${line} --json`);
    const error = schemas.error.parse(jsonOf(world));
    expect([exit, error.code]).toEqual([exitCodes.usage, code]);
    expect(error.message).toContain(named);
  });

  it('a plan since the session accepts a choice of accounts but needs none', async () => {
    const selectionOf = async (line: string): Promise<unknown> =>
      (await run(line)).world.calls.find((call) => call.method === 'plans.create')?.input;
    expect(await selectionOf('plan --since-session')).toMatchObject({ accounts: 'all', sinceSession: true });
    expect(await selectionOf('plan --since-session --account wxid_b')).toMatchObject({
      accounts: ['acc2'],
      sinceSession: true,
    });
    expect(await selectionOf('plan --all-accounts')).toMatchObject({ sinceSession: false });
  });

  it.each([
    ['en-US', ['the owner’s']],
    ['zh-CN', ['是主人的', '主人的文件，期间有改动', '在主人的账号里', '分不清是不是主人的']],
  ])('what stays because it is the owner’s is said in words (%s)', async (language, said) => {
    const kept = (['owner', 'owner-changed', 'owner-account', 'owner-unclear'] as const).map((reason) => ({
      ...planned.kept[0]!,
      reason,
    }));
    const { world } = await run(`plan --since-session --lang ${language}`, { plan: { ...planned, kept } });
    for (const words of said) expect(world.stdout()).toContain(words);
    for (const { reason } of kept) expect(world.stdout()).not.toContain(`${reason} `);
  });
});

describe('a clean that is not limited to the open session', () => {
  const line = 'clean --account acc1 --mode delete';
  const startedIn = (world: FakeWorld): boolean => methodsOf(world).includes('runs.start');

  it.each([
    ['en-US', 'reaches the owner’s data'],
    ['zh-CN', '主人的数据也在内'],
  ])('says so in its question (%s)', async (language, said) => {
    const { world, exit } = await run(`${line} --lang ${language}`, { interactive: true, answer: 'no' });
    expect(world.questions[0]).toContain(said);
    expect(world.questions[0]).toContain('--since-session');
    expect(exit).toBe(exitCodes.unconfirmed);
    expect(startedIn(world)).toBe(false);
  });

  it.each([`${line} --yes`, `${line} --yes --json`, `${line} --yes -q`, 'plan --account acc1 --json'])(
    'says so on standard error without a question: %s',
    async (words) => {
      const { world, exit } = await run(words);
      expect(world.stderr()).toContain('reaches the owner’s data');
      expect(exit).toBe(exitCodes.done);
    },
  );

  it('of an old session names its start, and of a damaged record the reason', async () => {
    const old = await run(line, { interactive: true, answer: 'no', session: undecided });
    expect(old.world.questions[0]).toContain('not confirmed to be yours');
    const lost = await run(line, {
      ...{ interactive: true, answer: 'no' },
      refuse: { 'session.get': 'session-damaged' },
    });
    expect(lost.world.questions[0]).toContain('cannot be told apart');
    expect(startedIn(lost.world)).toBe(false);
  });

  it('says nothing of it with --since-session, or without a session', async () => {
    const plan = { ...planned, selection: { ...planned.selection, sinceSession: true } };
    const since = await run('clean --since-session --mode delete', { interactive: true, answer: 'no', plan });
    const none = await run(line, { interactive: true, answer: 'no', session: null });
    for (const { world } of [since, none]) expect(world.questions[0]).toMatch(/^Remove 2 files/);
  });
});

describe('the watch', () => {
  const begun = async (line: string, options: FakeOptions = {}) => {
    const world = fakeWorld(options);
    const ended = runCli(line.split(' '), world);
    await expect.poll(() => methodsOf(world)).toContain('watch.get');
    return { world, ended };
  };
  const linesOf = (world: FakeWorld): Record<string, unknown>[] =>
    world
      .stdout()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('writes its state, then one documented object per line, and ends with 0 on an interrupt', async () => {
    const { world, ended } = await begun('watch --json');
    world.emit('watch.changed', { state: 'live' });
    world.emit('watch.changed', { state: 'live' });
    world.emit('watch.event', watchEvent);
    await expect.poll(() => linesOf(world)).toHaveLength(3);
    world.interrupt();
    expect(await ended).toBe(exitCodes.done);
    const [head, state, event, off, ...rest] = linesOf(world);
    expect(schemas.watch.parse(head).state).toBe('starting');
    expect(watchLines.state.parse(state).state).toBe('live');
    expect(watchLines.event.parse(event)).toEqual(watchEvent);
    expect(watchLines.state.parse(off).state).toBe('off');
    expect(rest).toEqual([]);
    expect(methodsOf(world)).toContain('watch.stop');
    expect(world.stderr()).toBe('');
    expect(world.callers[0]?.may).not.toContain('destroy');
  });

  it('as text shows time, account and event, with control characters in file names escaped', async () => {
    const { world, ended } = await begun('watch');
    world.emit('watch.event', watchEvent);
    world.emit('watch.event', { ...watchEvent, kind: 'degraded', accountId: null, trouble: 'watch-limit' });
    world.emit('watch.event', { ...watchEvent, kind: 'recovered', accountId: null });
    world.emit('watch.event', { ...watchEvent, kind: 'shrank', category: 'cache', files: -2, bytes: -3000 });
    await expect.poll(() => world.stdout().trimEnd().split('\n')).toHaveLength(4);
    world.interrupt();
    expect(await ended).toBe(exitCodes.done);
    const [received = '', degraded = '', recovered = '', shrank = ''] = world.stdout().split('\n');
    expect(received).toMatch(/^\d.*WeChat 4\.x wxid_a_1234 {2}received a\\x1b\[2J\.pdf \(2\.9 KB\)$/);
    expect(degraded).toContain('the system’s watch limit');
    expect(recovered).toContain('has live updates again');
    expect(shrank).toContain('shrank by 2 files, 2.9 KB');
    expect(world.stderr()).toContain('No longer watching');
  });

  it('--app leaves out the events of other apps', async () => {
    const { world, ended } = await begun('watch --app wechat');
    world.emit('watch.event', { ...watchEvent, product: 'qq', name: 'other.pdf' });
    world.emit('watch.event', watchEvent);
    await expect.poll(() => world.stdout()).toContain('received');
    world.interrupt();
    expect(await ended).toBe(exitCodes.done);
    expect(world.stdout()).not.toContain('other.pdf');
  });

  it('looks up an unknown account once', async () => {
    const { world, ended } = await begun('watch', { discovery: emptyDiscovery });
    for (let seq = 1; seq <= 3; seq += 1)
      world.emit('watch.event', { ...watchEvent, seq, accountId: 'acc7' });
    await expect.poll(() => world.stdout().trimEnd().split('\n')).toHaveLength(3);
    world.interrupt();
    await ended;
    expect(methodsOf(world).filter((method) => method === 'accounts.discover')).toHaveLength(1);
    expect(world.stdout()).toContain('acc7');
  });

  it('ends with 0 and no output when its reader closes', async () => {
    const { world, ended } = await begun('watch --json');
    world.out.abandon();
    expect(await ended).toBe(exitCodes.done);
    expect(methodsOf(world)).toContain('watch.stop');
    expect(world.stderr()).toBe('');
  });

  it('a stalled reader loses lines, which are counted, and memory stays bounded', async () => {
    const { world, ended } = await begun('watch --json');
    const goOn = world.out.hold();
    for (let seq = 1; seq <= 50_000; seq += 1) world.emit('watch.event', { ...watchEvent, seq });
    await expect.poll(() => world.stdout().length).toBeGreaterThan(200);
    expect(linesOf(world).length).toBeLessThan(2100);
    goOn();
    await expect.poll(() => world.stdout()).toContain('"dropped"');
    world.emit('watch.event', { ...watchEvent, seq: 50_001 });
    await expect.poll(() => linesOf(world).at(-1)?.['seq']).toBe(50_001);
    world.interrupt();
    expect(await ended).toBe(exitCodes.done);
    const lines = linesOf(world).slice(1);
    const told = lines.filter((line) => 'seq' in line).length;
    const dropped = lines
      .filter((line) => line['kind'] === 'dropped')
      .reduce((sum, line) => sum + watchLines.dropped.parse(line).dropped, 0);
    expect(told + dropped).toBe(50_001);
    expect(dropped).toBeGreaterThan(40_000);
  });

  it('a stalled reader does not keep it from ending', async () => {
    const { world, ended } = await begun('watch --json');
    world.out.hold();
    world.emit('watch.event', watchEvent);
    world.interrupt();
    expect(await ended).toBe(exitCodes.done);
    expect(world.out.closed()).toBe(true);
  });

  it.each(['watch --json', 'watch'])('an unexpected end is an error (%s)', async (line) => {
    const { world, ended } = await begun(line);
    world.emit('watch.changed', { state: 'live' });
    world.emit('watch.changed', { state: 'off' });
    expect(await ended).toBe(exitCodes.someFailed);
    expect(methodsOf(world)).toContain('watch.stop');
    if (line === 'watch') {
      expect(world.stderr()).toContain('no longer watches because of an internal error');
      return;
    }
    const [off, error] = linesOf(world).slice(-2);
    expect(watchLines.state.parse(off).state).toBe('off');
    expect(schemas.error.parse(error).code).toBe('watch-ended');
  });

  it('a watch that lost and restarted its thread continues, and reports both', async () => {
    const { world, ended } = await begun('watch');
    world.emit('watch.changed', { state: 'degraded' });
    world.emit('watch.event', { ...watchEvent, kind: 'degraded', accountId: null, trouble: 'unavailable' });
    await expect.poll(() => world.stdout().trimEnd().split('\n')).toHaveLength(1);
    expect(world.stderr()).toContain('checks them periodically');
    world.emit('watch.changed', { state: 'live' });
    await expect.poll(() => world.stderr()).toContain('Watching; each change is a line');
    world.interrupt();
    expect(await ended).toBe(exitCodes.done);
  });

  it('a failed start is reported as an error', async () => {
    const { world, exit } = await run('watch --json', { refuse: { 'watch.start': 'busy' } });
    expect(exit).toBe(exitCodes.refused);
    expect(schemas.error.parse(jsonOf(world)).code).toBe('busy');
  });
});
