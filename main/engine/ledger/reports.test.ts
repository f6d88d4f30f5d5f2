import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import { judge } from '../../../app/cleanup/verdict.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { clock, makeFolder } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { createReports } from './reports.ts';
import type { Reports } from './reports.ts';

const inRoot = { rootId: 'root-1', key: '10001' };
const amount = { files: 1, bytes: 2, allocated: 4096 };

function reportOf(runId: string, endedAt: number): ReportView {
  return {
    runId,
    planId: 'plan-1',
    mode: 'delete',
    selection: {
      level: 'system',
      accounts: ['acc-1'],
      include: ['media'],
      olderThanMs: 5,
      keep: ['*.db'],
      sinceSession: false,
    },
    startedAt: 1,
    endedAt,
    outcome: 'partial',
    planned: { files: 3, bytes: 6, allocated: 12288 },
    removed: amount,
    ways: [],
    quarantineId: null,
    kept: [{ ...amount, reason: 'changed' }],
    failed: [{ ...amount, code: 'in-use' }],
    livesOn: { files: 0, bytes: 0 },
    foldersRemoved: 0,
    examples: [{ path: 'cache/文件', why: 'in-use' }],
    groups: [
      {
        ...amount,
        id: 0,
        rootId: 'r',
        accountId: null,
        location: null,
        category: 'cache',
        recoverability: 'auto',
        risk: 'low',
        confidence: 'A',
        removedFiles: 1,
        removedBytes: 2,
      },
    ],
    accounts: [{ accountId: 'acc-1', product: 'qq', line: 'NT', folder: '10001', ...inRoot }],
    roots: [],
    confirmed: [],
    verification: null,
  };
}

let path: string;
let asides: () => readonly string[];
let reports: Reports;

beforeEach(async () => {
  path = makeFolder('signoff-state-');
  const state = await openStateFolder(path, clock);
  asides = () => state.asides();
  reports = createReports(state);
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'went through';
  } catch (error) {
    return error instanceof SignOffError ? error.code : String(error);
  }
}

test('saved receipts are listed unchanged and newest first, also with a verification', async () => {
  expect(await reports.list()).toEqual([]);
  const verified: ReportView = {
    ...reportOf('run-b', 20),
    verification: {
      at: 21,
      gone: 1,
      left: 2,
      leftBytes: 4,
      arrived: 0,
      behindLinks: 0,
      unreadable: 0,
      examples: [{ path: 'cache/文件', state: 'left' }],
      ...judge('done', { left: 2, behindLinks: 0, unreadable: 0 }, []),
      stillHere: [],
      stillHereMore: 0,
    },
  };
  await reports.save(reportOf('run-a', 10));
  await reports.save(reportOf('run-c', 30));
  await reports.save(reportOf('run-b', 20));
  await reports.save(verified);
  expect(await reports.list()).toEqual([reportOf('run-c', 30), verified, reportOf('run-a', 10)]);
  expect(await reports.get('run-b')).toEqual(verified);
});

test('an unknown run id or an id that is a path is not found, and no file is touched', async () => {
  writeFileSync(join(path, 'settings.json'), '{}');
  for (const id of ['none', '../settings', '', 'a/b'])
    expect(await codeOf(reports.get(id))).toBe('run-not-found');
  expect(readdirSync(path)).toEqual(['settings.json']);
});

test.each([
  ['not JSON', '{"runId":'],
  ['not a receipt', '{"version":3,"runId":"run-a"}'],
  ['a negative count', JSON.stringify({ version: 3, ...reportOf('run-a', 1), foldersRemoved: -1 })],
  ['an unknown outcome', JSON.stringify({ version: 3, ...reportOf('run-a', 1), outcome: 'perfect' })],
])('a damaged receipt (%s) is kept aside and the others are still listed', async (_what, text) => {
  await reports.save(reportOf('run-good', 5));
  mkdirSync(join(path, 'reports'), { recursive: true });
  writeFileSync(join(path, 'reports', 'run-a.json'), text);
  expect((await reports.list()).map((report) => report.runId)).toEqual(['run-good']);
  expect(asides()).toHaveLength(1);
  expect(readdirSync(join(path, 'reports')).some((name) => name.startsWith('run-a.json.corrupt-'))).toBe(
    true,
  );
  expect(await codeOf(reports.get('run-a'))).toBe('run-not-found');
});
