/** The batch id of a run. A resumed run keeps using the same batch. */
export function batchIdOf(runId: string): string {
  return `q-${runId.replace(/^r-/, '')}`;
}

const batchId = /^q-[A-Za-z0-9_-]{1,62}$/;

/** True for a valid batch id. The quarantine reads, moves and purges nothing else. */
export function isBatchId(name: string): boolean {
  return batchId.test(name);
}
