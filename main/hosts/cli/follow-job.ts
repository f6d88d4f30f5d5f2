import { SignOffError } from '../../../app/contract/errors.ts';
import type { JobEnd } from '../../../app/contract/jobs.ts';
import type { CommandContext } from './command.ts';

type Following = Pick<CommandContext, 'client' | 'progress' | 'signal' | 'notes' | 'texts'>;

/** Starts a job, shows its progress and waits for its end. An interrupt cancels the job and still waits. */
export async function followJob<Started extends { readonly jobId: string }>(
  context: Following,
  start: () => Promise<Started>,
): Promise<{ readonly started: Started; readonly end: JobEnd }> {
  const { client, progress, signal, notes, texts } = context;
  const interrupted = (): boolean => signal.aborted;
  if (interrupted()) throw new SignOffError('cancelled');
  const ends = new Map<string, JobEnd>();
  let wake: () => void = () => undefined;
  let following: string | null = null;
  const offEnd = client.on('job.ended', (end) => {
    ends.set(end.jobId, end);
    wake();
  });
  const offProgress = client.on('job.progress', (step) => {
    if (step.jobId === following && !interrupted()) progress.update(step);
  });
  const cancel = (): void => {
    progress.clear();
    notes.line(texts.cli.cancelling, 'warn');
    if (following !== null) void client.call('jobs.cancel', { jobId: following });
  };
  try {
    const started = await start();
    following = started.jobId;
    if (interrupted()) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    let end = ends.get(started.jobId);
    while (end === undefined) {
      await new Promise<void>((resolve) => (wake = resolve));
      end = ends.get(started.jobId);
    }
    return { started, end };
  } finally {
    signal.removeEventListener('abort', cancel);
    offEnd();
    offProgress();
    progress.clear();
  }
}

/** Runs a job that the command depends on; throws unless it succeeds. */
export async function finishJob<Started extends { readonly jobId: string }>(
  context: Following,
  start: () => Promise<Started>,
): Promise<Started> {
  const { started, end } = await followJob(context, start);
  if (end.outcome === 'cancelled') throw new SignOffError('cancelled');
  if (end.outcome === 'failed')
    throw new SignOffError(end.error?.code ?? 'internal', end.error?.params ?? {});
  return started;
}
