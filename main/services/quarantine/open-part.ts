import type { Identity } from '../../system/ports.ts';
import type { StateFolder } from '../state/state-folder.ts';

/** Answers after a crash what the quarantine holds of one run; its own place is asked first. */
export interface OpenPart {
  /** the plan's entry, with the identity that the plan gave it, lies in the batch */
  has(entry: number, identity: Identity): boolean;
  /** the plan's folder was taken as a whole */
  hasFolder(folder: number, identity: Identity): boolean;
}

/** Opens the part batch of a run, or the batch if it was finished already; null when there is neither. Only looks. */
export function openPart(state: StateFolder, batchId: string): Promise<OpenPart | null> {
  return Promise.reject(new Error(`not there yet: ${state.path} ${batchId}`));
}
