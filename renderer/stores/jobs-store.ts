import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { JobEnd, JobProgress } from '../../app/contract/jobs.ts';

/** The last progress of each running job. Select one id, never the whole record. */
export type JobsState = Readonly<Record<string, JobProgress>>;

/** Follows jobs. A job may end before its id arrives, so the end is also requested. */
export function createJobsStore(client: Client) {
  const store = createStore<JobsState>(() => ({}));
  const ends = new Map<string, JobEnd>();
  const waiting = new Map<string, ((end: JobEnd) => void)[]>();

  const settle = (end: JobEnd): void => {
    ends.set(end.jobId, end);
    for (const resolve of waiting.get(end.jobId) ?? []) resolve(end);
    waiting.delete(end.jobId);
    store.setState(
      (state) => Object.fromEntries(Object.entries(state).filter(([id]) => id !== end.jobId)),
      true,
    );
  };
  client.on('job.progress', (progress) => {
    if (!ends.has(progress.jobId)) store.setState({ [progress.jobId]: progress });
  });
  client.on('job.ended', settle);

  const ended = async (jobId: string): Promise<JobEnd> => {
    const known = ends.get(jobId);
    if (known !== undefined) return known;
    const coming = new Promise<JobEnd>((resolve) =>
      waiting.set(jobId, [...(waiting.get(jobId) ?? []), resolve]),
    );
    const reply = await client.call('jobs.end', { jobId });
    if (reply.ok && reply.value !== null) settle(reply.value);
    return coming;
  };
  /** the jobs that began before this window, with their progress */
  const load = async (): Promise<readonly JobProgress[]> => {
    const reply = await client.call('jobs.running', {});
    const running = reply.ok ? reply.value.filter(({ jobId }) => !ends.has(jobId)) : [];
    store.setState((state) => ({ ...Object.fromEntries(running.map((job) => [job.jobId, job])), ...state }));
    return running;
  };
  return { store, ended, load };
}
