import { expect, it } from 'vitest';
import type { ReportView, VerificationView } from '../../../app/contract/runs.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { KeptView } from './kept-view.tsx';

const nothing = { files: 0, bytes: 0, allocated: 0 };

function reportWith(verdict: VerificationView['verdict'] | null): ReportView {
  const verification: VerificationView | null =
    verdict === null
      ? null
      : { at: 0, verdict, gone: 3, left: 0, leftBytes: 0, arrived: 0, unreadable: 0, examples: [] };
  return {
    runId: 'r-1',
    planId: 'p-1',
    startedAt: 0,
    endedAt: 1,
    mode: 'delete',
    outcome: 'done',
    selection: {
      accounts: 'all',
      level: 'basic',
      include: [],
      olderThanMs: null,
      keep: [],
      sinceSession: false,
    },
    accounts: [],
    planned: nothing,
    removed: nothing,
    foldersRemoved: 0,
    groups: [],
    ways: [],
    kept: [],
    failed: [],
    examples: [],
    quarantineId: null,
    verification,
  };
}

it.each([
  ['all-gone', true],
  ['some-left', false],
  ['could-not-tell', false],
  [null, false],
] as const)('a run with the verdict %s claims that nothing stays: %s', async (verdict, claims) => {
  const stores = storesOf(new FakeContract({ settings: { language: 'en-US' } }));
  await stores.settings.load();
  const { records } = dictionaries['en-US'];
  const words = wordsOf(stores, <KeptView report={reportWith(verdict)} untouched={[]} />);
  expect(words.includes(records.nothingKept)).toBe(claims);
  if (!claims) expect(words).toContain(records.verdict[verdict ?? 'none']);
});
