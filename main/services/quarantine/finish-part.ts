import type { StateFolder } from '../state/state-folder.ts';
import type { BatchHeader, PutAside } from './batch-header.ts';

/** What a whole folder of the plan holds, where the caller has the plan; otherwise it is counted on the disk. */
export type FolderAmount = (folder: number) => PutAside;

/**
 * Makes the part batch of a run whole: what is there is listed, what is not is forgotten. Null when nothing was put
 * aside, and then no batch is left. `header` null = the one that `beginPart` wrote. Harmless when done twice.
 */
export function finishPart(
  state: StateFolder,
  batchId: string,
  header: BatchHeader | null,
  amountOf?: FolderAmount,
): Promise<PutAside | null> {
  return Promise.reject(
    new Error(`not there yet: ${state.path} ${batchId} ${header?.runId} ${typeof amountOf}`),
  );
}
