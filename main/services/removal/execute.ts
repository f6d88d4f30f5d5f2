import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { RemovalMode, ReportView } from '../../../app/contract/plan-views.ts';
import type { Clock, FolderPins } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { beginJournal } from '../journal/journal.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalHeader } from '../journal/journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { Reports } from '../reports/report-store.ts';
import type { WorkerPlace } from '../scanning/workers.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { beginRun } from './active-runs.ts';
import { outcomeOfRun, reportOf } from './report.ts';
import { accountsIn, demandSameRoots } from './roots-check.ts';
import { createRunner } from './runner.ts';
import type { Runner } from './runner.ts';
import { runEntries, runFolders } from './stages.ts';
import { createTallyBook } from './tally.ts';

export interface ExecuteDeps {
  readonly place: WorkerPlace;
  /** for `inline` only; the removal thread brings its own */
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  readonly state: StateFolder;
  readonly reports: Reports;
  readonly clock: Clock;
  /** throws `messenger-running` or `messenger-unknown` */
  readonly assertQuiet: () => Promise<void>;
  /** looks at the disk again, never at an earlier answer */
  readonly rediscover: () => Promise<Discovery>;
}

interface Run {
  readonly deps: ExecuteDeps;
  readonly plan: FrozenPlan;
  readonly control: JobControl;
  readonly header: JournalHeader;
}

function headerOf(
  startedAt: number,
  plan: FrozenPlan,
  runId: string,
  mode: RemovalMode,
  accounts: ReportView['accounts'],
): JournalHeader {
  return {
    kind: 'header',
    version: 1,
    runId,
    planId: plan.view.id,
    mode,
    selection: plan.view.selection,
    startedAt,
    pid: process.pid,
    entries: plan.entryCount,
    planned: plan.view.total,
    groups: plan.view.groups,
    accounts,
  };
}

/** The receipt is on the disk before the journal says "ended": a crash in between loses neither. */
async function removeAndTell(run: Run, runner: Runner, journal: Journal): Promise<ReportView> {
  const { deps, plan, control } = run;
  const book = createTallyBook();
  const stage = { plan, runner, journal, clock: deps.clock, control, book };
  const isLost = await runEntries(stage);
  const folders = isLost ? { removed: 0, failed: 0, isLost } : await runFolders(stage);
  const tally = book.tally();
  const report = reportOf(run.header, tally, {
    endedAt: deps.clock.now(),
    outcome: folders.isLost ? 'interrupted' : outcomeOfRun(tally, folders.failed, control.signal.aborted),
    foldersRemoved: folders.removed,
  });
  await deps.reports.save(report);
  await journal.write({ kind: 'end', at: report.endedAt, outcome: report.outcome });
  return report;
}

async function runOnce(run: Run): Promise<ReportView> {
  const { deps, plan, control } = run;
  const journal = await beginJournal(deps.state, run.header);
  try {
    const settings = { place: deps.place, pins: deps.pins, style: deps.style, roots: plan.roots };
    const runner = createRunner({ ...settings, signal: control.signal });
    try {
      return await removeAndTell(run, runner, journal);
    } finally {
      await runner.close();
    }
  } finally {
    await journal.close();
  }
}

/**
 * Carries a frozen plan out, once. Refuses before anything is touched while a messenger may run or a root is no
 * longer what was planned; afterwards every planned entry is in exactly one column of the report.
 */
export async function execute(
  deps: ExecuteDeps,
  plan: FrozenPlan,
  runId: string,
  mode: RemovalMode,
  control: JobControl,
): Promise<ReportView> {
  const endRun = beginRun(deps.state.path, runId);
  try {
    await deps.assertQuiet();
    const discovery = await deps.rediscover();
    demandSameRoots(plan, discovery);
    await deps.assertQuiet();
    const accounts = accountsIn(plan, discovery);
    return await runOnce({
      deps,
      plan,
      control,
      header: headerOf(deps.clock.now(), plan, runId, mode, accounts),
    });
  } finally {
    endRun();
  }
}
