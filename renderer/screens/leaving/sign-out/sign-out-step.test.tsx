import { describe, expect, it } from 'vitest';
import { FakeContract } from '../../../../app/testing/fake-contract.ts';
import { session } from '../../../../app/testing/fake-staying.ts';
import { signIn } from '../../../../app/testing/believable-data.ts';
import { openingOf } from '../../../../app/guides/opening.ts';
import { signOutGuides } from '../../../../app/guides/sign-out.ts';
import type { Product, SystemName } from '../../../../app/platforms/platform.ts';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import type { Stores } from '../../../stores/stores.ts';
import { markupOf, storesOf, wordsOf } from '../../../testing/render.tsx';
import { LevelStep } from '../level-step.tsx';
import { SignOutStep } from './sign-out-step.tsx';

const { wizard, common, home } = dictionaries['zh-CN'];
const words = wizard.signOut;
const { wechat, qq } = common.products;

interface Look {
  readonly stage?: number;
  readonly system?: SystemName;
  readonly accounts?: readonly string[];
  readonly sinceSession?: boolean;
  /** messengers that run besides those of the stage */
  readonly running?: readonly Product[];
}

/** The wizard at the step of signing out, with everything loaded that the step shows. */
async function opened({
  stage = 0,
  accounts = ['a1', 'a4'],
  running = [],
  ...look
}: Look = {}): Promise<Stores> {
  const view = signIn(stage);
  const products = view.products.map((entry) =>
    running.includes(entry.product) ? { ...entry, running: 'yes' as const } : entry,
  );
  const client = new FakeContract({
    stage,
    ...(look.system === undefined ? {} : { system: look.system }),
    ...(look.sinceSession === true ? { session } : {}),
    answers: { 'signin.check': () => ({ ...view, products }) },
  });
  const stores = storesOf(client);
  await Promise.all([
    stores.settings.load(),
    stores.host.load(),
    stores.accounts.load(),
    stores.signIn.load(),
  ]);
  stores.leaving.open('leave', ['a1', 'a3', 'a4'], { sinceSession: look.sinceSession === true });
  stores.leaving.send({ type: 'choose-accounts', accounts });
  stores.leaving.send({ type: 'next' });
  return stores;
}

const shown = (stores: Stores): string => wordsOf(stores, <SignOutStep />);
const stepsOf = (id: string): readonly string[] =>
  signOutGuides.find((guide) => guide.id === id)!.steps.map(({ title }) => title['zh-CN']);

const answer = (product: Product, later: boolean, then: Product | null) =>
  ({ type: 'sign-out-answered', product, later, then }) as const;

describe('signing out of one messenger after the other', () => {
  it('shows the first messenger alone, with one instruction and where one is', async () => {
    const text = shown(await opened());
    const [first, second] = stepsOf('wechat-4-linux');
    expect(text).toContain(words.title({ product: wechat }));
    expect(text).toContain(words.place({ product: wechat, at: '1', of: '2' }));
    expect(text).not.toContain(words.title({ product: qq }));
    expect(text).toContain(first);
    expect(text).toContain(words.following({ title: second! }));
    expect(markupOf(await opened(), <SignOutStep />).match(/data-drawing/g)).toHaveLength(1);
    for (const button of [words.done, words.later, words.quit.ask({ product: wechat })])
      expect(text).toContain(button);
  });

  it('does not count a single messenger', async () => {
    expect(shown(await opened({ accounts: ['a1'] }))).not.toContain('1/1');
  });

  it('shows the kept messenger and instruction, and the last instruction of a shorter guide', async () => {
    const stores = await opened();
    const at = (instruction: number) =>
      stores.leaving.send({ type: 'sign-out-at', product: 'wechat', guide: null, instruction });
    at(1);
    expect(shown(stores)).toContain(words.instruction({ at: '2', of: '3' }));
    at(9);
    expect(shown(stores)).toContain(words.instruction({ at: '3', of: '3' }));
  });

  it('goes to the next messenger, then to the level', async () => {
    const stores = await opened();
    stores.leaving.send(answer('wechat', false, 'qq'));
    expect(shown(stores)).toContain(words.place({ product: qq, at: '2', of: '2' }));
    stores.leaving.send(answer('qq', false, null));
    expect(stores.leaving.store.getState().machine?.step).toBe('level');
  });

  it('offers the versions whose data is there, and shows the chosen one', async () => {
    const stores = await opened({ system: 'windows', accounts: ['a1', 'a3'] });
    for (const line of ['4.x', '3.x']) expect(shown(stores)).toContain(home.line({ product: wechat, line }));
    expect(markupOf(stores, <SignOutStep />)).toContain('data-drawing="wechat-4-menu"');
    stores.leaving.send({
      type: 'sign-out-at',
      product: 'wechat',
      guide: 'wechat-3-windows',
      instruction: 0,
    });
    expect(markupOf(stores, <SignOutStep />)).toContain('data-drawing="wechat-3-menu"');
  });
});

