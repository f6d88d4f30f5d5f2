import { concernOf, headlines, judge, runOutcomes } from '../cleanup/verdict.ts';
import type { Headline, PlannedNow, RunOutcome, ShownOutcome } from '../cleanup/verdict.ts';
import type { StayingView } from '../contract/plans.ts';
import type { ReportView } from '../contract/runs.ts';

/** A run, its second look, and what a person may be told about them. */
export interface ResultState {
  readonly report: ReportView;
  readonly outcome: ShownOutcome;
  readonly headline: Headline;
  /** null: no second look */
  readonly planGone: boolean | null;
}

/** Words that say a clean was carried out. They may stand only where everything planned is gone. */
const doneWords = {
  'zh-CN': /完成|清理干净|全部清|按计划清理|都不在(?:原处)?了|都已经不在了|做完了/,
  'en-US':
    /\bdone\b|all gone|is gone from its place|everything in the plan is gone|cleaned as planned|\bcomplete/i,
} as const;

/** Words that say that the person can leave. */
const leaveWords = { 'zh-CN': /可以离开|放心/, 'en-US': /you can leave/i } as const;

const one = { files: 1, bytes: 10, allocated: 4096 };

function staying(part: Partial<StayingView>): StayingView {
  return {
    ...{ reason: 'not-cleaned', category: 'database', accountId: 'a1', place: '/home/li/x' },
    ...{ target: null, leadsTo: null, mayHoldSignIn: false, newest: null, ...one },
    ...part,
  };
}

/** What is still there for each headline, with the milder ones in it too. */
const rowsFor: Readonly<Record<Headline, readonly StayingView[]>> = {
  'nothing-left': [staying({ reason: 'report-only', category: 'config', accountId: null })],
  'data-left': [staying({}), staying({ category: 'backup' })],
  'could-not-tell': [staying({ reason: 'unreadable', category: null }), staying({})],
  'sign-in-left': [staying({ category: 'credentials' }), staying({ reason: 'unreadable', category: null })],
};

const planned: readonly PlannedNow[] = [
  { left: 0, behindLinks: 0, unreadable: 0 },
  { left: 2, behindLinks: 0, unreadable: 0 },
  { left: 0, behindLinks: 1, unreadable: 0 },
  { left: 0, behindLinks: 0, unreadable: 3 },
];

function reportOf(outcome: RunOutcome): ReportView {
  return {
    ...{ runId: 'r-1', planId: 'p-1', mode: 'delete', outcome },
    selection: {
      ...{ level: 'basic', accounts: ['a1'], include: [], olderThanMs: null, keep: [], sinceSession: false },
    },
    ...{ startedAt: 1_800_000_000_000, endedAt: 1_800_000_001_000 },
    ...{ planned: one, removed: one, ways: [{ ...one, way: 'deleted' }], quarantineId: null },
    ...{ kept: [], failed: [], foldersRemoved: 0, examples: [], groups: [], livesOn: null },
    // without accounts there are no steps for the phone, which are instructions and no claims
    ...{ accounts: [], roots: [] },
    confirmed: [],
    verification: null,
  };
}

function looked(run: RunOutcome, now: PlannedNow, headline: Headline): ResultState {
  const rows = rowsFor[headline];
  const judged = judge(run, now, rows);
  const verification = {
    ...{ at: 1_800_000_002_000, gone: 1, leftBytes: now.left, arrived: 0, examples: [], ...now, ...judged },
    stillHere: rows.map((row) => ({ ...row, concern: concernOf(row) })),
    stillHereMore: 0,
  };
  const planGone = now.left + now.behindLinks + now.unreadable === 0;
  return { report: { ...reportOf(run), verification }, outcome: judged.outcome, headline, planGone };
}

/** Every way a run can end, with every second look that there can be and without one. */
export const resultStates: readonly ResultState[] = runOutcomes.flatMap((run) => [
  ...planned.flatMap((now) => headlines.map((headline) => looked(run, now, headline))),
  {
    report: reportOf(run),
    outcome: run === 'done' ? ('unchecked' as const) : run,
    headline: 'could-not-tell' as const,
    planGone: null,
  },
]);

/** Sentences of `text` that claim more than this state yields. */
export function falseClaims(
  text: string,
  { outcome, headline, planGone }: ResultState,
  language: 'zh-CN' | 'en-US',
): readonly string[] {
  return text.split(/\n|(?<=[.。])\s*/).filter((sentence) => {
    if (leaveWords[language].test(sentence)) return headline !== 'nothing-left';
    return doneWords[language].test(sentence) && outcome !== 'done' && planGone !== true;
  });
}
