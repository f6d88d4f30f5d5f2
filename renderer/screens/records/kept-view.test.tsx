import { expect, it } from 'vitest';
import { judge } from '../../../app/cleanup/verdict.ts';
import type { ReportView, VerificationView } from '../../../app/contract/runs.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { KeptView } from './kept-view.tsx';

const nothing = { files: 0, bytes: 0, allocated: 0 };

const states = {
  gone: { left: 0, behindLinks: 0, unreadable: 0 },
  left: { left: 1, behindLinks: 0, unreadable: 0 },
  unread: { left: 0, behindLinks: 0, unreadable: 1 },
} as const;

function reportWith(state: keyof typeof states | 'none'): ReportView {
  const verification: VerificationView | null =
    state === 'none'
      ? null
      : {
          ...{ at: 0, gone: 3, leftBytes: 0, arrived: 0, examples: [], stillHere: [], stillHereMore: 0 },
          ...states[state],
          ...judge('done', states[state], []),
        };
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
    roots: [],
    planned: nothing,
    removed: nothing,
    livesOn: { files: 0, bytes: 0 },
    foldersRemoved: 0,
    groups: [],
    ways: [],
    kept: [],
    failed: [],
    examples: [],
    quarantineId: null,
    confirmed: [],
    verification,
  };
}

it.each([
  ['gone', true],
  ['left', false],
  ['unread', false],
  ['none', false],
] as const)('a run whose plan is %s claims that nothing of it stays: %s', async (state, claims) => {
  const stores = storesOf(new FakeContract({ settings: { language: 'en-US' } }));
  await stores.settings.load();
  const { records } = dictionaries['en-US'];
  const words = wordsOf(stores, <KeptView report={reportWith(state)} />);
  expect(words.includes(records.nothingKept)).toBe(claims);
  if (!claims) expect(words).toContain(records.planNow[state]);
});

it('a file in use names the programs that hold it', async () => {
  const stores = storesOf(new FakeContract({ settings: { language: 'en-US' } }));
  await stores.settings.load();
  const example = { path: 'wxid_a/cache/x', why: 'in-use' as const };
  const report = { ...reportWith('left'), examples: [{ ...example, heldBy: ['微信', 'Viewer'] }, example] };
  const words = wordsOf(stores, <KeptView report={report} />);
  const { failures } = dictionaries['en-US'].common;
  expect(words).toContain(`${failures['in-use']}: 微信 · Viewer`);
  expect(words.split(failures['in-use'])).toHaveLength(3);
});
