import type { StateFolder } from '../state/state-folder.ts';
import type { BatchHeader } from './batch-header.ts';

/** Makes (or, for a resumed run, takes up again) the part batch and gives its absolute folder. Before the threads start. */
export function beginPart(state: StateFolder, batchId: string, header: BatchHeader): Promise<string> {
  return Promise.reject(new Error(`not there yet: ${state.path} ${batchId} ${header.runId}`));
}