describe('the live check', () => {
  it('names the account whose sign-in files are there, and shows no spinner', async () => {
    const stores = await opened({ accounts: ['a1'] });
    const text = shown(stores);
    expect(text).toContain(words.credentials.left);
    expect(text).toContain('wxid_k3f81m2qd0_7c4e');
    expect(text).toContain(words.stillRunning);
    expect(markupOf(stores, <SignOutStep />)).not.toContain('spinner');
  });

  it('says that it cannot check instead of checking on and on', async () => {
    const stores = await opened();
    stores.signIn.store.setState({ kind: 'failed', error: { code: 'internal', params: {} } }, true);
    expect(shown(stores)).toContain(words.cannotCheck);
    expect(shown(stores)).not.toContain(words.checking);
  });
});

describe('a messenger that does not run', () => {
  it.each(['windows', 'macos', 'linux'] as const)('says how to open it on %s, and why', async (system) => {
    const text = shown(await opened({ stage: 1, system }));
    expect(text).toContain(words.running.no({ product: wechat }));
    expect(text).toContain(words.off.matters({ product: wechat }));
    expect(text).toContain(openingOf('wechat', system).clicks[0]!['zh-CN']);
    expect(text).not.toContain(words.quit.ask({ product: wechat }));
    expect(text).toContain(words.done);
    expect(text).toContain(words.later);
  });

  it('needs nothing more when no sign-in files were found either', async () => {
    const text = shown(await opened({ stage: 2 }));
    expect(text).toContain(words.off.over);
    expect(text).toContain(wizard.next);
    expect(text).not.toContain(words.later);
    expect(text).not.toContain(words.off.matters({ product: wechat }));
  });
});

describe('guest mode', () => {
  it('adds the owner’s running messenger, which need not be signed out of', async () => {
    const stores = await opened({ accounts: ['a1'], sinceSession: true, running: ['qq'] });
    expect(shown(stores)).toContain(words.place({ product: wechat, at: '1', of: '2' }));
    expect(shown(stores)).toContain(wizard.session.leftHint);
    stores.leaving.send(answer('wechat', false, 'qq'));
    const text = shown(stores);
    expect(text).toContain(wizard.session.quitTitle({ product: qq }));
    expect(text).toContain(words.quit.ask({ product: qq }));
    expect(text).toContain(stepsOf('qq-nt-linux').at(-1));
    for (const absent of [words.done, words.later, stepsOf('qq-nt-linux')[0]!])
      expect(text).not.toContain(absent);
  });

  it('goes on at once when nothing of the owner’s runs', async () => {
    const stores = await opened({ stage: 1, accounts: [], sinceSession: true });
    expect(shown(stores)).toContain(wizard.session.nothingRuns);
  });

  it('does not say that nothing runs before that was looked at', async () => {
    const stores = await opened({ stage: 1, accounts: [], sinceSession: true });
    stores.signIn.store.setState({ kind: 'loading' }, true);
    expect(shown(stores)).not.toContain(wizard.session.nothingRuns);
  });
});

describe('the level after it', () => {
  const level = (stores: Stores): string => wordsOf(stores, <LevelStep />);

  it('names the messengers that can wait, and what each level means for them', async () => {
    const stores = await opened({ stage: 2 });
    stores.leaving.send(answer('wechat', true, 'qq'));
    stores.leaving.send(answer('qq', false, null));
    expect(level(stores)).toContain(words.notYet({ products: wechat }));
    expect(level(stores)).toContain(words.levels);
  });

  it('says that sign-in files are still there after “signed out”, without barring the way', async () => {
    const stores = await opened({ stage: 1 });
    stores.leaving.send(answer('wechat', false, null));
    expect(stores.leaving.store.getState().machine?.step).toBe('level');
    expect(level(stores)).toContain(words.stillLeft({ products: wechat }));
    expect(level(stores)).not.toContain(words.notYet({ products: wechat }));
  });

  it('says nothing when nothing is left', async () => {
    const stores = await opened({ stage: 2 });
    stores.leaving.send(answer('wechat', false, null));
    expect(level(stores)).not.toContain(words.levels);
  });
});
