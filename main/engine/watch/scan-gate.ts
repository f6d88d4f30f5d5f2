import type { EventName, Events } from '../../../app/contract/contract.ts';
import type { Jobs } from '../jobs/jobs.ts';

type OnAny = (listener: (event: EventName, payload: Events[EventName]) => void) => () => void;

export interface ScanGate {
  /** the same jobs; the gate hears of every scan that is started through them */
  readonly jobs: Jobs;
  /** resolves when no scan runs */
  untilQuiet(): Promise<void>;
}

/** Lets the watch wait for a scan, so that neither slows the other down. */
export function createScanGate(jobs: Jobs, onAny: OnAny): ScanGate {
  const running = new Set<string>();
  let waiting: (() => void)[] = [];
  onAny((event, payload) => {
    if (event !== 'job.ended') return;
    running.delete((payload as Events['job.ended']).jobId);
    if (running.size > 0) return;
    for (const go of waiting) go();
    waiting = [];
  });
  return {
    jobs: {
      ...jobs,
      start(kind, work) {
        const jobId = jobs.start(kind, work);
        if (kind === 'scan') running.add(jobId);
        return jobId;
      },
    },
    untilQuiet: () =>
      running.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve)),
  };
}
