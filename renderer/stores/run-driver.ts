import { isRefusal } from '../../app/wizard/leaving.ts';
import type { LeavingContext } from './leaving-store.ts';

/** Starts the confirmed run, waits for it, has it verified and fetches the receipt. */
export async function driveRun(
  { client, ended, set, send }: LeavingContext,
  planId: string,
  afterRun: () => void,
): Promise<void> {
  const started = await client.call('runs.start', { planId, mode: 'delete', confirmed: true });
  if (!started.ok) {
    send({ type: 'run-refused', error: started.error });
    return;
  }
  const { jobId, runId } = started.value;
  send({ type: 'run-started', runId, jobId });
  const end = await ended(jobId);
  if (end.error !== null && isRefusal(end.error.code)) {
    send({ type: 'run-refused', error: end.error });
    return;
  }
  send({ type: 'run-ended' });
  const verify = await client.call('runs.verify', { runId });
  if (verify.ok) {
    send({ type: 'verify-started', jobId: verify.value.jobId });
    await ended(verify.value.jobId);
  }
  const report = await client.call('reports.get', { runId });
  if (report.ok) {
    set({ report: report.value });
    send({ type: 'reported' });
  } else {
    send({ type: 'run-refused', error: end.error ?? report.error });
  }
  afterRun();
}
