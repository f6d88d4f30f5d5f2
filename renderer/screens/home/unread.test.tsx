import { describe, expect, it } from 'vitest';
import type { DiscoveryNote } from '../../../app/contract/accounts.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/drawn.tsx';
import { believableReport } from '../../testing/unread-report.ts';
import { ReceiptView } from '../records/receipt-view.tsx';
import { AccountCard } from './account-card.tsx';
import { Guarded } from './notes.tsx';
import { NothingFound } from './nothing-found.tsx';

const languages = ['zh-CN', 'en-US'] as const;
const place = '/home/li/Documents/xwechat_files/wxid_a_1111/msg';

async function storesIn(language: (typeof languages)[number]) {
  const stores = storesOf(new FakeContract({ settings: { language } }));
  await stores.settings.load();
  return stores;
}

describe.each(languages)('what could not be looked at, %s', (language) => {
  const { home, records, wizard } = dictionaries[language];

  it('the result shows the place, and is not called done', async () => {
    const stores = await storesIn(language);
    const words = wordsOf(stores, <ReceiptView report={believableReport(place)} />);
    expect(words).toContain(records.unread.title);
    expect(words).toContain(place);
    expect(words).toContain(records.outcome.unchecked);
    expect(words).not.toContain(`${records.outcome.done} `);
    expect(wizard.result.title.unchecked).not.toBe(wizard.result.title.done);
  });

  it('the account’s card shows a lock with the place, and another account’s does not', async () => {
    const stores = await storesIn(language);
    await stores.accounts.load();
    const found = stores.accounts.store.getState();
    if (found.kind !== 'ready') throw new Error(found.kind);
    const [account, other] = found.value.accounts;
    const root = found.value.roots.find(({ id }) => id === account!.rootId)!;
    const path = `${root.realPath}/${account!.folder}/msg`;
    stores.usage.store.setState({ unreadable: [{ rootId: root.id, path, code: 'EACCES' }] });
    const card = wordsOf(stores, <AccountCard account={account!} root={root} />);
    expect(card).toContain(home.partUnread);
    expect(card).toContain('msg');
    expect(wordsOf(stores, <AccountCard account={other!} root={root} />)).not.toContain(home.partUnread);
  });

  it.each<[DiscoveryNote['kind'], string | null, boolean]>([
    ['no-permission', null, true],
    ['unreadable-pointer', 'EACCES', true],
    ['drive-missing', place, false],
    ['root-is-link', null, true],
    ['unusable-pointer', 'network', true],
    ['root-is-link', place, false],
    ['stale-pointer', place, false],
    ['other-user', null, false],
  ])('a note %s (%s) makes the home screen say so: %s', async (kind, detail, tells) => {
    const stores = await storesIn(language);
    const words = wordsOf(stores, <Guarded notes={[{ kind, path: place, detail }]} />);
    expect(words.includes(home.unread.title)).toBe(tells);
  });

  it('"nothing found" claims to have looked everywhere only where it has', async () => {
    const stores = await storesIn(language);
    expect(wordsOf(stores, <NothingFound lookedIn={[]} certain />)).toContain(home.nothing.body);
    const partly = wordsOf(stores, <NothingFound lookedIn={[]} certain={false} />);
    expect(partly).toContain(home.nothing.partly);
    expect(partly).not.toContain(home.nothing.body);
  });
});
