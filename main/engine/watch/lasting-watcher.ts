import type { Clock } from '../../system/ports.ts';
import type { FromWatcher, WatchJob } from './watch-messages.ts';
import type { Watcher, WatcherListener } from './watcher.ts';

export type OpenWatcher = (job: WatchJob, listener: WatcherListener) => Watcher;
/** Does work after so long; what it gives calls that off. */
export type After = (work: () => void, ms: number) => () => void;

interface Listener {
  told(message: FromWatcher): void;
  /** nothing is followed until it is opened again, which it will be */
  lost(error: Error): void;
}

const firstWaitMs = 1_000;
const waitAtMostMs = 300_000;
/** one that has lived for so long dies of something new */
const soundAfterMs = 600_000;

/** Waits without keeping the program alive. */
export const afterAWhile: After = (work, ms) => {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
};

/** A watcher that is opened again when it dies, each time in a row after twice the wait. */
export class LastingWatcher {
  private readonly open: OpenWatcher;
  private readonly after: After;
  private readonly clock: Clock;
  private readonly listener: Listener;
  private job: WatchJob;
  private watcher: Watcher | null = null;
  private waitMs = firstWaitMs;
  private openedAt = 0;
  private callOff: (() => void) | null = null;
  private isClosed = false;

  constructor(
    job: WatchJob,
    listener: Listener,
    { open, after, clock }: { open: OpenWatcher; after: After; clock: Clock },
  ) {
    this.job = job;
    this.listener = listener;
    [this.open, this.after, this.clock] = [open, after, clock];
    this.begin();
  }

  get rootIds(): readonly string[] {
    return this.job.rootIds;
  }

  /** From now on these roots and accounts. */
  follow(job: WatchJob): void {
    this.job = { ...job, since: this.job.since };
    this.watcher?.say({ kind: 'job', job: this.job });
  }

  /** nothing is told any more when this is called; resolves when nothing of it is left */
  async close(): Promise<void> {
    this.isClosed = true;
    this.callOff?.();
    await this.watcher?.close();
  }

  private begin(): void {
    this.callOff = null;
    this.openedAt = this.clock.now();
    const mine = this.open(this.job, {
      told: (message) => {
        if (!this.isClosed) this.listener.told(message);
      },
      failed: (error) => this.fail(mine, error),
    });
    this.watcher = mine;
  }

  private fail(watcher: Watcher, error: Error): void {
    if (this.isClosed || this.watcher !== watcher) return;
    this.watcher = null;
    void watcher.close();
    const now = this.clock.now();
    if (now - this.openedAt >= soundAfterMs) this.waitMs = firstWaitMs;
    // what came until now was told, or is found by the sums
    this.job = { ...this.job, since: now };
    this.callOff = this.after(() => this.begin(), this.waitMs);
    this.waitMs = Math.min(waitAtMostMs, this.waitMs * 2);
    this.listener.lost(error);
  }
}
