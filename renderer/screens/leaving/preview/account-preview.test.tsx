import { describe, expect, it, vi } from 'vitest';
import type { PlanChoice, PlanSum } from '../../../../app/contract/plan-entries.ts';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../../app/testing/fake-contract.ts';
import { markupOf, storesOf, wordsOf } from '../../../testing/render.tsx';
import { AccountPreview } from './account-preview.tsx';
import { KindContents } from './kind-contents.tsx';
import { filterOf, noFilters } from './preview-filters.tsx';

const { common, wizard } = dictionaries['zh-CN'];

/** A deep plan of one account, and its sums after these choices. */
async function opened(choices: readonly PlanChoice[] = []) {
  const client = new FakeContract({ stage: 2 });
  const stores = storesOf(client);
  await stores.settings.load();
  await stores.accounts.load();
  stores.leaving.open('deep', ['a1'], {});
  stores.leaving.send({ type: 'next' });
  const { store } = stores.leaving;
  await vi.waitFor(() => expect(store.getState().plan).not.toBeNull());
  const plan = store.getState().plan!;
  const reply = await client.call('plans.sums', { planId: plan.id, by: 'month', choices });
  if (!reply.ok) throw new Error('no sums');
  const sums = reply.value.filter(({ accountId }) => accountId === 'a1');
  const groups = plan.groups.filter(({ accountId }) => accountId === 'a1');
  return { stores, sums, groups };
}

const ofKind = (sums: readonly PlanSum[], kind: PlanSum['kind']) => sums.filter((sum) => sum.kind === kind);
const media = { accountId: 'a1', kind: 'media' } as const;

describe('the card of an account', () => {
  it('shows kinds by size with their words and their worst risk, and no path', async () => {
    const { stores, sums, groups } = await opened();
    const words = wordsOf(stores, <AccountPreview accountId="a1" sums={sums} groups={groups} where={{}} />);
    const { kinds } = common;
    const order = [kinds.database, kinds.media, kinds.received, kinds.cache, kinds.credentials, kinds.other];
    const places = order.map((kind) => words.indexOf(` ${kind} `));
    expect(places.every((at) => at >= 0)).toBe(true);
    expect(places.slice(0, 4)).toEqual(places.slice(0, 4).toSorted((a, b) => a - b));
    expect(words).toContain(wizard.preview.notes.database);
    expect(words).toContain(wizard.preview.notes.credentials);
    expect(words).toContain(common.risks.irreversible);
    expect(words).not.toMatch(/msg\/|db_storage|…\//);
  });

  it('shows what of a kind goes, and that the rest stays', async () => {
    const out: PlanChoice = { goes: false, what: { ...media, month: '2026-10' } };
    const { stores, sums, groups } = await opened([out]);
    const october = ofKind(sums, 'media').filter(({ month }) => month === '2026-10');
    const left = ofKind(sums, 'media').reduce((n, sum) => n + sum.goes.files, 0);
    const all = ofKind(sums, 'media').reduce((n, sum) => n + sum.files, 0);
    const gone = october.reduce((n, sum) => n + sum.files, 0);
    expect(left).toBe(all - gone);
    const words = wordsOf(stores, <AccountPreview accountId="a1" sums={sums} groups={groups} where={{}} />);
    const format = (count: number) => new Intl.NumberFormat('zh-CN').format(count);
    expect(words).toContain(wizard.preview.someOf({ files: format(left), all: format(all) }));
  });

  it('crosses out a kind that stays whole', async () => {
    const { stores, sums, groups } = await opened([
      { goes: false, what: { accountId: 'a1', kind: 'cache' } },
    ]);
    const words = wordsOf(stores, <AccountPreview accountId="a1" sums={sums} groups={groups} where={{}} />);
    expect(words.split(wizard.preview.staysHere)).toHaveLength(2);
  });
});

describe('an opened kind', () => {
  it('shows stickers under their own name, then the months, newest first, and offers the chats', async () => {
    const { stores, sums } = await opened();
    const words = wordsOf(
      stores,
      <KindContents sums={ofKind(sums, 'media')} kind="media" where={media} name="a1" hasChats />,
    );
    expect(words).toContain(common.ownNames.stickers);
    const months = [...words.matchAll(/2026年(\d+)月/g)].map(([, month]) => Number(month));
    expect(months).toEqual([11, 10, 9, 8, 7, 6, 5]);
    expect(words).toContain(wizard.preview.by.chat);
  });

  it('lists few files at once, without months', async () => {
    const { stores, sums } = await opened();
    const words = wordsOf(
      stores,
      <KindContents
        sums={ofKind(sums, 'credentials')}
        kind="credentials"
        where={{}}
        name="a1"
        hasChats={false}
      />,
    );
    expect(words).not.toContain('2026年');
  });
});

describe('a list of half a million files', () => {
  it('draws only the rows in view, and says how many there are', async () => {
    const { stores, sums } = await opened();
    const [one] = ofKind(sums, 'other');
    const many = { ...one!, files: 500_000 };
    const markup = markupOf(
      stores,
      <KindContents sums={[many]} kind="other" where={{}} name="a1" hasChats={false} />,
    );
    expect(markup.match(/<li/g)?.length).toBeLessThan(30);
    expect(markup).toContain('aria-setsize="500000"');
  });
});

describe('the filters', () => {
  it('mean nothing when they are empty, and the same files however long the preview is open', () => {
    expect(filterOf({ ...noFilters, text: '  ' }, 5)).toEqual({});
    const filters = { text: ' Report ', age: 'days30', kind: 'media' } as const;
    expect(filterOf(filters, 90 * 86_400_000)).toEqual({
      text: 'Report',
      before: 60 * 86_400_000,
      kind: 'media',
    });
  });
});
