import type { EntryStates } from '../ledger/entry-states.ts';
import type { JournalHeader } from '../ledger/journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { BatchHeader, PutAside } from '../batches/index-lines.ts';
import { batchIdOf } from '../batches/places.ts';
import { finishPart } from '../quarantine/unfinished.ts';
import type { FolderAmount } from '../quarantine/unfinished.ts';
import type { StateFolder } from '../state/state-folder.ts';

export function batchHeaderOf(header: JournalHeader, plan: FrozenPlan): BatchHeader {
  return {
    runId: header.runId,
    at: header.startedAt,
    roots: plan.roots.map(({ realPath, identity }) => ({ realPath, identity })),
    accounts: header.accounts.map(({ accountId, folder }) => ({ accountId, folder })),
  };
}

interface Known {
  readonly plan: FrozenPlan;
  readonly states: EntryStates;
  /** amounts in folders that this process moved as wholes */
  readonly movedAmounts?: ReadonlyMap<number, PutAside>;
}

/** Amount per folder. Computes the sums lazily, on the first folder whose amount the run does not know. */
function amountsOf({ plan, states, movedAmounts }: Known): FolderAmount {
  let own: Float64Array | null = null;
  const sums = (): Float64Array => {
    const columns = new Float64Array(plan.folderCount * 3);
    plan.eachEntry((entry, folder, _group, bytes, allocated) => {
      if (states.outcomeOf(entry) !== 'quarantined') return;
      const at = folder * 3;
      columns[at] = (columns[at] ?? 0) + 1;
      columns[at + 1] = (columns[at + 1] ?? 0) + bytes;
      columns[at + 2] = (columns[at + 2] ?? 0) + allocated;
    });
    return columns;
  };
  return (folder): PutAside => {
    const known = movedAmounts?.get(folder);
    if (known !== undefined) return known;
    own ??= sums();
    const sum = { files: 0, bytes: 0, allocated: 0 };
    for (let at = folder; at < (plan.tree.ends[folder] ?? folder + 1); at += 1) {
      sum.files += own[at * 3] ?? 0;
      sum.bytes += own[at * 3 + 1] ?? 0;
      sum.allocated += own[at * 3 + 2] ?? 0;
    }
    return sum;
  };
}

/** Completes the run's quarantine batch, however the run ended; null when nothing was quarantined. */
export async function finishBatch(
  state: StateFolder,
  header: JournalHeader,
  known: Known | null,
): Promise<string | null> {
  if (header.mode !== 'quarantine') return null;
  const batchId = batchIdOf(header.runId);
  const held =
    known === null
      ? await finishPart(state, batchId, null)
      : await finishPart(state, batchId, batchHeaderOf(header, known.plan), amountsOf(known));
  return held === null ? null : batchId;
}
