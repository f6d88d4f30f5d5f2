import { describe, expect, it } from 'vitest';
import { judge } from '../../../app/cleanup/verdict.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { DiscoveryNote } from '../../../app/contract/accounts.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { ReceiptView } from '../records/receipt-view.tsx';
import { AccountRow } from './account-row.tsx';
import { Guarded } from './notes.tsx';
import { NothingFound } from './home.tsx';

const unread = { left: 0, behindLinks: 0, unreadable: 1 };
const one = { files: 1, bytes: 10, allocated: 4096 };

/** A run that did all that was planned, while `path` could not be looked at. */
function believableReport(path: string): ReportView {
  return {
    ...{ runId: 'r-1', planId: 'p-1', mode: 'delete', outcome: 'done' },
    selection: {
      ...{ level: 'deep', accounts: ['a1'], include: [], olderThanMs: null, keep: [], sinceSession: false },
    },
    ...{ startedAt: 1_800_000_000_000, endedAt: 1_800_000_001_000 },
    ...{ planned: one, removed: one, ways: [{ ...one, way: 'deleted' }], quarantineId: null },
    ...{
      kept: [],
      failed: [],
      livesOn: null,
      foldersRemoved: 0,
      examples: [],
      groups: [],
      accounts: [],
      roots: [],
    },
    confirmed: [],
    verification: {
      ...{ at: 1_800_000_002_000, gone: 1, leftBytes: 0, arrived: 0, ...unread },
      examples: [{ path, state: 'unreadable' }],
      ...judge('done', unread, []),
      stillHere: [],
      stillHereMore: 0,
    },
  };
}

const languages = ['zh-CN', 'en-US'] as const;
const place = '/home/li/Documents/xwechat_files/wxid_a_1111/msg';

async function storesIn(language: (typeof languages)[number]) {
  const stores = storesOf(new FakeContract({ settings: { language } }));
  await stores.settings.load();
  return stores;
}

describe.each(languages)('unreadable places, %s', (language) => {
  const { home, records } = dictionaries[language];

  it('the result shows the place and is not called done', async () => {
    const stores = await storesIn(language);
    const words = wordsOf(stores, <ReceiptView report={believableReport(place)} />);
    expect(words).toContain(records.unread.title);
    expect(words).toContain(place);
    expect(words).toContain(records.planNow.unread);
    expect(words).toContain(records.outcome.unchecked);
    expect(words).not.toContain(`${records.outcome.done} `);
  });

  it('only the affected account’s card shows a lock with the place', async () => {
    const stores = await storesIn(language);
    await stores.accounts.load();
    const found = stores.accounts.store.getState();
    if (found.kind !== 'ready') throw new Error(found.kind);
    const [account, other] = found.value.accounts;
    const root = found.value.roots.find(({ id }) => id === account!.rootId)!;
    const path = `${root.realPath}/${account!.folder}/msg`;
    stores.usage.store.setState({ unreadable: [{ rootId: root.id, path, code: 'EACCES' }] });
    const card = wordsOf(stores, <AccountRow account={account!} root={root} largest={0} />);
    expect(card).toContain(home.partUnread);
    expect(card).toContain('msg');
    expect(wordsOf(stores, <AccountRow account={other!} root={root} largest={0} />)).not.toContain(
      home.partUnread,
    );
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
  ])('a note %s (%s) appears on the home screen: %s', async (kind, detail, tells) => {
    const stores = await storesIn(language);
    const words = wordsOf(stores, <Guarded notes={[{ kind, path: place, detail }]} />);
    expect(words.includes(home.unread.title)).toBe(tells);
  });

  it('"nothing found" claims a complete search only where it was complete', async () => {
    const stores = await storesIn(language);
    expect(wordsOf(stores, <NothingFound lookedIn={[]} certain />)).toContain(home.nothing.body);
    const partly = wordsOf(stores, <NothingFound lookedIn={[]} certain={false} />);
    expect(partly).toContain(home.nothing.partly);
    expect(partly).not.toContain(home.nothing.body);
  });
});
