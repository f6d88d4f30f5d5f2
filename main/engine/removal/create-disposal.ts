import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { FolderPins, TrashBin } from '../../system/ports.ts';
import type { SinkRoot } from '../ledger/batch.ts';
import { createQuarantineDisposal } from '../batches/quarantine-disposal.ts';
import { createDeleteDisposal } from './delete-disposal.ts';
import type { Disposal } from '../ledger/disposal.ts';
import { createEraseDisposal } from './erase-disposal.ts';
import { createTrashDisposal } from './trash-disposal.ts';

/** What one removal thread gives to the disposals it makes. */
export interface DisposalSettings {
  readonly pins: FolderPins;
  readonly style: PathStyle;
  readonly roots: readonly SinkRoot[];
  readonly runId: string;
  /** where this run's part of the quarantine lies; null in every other mode */
  readonly partFolder: string | null;
  /** the thread's number: what it writes by itself is named by it */
  readonly worker: number;
  readonly isCancelled: () => boolean;
  /** one number, shared: bytes overwritten or copied that no answer speaks of yet */
  readonly bytesDone: BigInt64Array;
  /** null in every mode but `trash` */
  readonly bin: TrashBin | null;
}

/** A mode without what it needs; never another one in its place. */
class ModeMissing extends Error {
  override readonly name = 'ModeMissing';
}

/** How entries leave their place in this mode. A mode without a disposal throws: nothing is ever deleted instead. */
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
