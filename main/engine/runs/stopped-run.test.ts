import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { wholeOf } from '../ledger/tally.ts';
import { openPlanStore } from '../plans/plan-store.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { buildWorker } from '../removal/testing/built-worker.ts';
import { withRunLock } from '../state/run-lock.ts';
import { clearRecords } from './clear-records.ts';
import { closeRun } from './close-run.ts';
import { resume } from './execute.ts';
import { listInterrupted, plansInUse } from './interrupted.ts';
import { cutRun } from './testing/cut-run.ts';
import { clock, testMarks } from './testing/run-plan.ts';

let place: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
}, 60_000);

const modes: readonly RemovalMode[] = ['delete', 'quarantine', 'trash', 'erase'];

type Cut = Awaited<ReturnType<typeof cutRun>>;

/** Resumes the run; `stop` ends it as soon as it removes anything. */
function goOnWith(cut: Cut, stop: boolean): Promise<ReportView> {
  const abort = new AbortController();
  const resumes = (): number => readFileSync(cut.journalPath, 'utf8').split('"kind":"resume"').length;
  const before = stop ? resumes() : 0;
  // what was cut off is looked up first; a stop then would leave the run as it was
  const progress = (): void => {
    if (stop && resumes() > before) abort.abort();
  };
  return withRunLock(cut.state, testMarks, 'r-cut', () =>
    resume(cut.deps, cut.plan, 'r-cut', { signal: abort.signal, progress }),
  );
}

/** A run over 1,200 files that its user stops in the middle, with its receipt. */
async function stoppedRun(mode: RemovalMode) {
  for (let tries = 0; tries < 5; tries += 1) {
    const cut = await cutRun({ mode, announced: 800, done: 300, place });
    const receipt = await goOnWith(cut, true);
    // the threads may be done before they hear of the stop
    if (receipt.removed.files === 1_200) continue;
    expect(receipt.outcome).toBe('cancelled');
    return { ...cut, receipt, goOn: (stop = false) => goOnWith(cut, stop) };
  }
  throw new Error('every run was faster than its stop');
}

type Stopped = Awaited<ReturnType<typeof stoppedRun>>;

function listed({ deps }: Stopped) {
  return listInterrupted(deps, testMarks);
}

function clear(run: Stopped): Promise<void> {
  const plans = openPlanStore(run.state, clock);
  return clearRecords({ ...run.deps, plans, marks: testMarks, clock });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'went through';
  } catch (error) {
    return error instanceof SignOffError ? error.code : String(error);
  }
}

test.each(modes)(
  '%s: a stopped run goes on with the rest, and its receipt counts both parts',
  async (mode) => {
    const run = await stoppedRun(mode);
    expect(await listed(run)).toEqual([
      {
        ...{ runId: 'r-cut', startedAt: 1, mode, level: 'basic', planned: 1_200 },
        ...{ removed: run.receipt.removed.files, resumable: true, stopped: true },
      },
    ]);
    const report = await run.goOn();
    expect(report).toMatchObject({ outcome: 'done', removed: { files: 1_200 }, kept: [], failed: [] });
    expect(report.quarantineId).toBe(mode === 'quarantine' ? 'q-cut' : null);
    expect(wholeOf({ ...report, groups: [], examples: [] })).toEqual(report.planned);
    expect(readdirSync(run.root)).toEqual(['keep.db']);
    expect(await run.deps.reports.get('r-cut')).toEqual(report);
    expect(await listed(run)).toEqual([]);
    expect(await codeOf(run.goOn())).toBe('run-not-found');
  },
);

test('a run may be stopped and resumed more than once', async () => {
  const run = await stoppedRun('delete');
  const second = await run.goOn(true);
  expect(second.outcome).toBe('cancelled');
  expect(second.removed.files).toBeGreaterThanOrEqual(run.receipt.removed.files);
  expect(wholeOf({ ...second, groups: [], examples: [] })).toEqual(second.planned);
  expect(await listed(run)).toMatchObject([{ stopped: true, removed: second.removed.files }]);
  expect(await run.goOn()).toMatchObject({ outcome: 'done', removed: { files: 1_200 } });
});

test('a stopped run keeps its plan through a second look and through every clearing, until it is resumed', async () => {
  const run = await stoppedRun('delete');
  const { planId } = run.receipt;
  await run.deps.reports.save({
    ...run.receipt,
    verification: {
      ...{ at: 5, gone: 400, left: 800, leftBytes: 1, behindLinks: 0, arrived: 0, unreadable: 0 },
      ...{ examples: [], outcome: 'cancelled', stillHere: [] },
      verdict: {
        headline: 'data-left',
        ...Object.fromEntries(
          ['signIns', 'data', 'backups', 'unknown'].map((name) => [
            name,
            { places: 0, files: 0, bytes: 0, allocated: 0, reasons: [] },
          ]),
        ),
      },
    } as unknown as NonNullable<ReportView['verification']>,
  });
  await clear(run);
  expect(await plansInUse(run.deps)).toEqual(new Set([planId]));
  expect(await listed(run)).toMatchObject([{ resumable: true }]);
  await run.goOn();
  await clear(run);
  expect(existsSync(run.journalPath)).toBe(false);
});

test('closing a stopped run keeps its receipt and takes what it could be resumed with', async () => {
  const run = await stoppedRun('quarantine');
  const closed = await closeRun(run.deps, 'r-cut', run.plan);
  expect(closed).toEqual(run.receipt);
  expect(existsSync(run.journalPath)).toBe(false);
  expect(await listed(run)).toEqual([]);
  expect(await plansInUse(run.deps)).toEqual(new Set());
  expect(await codeOf(run.goOn())).toBe('run-not-found');
});

test('a stopped run without its plan can only be closed', async () => {
  const run = await stoppedRun('delete');
  await run.plans.dropSpent(run.receipt.planId);
  expect(await listed(run)).toMatchObject([{ stopped: true, resumable: false }]);
});

test('a crash while a stopped run goes on leaves a run that was cut off, and loses nothing', async () => {
  const run = await stoppedRun('delete');
  const end = readFileSync(run.journalPath);
  const report = await run.goOn(true);
  // the process died before the second receipt and the second end line
  const lines = readFileSync(run.journalPath, 'utf8').trimEnd().split('\n');
  expect(lines.at(-1)).toContain('"kind":"end"');
  await run.deps.reports.save(run.receipt);
  writeFileSync(run.journalPath, `${lines.slice(0, -1).join('\n')}\n`);
  expect(readFileSync(run.journalPath).length).toBeGreaterThan(end.length);
  expect(await listed(run)).toMatchObject([
    { stopped: false, resumable: true, removed: report.removed.files },
  ]);
  const closed = await closeRun(run.deps, 'r-cut', run.plan);
  expect(closed).toMatchObject({ outcome: 'interrupted', removed: { files: report.removed.files } });
  expect(await listed(run)).toEqual([]);
});

test('a stop that comes after the last file leaves nothing to resume', async () => {
  const run = await stoppedRun('delete');
  const report = await run.goOn();
  await run.deps.reports.save({ ...report, outcome: 'cancelled' });
  expect(await listed(run)).toEqual([]);
});
