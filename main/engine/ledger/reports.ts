import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanGroup } from '../../../app/contract/plans.ts';
import { reportSchema } from '../../../app/contract/runs.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { idSchema } from '../../../app/contract/shapes.ts';
import type { StateFolder, StoredShape } from '../state/state-folder.ts';
import { errorCode } from '../fs/errors.ts';
import type { JournalHeader } from './journal-lines.ts';
import { wholeOf } from './tally.ts';
import type { Tally } from './tally.ts';

interface Ending {
  readonly endedAt: number;
  readonly outcome: ReportView['outcome'];
  readonly foldersRemoved: number;
  readonly livesOn: ReportView['livesOn'];
  /** id of the batch with the quarantined items */
  readonly quarantineId: string | null;
}

function withRemoved(groups: readonly PlanGroup[], tally: Tally): ReportView['groups'] {
  const removed = new Map(tally.groups.map((group) => [group.id, group]));
  return groups.map((group) => ({
    ...group,
    removedFiles: removed.get(group.id)?.files ?? 0,
    removedBytes: removed.get(group.id)?.bytes ?? 0,
  }));
}

/** Creates the receipt of a run. `planned` is the sum of all counted entries, so the columns always add up. */
export function reportOf(header: JournalHeader, tally: Tally, ending: Ending): ReportView {
  return {
    runId: header.runId,
    planId: header.planId,
    mode: header.mode,
    selection: header.selection,
    startedAt: header.startedAt,
    endedAt: ending.endedAt,
    outcome: ending.outcome,
    planned: wholeOf(tally),
    removed: tally.removed,
    ways: tally.ways,
    quarantineId: ending.quarantineId,
    kept: tally.kept,
    failed: tally.failed,
    livesOn: ending.livesOn,
    foldersRemoved: ending.foldersRemoved,
    examples: tally.examples.map(({ path, why }) => ({ path, why })),
    groups: withRemoved(header.groups, tally),
    accounts: header.accounts,
    roots: header.roots,
    verification: null,
    confirmed: [],
  };
}

/** `done` when every planned entry is gone. An entry that vanished counts as gone, a changed one does not. */
export function outcomeOfRun(
  tally: Tally,
  foldersFailed: number,
  isCancelled: boolean,
): ReportView['outcome'] {
  if (isCancelled) return 'cancelled';
  const isAnythingKept = tally.kept.some((line) => line.reason !== 'vanished');
  return isAnythingKept || tally.failed.length > 0 || foldersFailed > 0 ? 'partial' : 'done';
}

const storedReport: StoredShape<ReportView> = { version: 3, parse: (fields) => reportSchema.parse(fields) };

/**
 * The receipts of past runs. A damaged receipt is kept aside and counts as missing. One of another format is not listed
 * and stays where it is.
 */
export interface Reports {
  /** newest first */
  list(): Promise<readonly ReportView[]>;
  /** throws `run-not-found`, or `other-format` */
  get(runId: string): Promise<ReportView>;
  /** null when there is none */
  find(runId: string): Promise<ReportView | null>;
  /**
   * What a run says of itself; what the person confirmed before stays. Throws `other-format` instead of overwriting a
   * receipt of another format.
   */
  save(report: ReportView): Promise<void>;
  /** changes one receipt, one change after the other; throws as `get` and `save` do */
  update(runId: string, change: (report: ReportView) => ReportView): Promise<ReportView>;
}

function segmentsOf(runId: string): readonly string[] {
  return ['reports', `${runId}.json`];
}

/** File names in a subfolder of the state folder; empty when it does not exist. */
export async function fileNamesIn(state: StateFolder, folder: string): Promise<readonly string[]> {
  const path = join(state.path, folder);
  try {
    return await readdir(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return [];
    throw new SignOffError('data-dir-unusable', { path, reason: code }, { cause: error });
  }
}

/** Opens the receipts in the assistant's own folder. */
export function createReports(state: StateFolder): Reports {
  const find = async (runId: string): Promise<ReportView | null> => {
    if (!idSchema.safeParse(runId).success) return null;
    const report = await state.readJson(segmentsOf(runId), storedReport);
    return report?.runId === runId ? report : null;
  };
  const get = async (runId: string): Promise<ReportView> => {
    const report = await find(runId);
    if (report !== null) return report;
    const missing = new SignOffError('run-not-found', { run: runId });
    throw state.otherFormatError(join(state.path, ...segmentsOf(runId))) ?? missing;
  };
  const write = (report: ReportView): Promise<void> =>
    state.writeJson(segmentsOf(idSchema.parse(report.runId)), storedReport, report);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    find,
    async list() {
      const names = await fileNamesIn(state, 'reports');
      const runIds = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
      // one after the other: a computer may allow fewer open files than there are receipts
      const reports: ReportView[] = [];
      for (const runId of runIds) {
        const report = await find(runId);
        if (report !== null) reports.push(report);
      }
      return reports.sort((a, b) => b.endedAt - a.endedAt);
    },
    get,
    save: (report) =>
      inTurn(async () => {
        const confirmed = (await find(report.runId))?.confirmed ?? report.confirmed;
        await write({ ...report, confirmed });
      }),
    update: (runId, change) =>
      inTurn(async () => {
        const report = change(await get(runId));
        await write(report);
        return report;
      }),
  };
}
