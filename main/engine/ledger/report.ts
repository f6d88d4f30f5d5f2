import type { PlanGroup } from '../../../app/contract/plans.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { JournalHeader } from './journal-lines.ts';
import { wholeOf } from './tally.ts';
import type { Tally } from './tally.ts';

interface Ending {
  readonly endedAt: number;
  readonly outcome: ReportView['outcome'];
  readonly foldersRemoved: number;
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
    foldersRemoved: ending.foldersRemoved,
    examples: tally.examples.map(({ path, why }) => ({ path, why })),
    groups: withRemoved(header.groups, tally),
    accounts: header.accounts,
    verification: null,
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
