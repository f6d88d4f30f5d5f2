import { describe, expect, it } from 'vitest';
import type { SignInView } from '../../../../app/contract/sign-in.ts';
import { phoneSteps } from '../../../../app/guides/phone-steps.ts';
import { exitCodes } from '../exit-codes.ts';
import { runCli } from '../run-cli.ts';
import { schemas } from '../schemas.ts';
import { fakeWorld, session, verifiedReport } from '../testing/fake-world.ts';
import type { FakeOptions, FakeWorld } from '../testing/fake-world.ts';

const running: SignInView = {
  at: 1,
  products: [
    { product: 'wechat', running: 'yes', processes: [] },
    { product: 'qq', running: 'yes', processes: [] },
  ],
  accounts: [],
  switcherCopies: [],
};
const mine = [{ accountId: 'acc2', name: '我的微信', isMine: true }];
const atTerminal = { interactive: true, answer: 'yes' } as const;

async function leave(line: string, options: FakeOptions = {}): Promise<{ world: FakeWorld; exit: number }> {
  const world = fakeWorld(options);
  const exit = await runCli(['leave', ...line.split(' ').filter(Boolean)], world);
  return { world, exit };
}

const methodsOf = (world: FakeWorld): string[] => world.calls.map((call) => call.method);
const plannedAccounts = (world: FakeWorld): unknown =>
  world.calls.find(({ method }) => method === 'plans.create')?.input;

describe('leaving from the command line', () => {
  it.each(['shared', 'others'] as const)(
    'on a %s computer says what it closes before the question, and asks it to quit after the answer',
    async (computer) => {
      const { world, exit } = await leave('--all-accounts', { ...atTerminal, computer, signIn: running });
      expect(exit).toBe(exitCodes.done);
      const methods = methodsOf(world);
      expect(methods.indexOf('messengers.askToQuit')).toBeLessThan(methods.indexOf('runs.start'));
      const asked = world.calls.filter(({ method }) => method === 'messengers.askToQuit');
      // QQ runs too, and nothing of it is planned
      expect(asked.map(({ input }) => input)).toEqual([{ product: 'wechat' }]);
      expect(world.stderr()).toContain('WeChat still runs and is asked to quit once you confirm');
    },
  );

  it('closes nothing without the answer', async () => {
    const { world, exit } = await leave('--all-accounts', { ...atTerminal, answer: 'no', signIn: running });
    expect(exit).toBe(exitCodes.unconfirmed);
    expect(methodsOf(world)).not.toContain('messengers.askToQuit');
  });

  it.each(['own', 'unanswered'] as const)('closes nothing on a computer that is %s', async (computer) => {
    const { world } = await leave('--all-accounts --yes', { computer, signIn: running });
    expect(methodsOf(world)).not.toContain('messengers.askToQuit');
  });

  it('reports what it closed, and never ends a program by force', async () => {
    const { world } = await leave('--all-accounts --yes --json', {
      signIn: running,
      quit: ['still-running'],
    });
    const { closed } = schemas.leave.parse(JSON.parse(world.stdout()));
    expect(closed).toMatchObject([{ product: 'wechat', state: 'still-running', forced: false }]);
    expect(methodsOf(world)).not.toContain('messengers.forceEnd');
  });

  it('in a session closes only messengers in which an account came since', async () => {
    const owners = { ...session, arrived: [] };
    const { world } = await leave('--yes', { signIn: running, session: owners });
    expect(methodsOf(world)).not.toContain('messengers.askToQuit');
    const guests = await leave('--yes', { signIn: running, session });
    expect(methodsOf(guests.world)).toContain('messengers.askToQuit');
  });

  it('a dry run closes nothing', async () => {
    const { world } = await leave('--all-accounts --dry-run', { signIn: running });
    expect(methodsOf(world)).not.toContain('messengers.askToQuit');
  });

  it('ends with what is left to do on the phone', async () => {
    const { world } = await leave('--all-accounts --yes', { verified: verifiedReport });
    for (const { title } of phoneSteps.wechat) expect(world.stdout()).toContain(title['en-US']);
  });
});

describe('the accounts that leaving takes where none is named', () => {
  it.each(['own', 'shared', 'others'] as const)(
    'are those that the person marked, on a computer that is %s, where the question is asked',
    async (computer) => {
      const { world } = await leave('', { ...atTerminal, computer, marks: mine });
      expect(plannedAccounts(world)).toMatchObject({ accounts: ['acc2'] });
      expect(world.stderr()).toContain('only these accounts are cleaned: 我的微信');
      for (const options of [{ marks: mine }, { marks: mine, ...atTerminal }] as const) {
        const silent = await leave('--yes', { ...options, computer });
        expect(silent.exit).toBe(exitCodes.usage);
        expect(plannedAccounts(silent.world)).toBeUndefined();
      }
    },
  );

  it('are not chosen by marks where an account was named, where all are, and in a session', async () => {
    const named = await leave('--account wxid_a_1234 --yes', { computer: 'own', marks: mine });
    expect(plannedAccounts(named.world)).toMatchObject({ accounts: ['acc1'] });
    const all = await leave('--all-accounts --yes', { computer: 'own', marks: mine });
    expect(plannedAccounts(all.world)).toMatchObject({ accounts: 'all' });
    const guest = await leave('--yes', { computer: 'own', marks: mine, session });
    expect(plannedAccounts(guest.world)).toMatchObject({ accounts: 'all', sinceSession: true });
  });

  it('must be named where nothing is marked', async () => {
    const { exit } = await leave('--yes', { computer: 'own' });
    expect(exit).toBe(exitCodes.usage);
  });
});
