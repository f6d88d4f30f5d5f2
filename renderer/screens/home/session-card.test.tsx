import { describe, expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import type { FakeOptions } from '../../../app/testing/fake-contract.ts';
import { busyWatch, session } from '../../../app/testing/fake-staying.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { Wizard } from '../leaving/wizard.tsx';
import { Home } from './home.tsx';

async function opened(options: FakeOptions) {
  const stores = storesOf(new FakeContract(options));
  await Promise.all([stores.settings.load(), stores.host.load()]);
  await stores.begin();
  return stores;
}

describe('starting a session', () => {
  it.each(languages)('is one offer without a session (%s)', async (language) => {
    const { home } = dictionaries[language];
    const words = wordsOf(await opened({ settings: { language } }), <Home />);
    expect(words).toContain(home.session.offer);
    expect(words).toContain(home.session.sitDown);
    expect(words).not.toContain(home.session.go);
  });

  it.each(languages)('then shows the owners, new accounts and what came in (%s)', async (language) => {
    const { home } = dictionaries[language];
    const words = wordsOf(await opened({ session, watch: busyWatch, settings: { language } }), <Home />);
    expect(words).toContain(home.session.owners);
    expect(words).toContain(home.session.go);
    expect(words).toContain('41,000');
    expect(words).toContain('216 MB');
    expect(words.split(home.session.ownerMark).length - 1).toBeGreaterThanOrEqual(session.owners.length);
    expect(words).toContain(home.session.arrivedMark);
    expect(words).not.toContain(home.session.undecided.title);
  });

  it('is offered where nothing was found as well', async () => {
    const { home } = dictionaries['zh-CN'];
    expect(wordsOf(await opened({ empty: true }), <Home />)).toContain(home.session.sitDown);
  });

  it('asks about an old session before anything else', async () => {
    const { home } = dictionaries['zh-CN'];
    const words = wordsOf(await opened({ session: { ...session, state: 'undecided' } }), <Home />);
    expect(words.indexOf(home.session.undecided.title)).toBeGreaterThanOrEqual(0);
    expect(words.indexOf(home.session.undecided.title)).toBeLessThan(words.indexOf(home.leave));
  });
});

describe('leaving a session', () => {
  it('shows the owner’s accounts as protected and preselects only new ones', async () => {
    const { wizard, home } = dictionaries['zh-CN'];
    const stores = await opened({ session });
    stores.leaving.open('leave', ['a2'], { sinceSession: true });
    const words = wordsOf(stores, <Wizard />);
    const owners = home.session.ownersStay({ count: String(session.owners.length) });
    expect(words).toContain(owners);
    expect(words).not.toContain(wizard.accounts.lead);
    expect(words.split(wizard.session.owner).length - 1).toBe(session.owners.length);
    expect(words).toContain(wizard.chosen({ count: '1' }));
    expect(words.indexOf('linxiaoyu1994_a1b2')).toBeLessThan(words.indexOf('wxid_k3f81m2qd0_7c4e'));
  });

  it('continues without an own account', async () => {
    const { wizard } = dictionaries['zh-CN'];
    const stores = await opened({ session: { ...session, arrived: [] } });
    stores.leaving.open('leave', [], { sinceSession: true });
    expect(wordsOf(stores, <Wizard />)).toContain(wizard.session.noneTitle);
    stores.leaving.send({ type: 'next' });
    expect(wordsOf(stores, <Wizard />)).toContain(wizard.session.quitTitle({ product: '微信' }));
  });
});

describe('a notice of growth', () => {
  it.each(languages)('shows growth and limit, and disappears when answered (%s)', async (language) => {
    const { home } = dictionaries[language];
    const client = new FakeContract({ settings: { language } });
    const stores = storesOf(client);
    await Promise.all([stores.settings.load(), stores.accounts.load()]);
    expect(wordsOf(stores, <Home />)).not.toContain(home.growth.title);
    client.emit('growth.exceeded', { bytes: 6 * 1024 ** 3, limit: 5 * 1024 ** 3 });
    const words = wordsOf(stores, <Home />);
    expect(words).toContain(home.growth.body({ size: '6 GB', limit: '5 GB' }));
    expect(words).toContain(home.growth.preview);
    stores.watch.dismissGrowth();
    expect(wordsOf(stores, <Home />)).not.toContain(home.growth.title);
  });
});
