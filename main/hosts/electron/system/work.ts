import type { Client } from '../../../../app/contract/contract.ts';
import type { JobKind } from '../../../../app/contract/jobs.ts';

/** Jobs that change the disk; only one of them runs at a time. */
const changing: ReadonlySet<JobKind> = new Set(['clean', 'restore', 'purge']);

/** Whether something is being removed or put back. */
export interface Work {
  /** as the events tell: known at once, but not before the first progress */
  readonly isBusy: () => boolean;
  /** asks the assistant as well, so a run that is only beginning counts */
  readonly isBusyNow: () => Promise<boolean>;
  /** calls back when work begins, and when all of it has ended */
  onChange(listener: (isBusy: boolean) => void): () => void;
  readonly stop: () => void;
}

export function followWork(client: Client): Work {
  const running = new Set<string>();
  const listeners = new Set<(isBusy: boolean) => void>();
  const isBusy = (): boolean => running.size > 0;
  const change = (apply: () => void): void => {
    const before = isBusy();
    apply();
    if (isBusy() !== before) for (const listener of listeners) listener(isBusy());
  };
  const stops = [
    client.on('job.progress', ({ jobId, kind }) => {
      if (changing.has(kind)) change(() => running.add(jobId));
    }),
    client.on('job.ended', ({ jobId }) => change(() => running.delete(jobId))),
  ];
  return {
    isBusy,
    async isBusyNow() {
      const active = await client.call('runs.active', {});
      return isBusy() || (active.ok && active.value !== null);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
