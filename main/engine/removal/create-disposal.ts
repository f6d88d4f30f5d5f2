import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { FolderPins, TrashBin } from '../../system/ports.ts';
import type { SinkRoot } from '../ledger/batch.ts';
import { createQuarantineDisposal } from '../batches/quarantine-disposal.ts';
import { createDeleteDisposal } from './delete-disposal.ts';
import type { Disposal } from '../ledger/disposal.ts';
import { createEraseDisposal } from './erase-disposal.ts';
import { createTrashDisposal } from './trash-disposal.ts';

/** What one removal thread provides to its disposals. */
export interface DisposalSettings {
  readonly pins: FolderPins;
  readonly style: PathStyle;
  readonly roots: readonly SinkRoot[];
  readonly runId: string;
  /** this run's folder in the quarantine; null in every other mode */
  readonly partFolder: string | null;
  /** the thread's number, used in the names of the files it writes */
  readonly worker: number;
  readonly isCancelled: () => boolean;
  /** one shared number: bytes overwritten or copied since the last answer */
  readonly bytesDone: BigInt64Array;
  /** null in every mode but `trash` */
  readonly bin: TrashBin | null;
}

/** A mode whose requirements are missing. No other mode may replace it. */
class ModeMissing extends Error {
  override readonly name = 'ModeMissing';
}

/** Creates the disposal for a mode. Throws for a mode without one, so that nothing is ever deleted instead. */
export function createDisposal(mode: RemovalMode, settings: DisposalSettings): Disposal {
  if (mode === 'delete') return createDeleteDisposal('deleted');
  const { runId, partFolder, isCancelled, bytesDone, bin, roots } = settings;
  if (mode === 'quarantine' && partFolder !== null)
    return createQuarantineDisposal({ ...settings, partFolder });
  if (mode === 'trash' && bin !== null) return createTrashDisposal({ bin, roots });
  if (mode === 'erase') {
    const addBytes = (bytes: number): void => void Atomics.add(bytesDone, 0, BigInt(bytes));
    return createEraseDisposal({ runId, isCancelled, addBytes });
  }
  throw new ModeMissing(`no disposal for ${mode} in thread ${settings.worker}`);
}
