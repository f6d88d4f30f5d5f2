import { describe, expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import type { FakeOptions } from '../../../app/testing/fake-contract.ts';
import { session } from '../../../app/testing/fake-staying.ts';
import type { OpeningPurpose } from '../../../app/wizard/leaving-state.ts';
import { selectionOf } from '../../../app/wizard/leaving-state.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { Home } from './home.tsx';
import { useOpening } from './use-opening.ts';

const purposes: readonly OpeningPurpose[] = ['leave', 'deep', 'cache'];
const lost: FakeOptions = { refusals: { 'session.get': 'session-damaged' } };

async function home(options: FakeOptions = {}) {
  const stores = storesOf(new FakeContract(options));
  await Promise.all([stores.settings.load(), stores.accounts.load(), stores.session.load()]);
  return stores;
}

/** What a press on a way of leaving does: the buttons of the home screen, the notice of growth, its link. */
function press(stores: Awaited<ReturnType<typeof home>>, purpose: OpeningPurpose, wider = false) {
  const ways: ReturnType<typeof useOpening>[] = [];
  const Ways = () => {
    ways.push(useOpening());
    return null;
  };
  wordsOf(stores, <Ways />);
  if (wider) ways[0]?.openWider(purpose);
  else ways[0]?.open(purpose);
  return stores.leaving.store.getState().machine;
}

describe.each(purposes)('leaving by “%s”', (purpose) => {
  it('can choose every account without a session', async () => {
    const machine = press(await home(), purpose);
    expect(machine).toMatchObject({ purpose, sinceSession: false });
    expect(machine?.selectable).toContain('a1');
  });

  it('reaches nothing of the owner’s during a session', async () => {
    const machine = press(await home({ session }), purpose);
    expect(machine).toMatchObject({ sinceSession: true, selectable: ['a2'], mode: 'delete' });
    expect(machine?.purpose).toBe(purpose === 'leave' ? 'sheet' : purpose);
    expect(machine?.accounts.filter((id) => session.owners.includes(id))).toEqual([]);
  });

  it('is limited to the session where no account came since', async () => {
    const machine = press(await home({ session: { ...session, arrived: [] } }), purpose);
    expect(machine?.purpose).toBe(purpose);
    if (machine === null) throw new Error('the wizard is closed');
    expect(selectionOf({ ...machine, level: 'basic' })).toMatchObject({ sinceSession: true });
  });

  it('opens nothing while the session’s record is unreadable, and asks', async () => {
    const stores = await home(lost);
    expect(press(stores, purpose)).toBeNull();
    const words = wordsOf(stores, <Home />);
    expect(words).toContain(dictionaries['zh-CN'].home.session.unclear.title);
    expect(press(stores, purpose, true)).toMatchObject({ purpose, sinceSession: false });
    expect(stores.session.store.getState().widening).toBeNull();
  });

  it('still asks when the lost record was reported once and no session is left', async () => {
    const stores = await home(lost);
    stores.session.store.setState({ session: { kind: 'ready', value: null } });
    expect(press(stores, purpose)).toBeNull();
    expect(stores.session.store.getState().widening).toBe(purpose);
  });

  it('opens nothing before the session is known', async () => {
    const stores = storesOf(new FakeContract({ session }));
    await stores.accounts.load();
    expect(press(stores, purpose)).toBeNull();
  });
});

describe('following an address', () => {
  function follow(stores: Awaited<ReturnType<typeof home>>) {
    const ways: ReturnType<typeof useOpening>[] = [];
    const Ways = () => {
      ways.push(useOpening());
      return null;
    };
    wordsOf(stores, <Ways />);
    ways[0]?.follow('deep');
    return stores.leaving.store.getState().machine;
  }

  it('opens what the home screen’s button opens', async () => {
    expect(follow(await home())).toMatchObject({ purpose: 'deep', sinceSession: false });
    expect(follow(await home({ session }))).toMatchObject({ purpose: 'deep', sinceSession: true });
  });

  it('opens nothing where that button is disabled', async () => {
    expect(follow(await home({ empty: true }))).toBeNull();
    expect(follow(await home({ session: { ...session, state: 'undecided' } }))).toBeNull();
  });
});

describe('the home screen during a session', () => {
  it.each(languages)(
    'says that only what came since goes, and that the owner’s accounts stay (%s)',
    async (language) => {
      const stores = await home({ session, settings: { language } });
      const words = dictionaries[language].home.session;
      const shown = wordsOf(stores, <Home />);
      expect(shown).toContain(words.ownersStay({ count: '4' }));
      expect(shown).toContain(words.scope.wider);
      expect(shown).not.toContain(words.widen.title);
    },
  );

  it('asks one question before it reaches the owner’s data', async () => {
    const { widen } = dictionaries['zh-CN'].home.session;
    const stores = await home({ session });
    stores.session.askWider('leave');
    expect(wordsOf(stores, <Home />)).toContain(widen.title);
    expect(press(stores, 'leave', true)).toMatchObject({ sinceSession: false });
  });

  it('asks nothing any more when the session has ended', async () => {
    const { widen, scope } = dictionaries['zh-CN'].home.session;
    const stores = await home({ session });
    stores.session.askWider('leave');
    await stores.session.end();
    const words = wordsOf(stores, <Home />);
    expect(words).not.toContain(widen.title);
    expect(words).not.toContain(scope.wider);
  });

  it('of an old session wants its question answered first', async () => {
    const stores = await home({ session: { ...session, state: 'undecided' } });
    expect(wordsOf(stores, <Home />)).toContain(dictionaries['zh-CN'].home.session.scope.undecided);
  });
});
