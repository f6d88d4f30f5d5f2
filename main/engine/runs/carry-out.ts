import { join } from 'node:path';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { isFileLimit } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { Clock, FileHolders, FolderPins } from '../../system/ports.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { EntryStates } from '../ledger/entry-states.ts';
import type { Journal } from '../ledger/journal.ts';
import { countLivesOn } from '../ledger/lives-on.ts';
import type { JournalHeader } from '../ledger/journal-lines.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { batchIdOf } from '../batches/places.ts';
import { beginPart } from '../batches/unfinished-batch.ts';
import type { Reports } from '../ledger/reports.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { outcomeOfRun, reportOf } from '../ledger/reports.ts';
import { WorkerLost } from '../removal/protocol.ts';
import { startPool } from '../removal/worker-pool.ts';
import type { PoolSettings, WorkerPool } from '../removal/worker-pool.ts';
import { runStages } from '../removal/stages.ts';
import { minus, wholeOf } from '../ledger/tally.ts';
import type { Tally, TallyBook } from '../ledger/tally.ts';
import { batchHeaderOf, closeRun, finishBatch } from './close-run.ts';
import { placeOfFolder } from './search-entries.ts';

export interface CarryOutDeps {
  readonly place: WorkerPlace;
  /** used inline and by the lookup after a crash; a removal thread creates its own */
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  readonly state: StateFolder;
  /** the trash's location; without it the mode `trash` is not available */
  readonly trash?: NonNullable<PoolSettings['trash']>;
  readonly reports: Reports;
  readonly clock: Clock;
  /** names who holds a file that is in use, where the system tells */
  readonly holders?: FileHolders;
}

/** A run with its journal open: a new one, or a resumed one. */
export interface OpenRun {
  readonly plan: FrozenPlan;
  readonly control: JobControl;
  readonly header: JournalHeader;
  readonly journal: Journal;
  readonly states: EntryStates;
  readonly book: TallyBook;
  /** folders removed before this process took over the run */
  readonly foldersBefore: number;
}

/** Milliseconds between progress reports, so that one big file shows progress too. */
const everyMs = 100;

export interface RunProgress {
  /** sets the current path to that of a plan entry, and reports */
  show(entry: number): void;
  stop(): void;
}

/** Reports a run's progress, also inside one big file. Never exceeds the planned amount and never decreases. */
export function followRun(
  plan: FrozenPlan,
  pool: WorkerPool,
  book: TallyBook,
  control: JobControl,
): RunProgress {
  let current: string | null = null;
  let bytes = 0;
  const report = (): void => {
    const whole = wholeOf(book.tally());
    bytes = Math.min(plan.view.total.bytes, Math.max(bytes, whole.bytes + pool.bytesInside()));
    control.progress({
      done: whole.files,
      total: plan.entryCount,
      bytes,
      bytesTotal: plan.view.total.bytes,
      current,
    });
  };
  const timer = setInterval(report, everyMs);
  timer.unref();
  return {
    show(entry) {
      if (entry < plan.entryCount) current = plan.pathOf(entry);
      report();
    },
    stop: () => clearInterval(timer),
  };
}

/** Amount in each folder that was moved as a whole, by folder index. */
type MovedAmounts = Map<number, Amount>;

async function remove(deps: CarryOutDeps, run: OpenRun, pool: WorkerPool, movedAmounts: MovedAmounts) {
  const { plan, control, header, journal, states, book } = run;
  const goneFolders = new Uint8Array(plan.folderCount);
  const progress = followRun(plan, pool, book, control);
  const common = { plan, mode: header.mode, pool, journal, clock: deps.clock, control, book, states };
  try {
    return await runStages({
      ...{ ...common, goneFolders, movedAmounts },
      showProgress: (entry) => progress.show(entry),
    });
  } finally {
    progress.stop();
    await pool.close();
  }
}

/** Most files of a receipt whose holders are asked for; each takes Windows some hundredths of a second. */
const mostAsked = 20;

/** Adds the programs that hold the first files in use: closing them is what a person can do. */
async function nameHolders(
  holders: FileHolders | undefined,
  plan: FrozenPlan,
  tally: Tally,
  report: ReportView,
): Promise<ReportView> {
  if (holders === undefined) return report;
  const heldBy = new Map<number, readonly string[]>();
  for (const [index, { entry, why }] of tally.examples.entries()) {
    if (entry === null || why !== 'in-use' || heldBy.size >= mostAsked) continue;
    const { folder, name } = plan.entry(entry);
    heldBy.set(index, await holders.of(join(placeOfFolder(plan, folder), name)));
  }
  const examples = report.examples.map((example, index) => {
    const names = heldBy.get(index) ?? [];
    return names.length === 0 ? example : { ...example, heldBy: [...names] };
  });
  return { ...report, examples };
}

/** Saves the receipt before the journal's end line, so that a crash in between loses neither. */
async function finish(
  deps: CarryOutDeps,
  run: OpenRun,
  folders: { readonly removed: number; readonly failed: number },
  movedAmounts: MovedAmounts,
): Promise<ReportView> {
  const { plan, control, header, book, states, journal } = run;
  const rest = minus(header.planned, wholeOf(book.tally()));
  if (rest.files > 0) book.count({ ...rest, group: -1 }, 'cancelled');
  const quarantineId = await finishBatch(deps.state, header, { plan, states, movedAmounts });
  const livesOn = countLivesOn(plan, states, book, 'cancelled');
  const tally = book.tally();
  const plain = reportOf(header, tally, {
    livesOn,
    endedAt: deps.clock.now(),
    outcome: outcomeOfRun(tally, folders.failed, control.signal.aborted),
    foldersRemoved: run.foldersBefore + folders.removed,
    quarantineId,
  });
  // first the receipt: an answer about a holder may never come
  await deps.reports.save(plain);
  const report = await nameHolders(deps.holders, plan, tally, plain);
  if (report !== plain) await deps.reports.save(report);
  await journal.write({ kind: 'end', at: report.endedAt, outcome: report.outcome });
  return report;
}

/**
 * Carries a run out and returns its receipt. If a removal thread is lost, closes the run as after a crash, from the
 * journal and the disk, because the thread's last work is unknown.
 */
export async function carryOut(deps: CarryOutDeps, run: OpenRun): Promise<ReportView> {
  const { plan, control, header, journal } = run;
  let lost: WorkerLost;
  try {
    const partFolder =
      header.mode === 'quarantine'
        ? await beginPart(deps.state, batchIdOf(header.runId), batchHeaderOf(header, plan))
        : null;
    const { pins, style, place } = deps;
    const { mode, runId } = header;
    const { signal } = control;
    const order = { roots: plan.roots, mode, runId, partFolder, plan: plan.shared() };
    const pool = startPool({ ...order, pins, style, signal, trash: deps.trash ?? null }, place);
    const movedAmounts: MovedAmounts = new Map();
    return await finish(deps, run, await remove(deps, run, pool, movedAmounts), movedAmounts);
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error;
    lost = error;
  } finally {
    await journal.close();
  }
  const report = await closeRun(deps, header.runId, plan);
  // the receipt does not say why the run ended, and this has a remedy
  if (isFileLimit(lost)) throw lost;
  return report;
}
