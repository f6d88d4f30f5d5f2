import type { ReportView } from '../../app/contract/runs.ts';

const none = { files: 0, bytes: 0, allocated: 0 };
const one = { files: 1, bytes: 10, allocated: 4096 };

/** A run that did all that was planned, while `path` could not be looked at. */
export function believableReport(path: string): ReportView {
  return {
    ...{ runId: 'r-1', planId: 'p-1', mode: 'delete', outcome: 'done' },
    selection: {
      ...{ level: 'deep', accounts: ['a1'], include: [], olderThanMs: null, keep: [], sinceSession: false },
    },
    ...{ startedAt: 1_800_000_000_000, endedAt: 1_800_000_001_000 },
    ...{ planned: one, removed: one, ways: [{ ...one, way: 'deleted' }], quarantineId: null },
    ...{ kept: [], failed: [], foldersRemoved: 0, examples: [], groups: [], accounts: [] },
    verification: {
      ...{ at: 1_800_000_002_000, gone: 1, left: none.files, leftBytes: 0, arrived: 0, unreadable: 1 },
      examples: [{ path, state: 'unreadable' }],
      verdict: 'could-not-tell',
    },
  };
}
