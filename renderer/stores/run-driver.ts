import type { RunPhase } from '../../app/wizard/leaving-state.ts';
import { isRefusal } from '../../app/wizard/leaving.ts';
import type { LeavingContext } from './leaving-context.ts';

type WantedRun = Extract<RunPhase, { kind: 'wanted' | 'resuming' }>;

/** Starts the confirmed run or goes on with an interrupted one, waits for it, has it verified and fetches the receipt. */
export async function driveRun(
  { client, ended, set, send }: LeavingContext,
  wanted: WantedRun,
  afterRun: () => void,
): Promise<void> {
  const started =
    wanted.kind === 'wanted'
      ? await client.call('runs.start', { planId: wanted.planId, mode: wanted.mode, confirmed: true })
      : await client.call('runs.resume', { runId: wanted.runId, confirmed: true });
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
    // stopped before it went on: there is no receipt, and the run can be gone on with again
    const stopped = end.outcome === 'cancelled' ? { code: 'cancelled' as const, params: {} } : null;
    send({ type: 'run-refused', error: end.error ?? stopped ?? report.error });
  }
  afterRun();
}
