/** The one batch of a run; a resumed run goes on with it. */
export function batchIdOf(runId: string): string {
  return `q-${runId.replace(/^r-/, '')}`;
}

const batchId = /^q-[A-Za-z0-9_-]{1,62}$/;

/** True when the name can only be a batch's: nothing else below the quarantine is ever read, moved or purged. */
export function isBatchId(name: string): boolean {
  return batchId.test(name);
}
