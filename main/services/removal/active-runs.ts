import { SignOffError } from '../../../app/contract/errors.ts';

const active = new Map<string, string>();

/** Marks a run of this process as going on; throws `busy` while another one is. Give the answer back when it ends. */
export function beginRun(statePath: string, runId: string): () => void {
  const other = active.get(statePath);
  if (other !== undefined) throw new SignOffError('busy', { run: other });
  active.set(statePath, runId);
  return () => void active.delete(statePath);
}

/** True while this process executes that run. */
export function isActiveRun(statePath: string, runId: string): boolean {
  return active.get(statePath) === runId;
}
