import { describe, expect, it } from 'vitest';
import type { AccountImpact, PlanView } from '../../../app/contract/plans.ts';
import { runCli } from './run-cli.ts';
import { schemas } from './schemas.ts';
import { fakeWorld, planned } from './testing/fake-world.ts';
import type { FakeOptions, FakeWorld } from './testing/fake-world.ts';

async function run(line: string, options: FakeOptions = {}): Promise<FakeWorld> {
  const world = fakeWorld(options);
  await runCli(line.split(' '), world);
  return world;
}

function impactOn(accountId: string, folder: string, more: Partial<AccountImpact> = {}): AccountImpact {
  return {
    ...{ accountId, product: 'wechat', folder, chosen: false },
    ...{ signInBefore: 'may', signInAfter: 'may' },
    goes: { files: 0, bytes: 0, allocated: 0 },
    ...{ stays: null, affectedBy: [] },
    ...more,
  };
}

const signIn = { group: 1, location: 'W4-15', signIn: true, keep: ['all_users/config/global_config'] };
const lost = { signInAfter: 'must-scan', affectedBy: [signIn] } as const;
const goes = { files: 2, bytes: 3000, allocated: 8192 };

/** A chosen account, one that shares its sign-in, and two that share nothing. */
const shared: PlanView = {
  ...planned,
  selection: { ...planned.selection, level: 'system' },
  impact: [
    impactOn('acc1', 'wxid_a_1234', { ...lost, chosen: true, goes, stays: 9 }),
    impactOn('acc2', 'wxid_b_5678', lost),
    impactOn('acc3', 'nt_qq_0f', { product: 'qq' }),
    impactOn('acc4', 'wxid_c', { signInBefore: 'must-scan', signInAfter: 'must-scan' }),
  ],
};

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim());
}

describe('the preview', () => {
  it('has a line for each account that changes, and one for all others', async () => {
    const { stdout } = await run('plan --account acc1 --level system', { plan: shared });
    expect(linesOf(stdout())).toEqual(
      expect.arrayContaining([
        'What changes for each account',
        'WeChat 4.x wxid_a_1234: must scan or enter the password next time; 2 files removed, 2.9 KB',
        'WeChat 4.x wxid_b_5678 (not chosen): must scan or enter the password next time; a shared sign-in file is removed',
        'Sign-in and data of 2 other accounts stay untouched.',
      ]),
    );
    expect(stdout()).not.toContain('nt_qq_0f');
  });

  it('says the same in Chinese', async () => {
    const { stdout } = await run('plan --account acc1 --level system --lang zh-CN', { plan: shared });
    expect(linesOf(stdout())).toEqual(
      expect.arrayContaining([
        '微信 4.x wxid_b_5678（没有选）：下次要重新扫码或输密码；共用的登录文件会移除',
        '另外 2 个账号的登录和数据都不动。',
      ]),
    );
  });

  it('names the pattern that keeps the shared sign-in, and its cost', async () => {
    const { stdout } = await run('plan --account acc1 --level system', { plan: shared });
    expect(stdout()).toContain('--keep all_users/config/global_config');
    expect(stdout()).toContain('wxid_a_1234 may sign in automatically next time too');
  });

  it('names only the patterns that save a sign-in where one is at stake', async () => {
    const records = { group: 2, location: 'L-10', signIn: false, keep: ['radium/web'] };
    const both = { ...lost, affectedBy: [signIn, records] };
    const plan = { ...shared, impact: [impactOn('acc2', 'wxid_b_5678', both)] };
    const { stdout } = await run('plan --account acc1', { plan });
    expect(stdout()).toContain('--keep all_users/config/global_config:');
    expect(stdout()).not.toContain('radium');
    const onlyRecords = impactOn('acc2', 'wxid_b_5678', { affectedBy: [records] });
    const other = await run('plan --account acc1', { plan: { ...shared, impact: [onlyRecords] } });
    expect(other.stdout()).toContain('shared sign-in records are removed');
    expect(other.stdout()).toContain('--keep radium/web:');
  });

  it('quotes a pattern with a space, and names none where a group has none', async () => {
    const withKeep = (keep: string[]): PlanView => ({
      ...shared,
      impact: [impactOn('acc2', 'wxid_b_5678', { ...lost, affectedBy: [{ ...signIn, keep }] })],
    });
    const quoted = await run('plan --account acc1', { plan: withKeep(['All Users/config/config.data']) });
    expect(quoted.stdout()).toContain('--keep "All Users/config/config.data"');
    const none = await run('plan --account acc1', { plan: withKeep([]) });
    expect(none.stdout()).toContain('wxid_b_5678 (not chosen)');
    expect(none.stdout()).not.toContain('--keep');
  });

  it('says of a guest that its sign-in may be in the owner’s file', async () => {
    const plan: PlanView = {
      ...shared,
      selection: { ...shared.selection, sinceSession: true },
      impact: [impactOn('acc1', 'wxid_a_1234', { chosen: true, goes }), impactOn('acc2', 'wxid_b_5678')],
    };
    const { stdout } = await run('plan --account acc1', { plan });
    expect(stdout()).toContain('The sign-in of wxid_a_1234 may be in a file of the owner’s');
    expect(stdout()).toContain('1 other account stay untouched');
  });

  it('with --json has the impact on every account', async () => {
    const { stdout } = await run('plan --account acc1 --json', { plan: shared });
    const { plan } = schemas.plan.parse(JSON.parse(stdout())) as { plan: PlanView };
    expect(plan.impact).toEqual(shared.impact);
  });
});

describe('the question of a clean', () => {
  it('names accounts outside the choice that must sign in again', async () => {
    const options = { plan: shared, interactive: true, answer: 'no' };
    const { questions } = await run('clean --account acc1 --mode delete', options);
    expect(questions[0]).toContain('Not chosen, and must scan or enter the password again: wxid_b_5678.');
  });

  it('names none where only chosen accounts must', async () => {
    const plan = { ...shared, impact: shared.impact.filter(({ accountId }) => accountId !== 'acc2') };
    const { questions } = await run('clean --account acc1', { plan, interactive: true, answer: 'no' });
    expect(questions[0]).not.toContain('Not chosen');
  });
});
