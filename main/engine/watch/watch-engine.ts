import type { MakeFolderWatcher } from './folder-watcher.ts';
import { every, paced, systemTimers } from './pacing.ts';
import type { Paced, Timers } from './pacing.ts';
import { pollMs, pollWatchedMs, reportGapMs, settleMs, sliceMs, sweepEveryMs } from './policy.ts';
import type { CellChange, FromWatcher, ToWatcher, WatchJob } from './protocol.ts';
import { RootPoll } from './root-troubles.ts';
import { systemSignal } from './signals.ts';
import type { ChangeSignal, MakeSignal } from './signals.ts';
import { Snapshot } from './snapshot.ts';
import { Sweep, SweepSchedule } from './sweep.ts';
import { WatchedFolders } from './watched-folders.ts';

export interface EngineOptions {
  readonly job: WatchJob;
  readonly say: (message: FromWatcher) => void;
  /** The wall clock. It may jump, so it only tells the month and whether a file is brand new. */
  readonly now: () => number;
  readonly makeWatcher: MakeFolderWatcher;
  readonly makeSignal?: MakeSignal;
  readonly timers?: Timers;
}

/**
 * Follows all roots by the policy in policy.ts: chokidar on a few folders, sweeps over all. Runs in a thread of its own,
 * opens no file and changes nothing on the disk.
 */
export class WatchEngine {
  private readonly options: EngineOptions;
  private readonly timers: Timers;
  private readonly snapshot: Snapshot;
  private readonly watched: WatchedFolders;
  private readonly roots: RootPoll;
  private readonly signal: ChangeSignal;
  private readonly schedule: SweepSchedule;
  /** Folders in which something happened and that are to be listed. */
  private readonly changed = new Set<number>();
  private readonly listing: Paced;
  /** Roots held back until the main thread has looked for accounts, with the number of the request. */
  private readonly held = new Map<string, number>();
  private requests = 0;
  private job: WatchJob;
  private sweep: Sweep | null = null;
  private isSurveyed = false;
  private isClosed = false;
  private watchedPolledAt = 0;
  private limitRetriedAt = 0;
  private stopPolling = (): void => undefined;

  constructor(options: EngineOptions) {
    this.options = options;
    this.timers = options.timers ?? systemTimers;
    this.job = options.job;
    this.snapshot = new Snapshot(options.job, options.now);
    this.schedule = new SweepSchedule(this.timers.elapsed());
    this.roots = new RootPoll((rootId, trouble) => options.say({ kind: 'trouble', rootId, trouble }));
    this.listing = paced(() => this.listChanged(), {
      timers: this.timers,
      delayMs: settleMs,
      gapMs: reportGapMs,
    });
    this.watched = new WatchedFolders(this.snapshot, options.makeWatcher, {
      changed: (row) => this.change(row),
      lookoutChanged: () => this.requestDiscovery(),
      limited: (isLimited) => this.reportLimit(isLimited),
    });
    this.signal = (options.makeSignal ?? systemSignal)((folder) => this.watched.isWatched(folder));
    this.followSignal();
  }

  async start(): Promise<void> {
    this.checkRoots();
    await this.watched.refresh(this.job, this.options.now());
    if (this.isClosed) return;
    this.options.say({ kind: 'ready', watchedFolders: this.watched.size });
    // what changed between listing and watching
    for (const row of this.watched.rows()) this.change(row);
    this.watchedPolledAt = this.limitRetriedAt = this.timers.elapsed();
    this.stopPolling = every(this.timers, pollMs, () => this.poll());
    this.beginSweep();
  }

  hear({ job, answers }: ToWatcher): void {
    this.job = job;
    if (this.snapshot.update(job)) this.requestSweep();
    for (const [id, request] of this.held) if (request <= answers) this.held.delete(id);
    this.followSignal();
    this.checkRoots();
    this.refreshWatched();
    this.report();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.stopPolling();
    this.listing.close();
    this.signal.close();
    await this.watched.close();
  }

  /** Every sum as it stands, for a comparison with a scan. */
  totals(): readonly CellChange[] {
    return this.snapshot.sums.totals();
  }

  /** Every folder is known, and nothing is left to do before the next signal. */
  get isAtRest(): boolean {
    return this.isSurveyed && this.sweep === null && this.changed.size === 0 && !this.schedule.isPending;
  }

  private poll(): void {
    const at = this.timers.elapsed();
    this.schedule.poll(this.signal.poll(), at);
    this.checkRoots();
    if (this.watched.isOutdated(this.options.now())) this.refreshWatched();
    if (at >= this.watchedPolledAt + pollWatchedMs) {
      this.watchedPolledAt = at;
      for (const row of this.watched.polled()) this.change(row);
    }
    if (at >= this.limitRetriedAt + sweepEveryMs) {
      this.limitRetriedAt = at;
      void this.watched.retry(this.job, this.options.now());
    }
    this.report();
    if (this.sweep === null && this.schedule.isDue(at)) this.beginSweep();
  }

  private beginSweep(): void {
    this.schedule.begin();
    this.sweep = new Sweep(this.snapshot);
    this.continueSweep(this.sweep);
  }

  private continueSweep(sweep: Sweep): void {
    if (this.isClosed) return;
    if (sweep.step(sliceMs)) this.endSweep(sweep);
    else setImmediate(() => this.continueSweep(sweep));
  }

  private endSweep(sweep: Sweep): void {
    this.sweep = null;
    this.schedule.end(sweep.costMs, this.timers.elapsed());
    if (this.snapshot.endSweep()) this.requestSweep();
    if (this.changed.size === 0) this.snapshot.reuse();
    this.report();
    if (this.isSurveyed) return;
    this.isSurveyed = true;
    // the survey may have passed by what came meanwhile
    this.requestSweep();
    this.options.say({ kind: 'surveyed', sums: this.snapshot.sums.reported() });
  }

  private requestSweep(): void {
    this.schedule.request(this.timers.elapsed());
  }

  private change(row: number): void {
    this.changed.add(row);
    this.listing.request();
  }

  private listChanged(): void {
    const rows = [...this.changed];
    this.changed.clear();
    for (const row of rows) if (!this.snapshot.listWithNew(row, sliceMs)) this.requestSweep();
    this.report();
  }

  private checkRoots(): void {
    if (!this.roots.check(this.job, this.watched.isLimited)) return;
    this.requestDiscovery();
    this.requestSweep();
    // a root that is back is another folder, which the system does not watch
    this.signal.follow([]);
    this.followSignal();
  }

  private followSignal(): void {
    const { scan, rootIds, networkRoots } = this.job;
    this.signal.follow(scan.roots.filter((_root, index) => !networkRoots.includes(rootIds[index] ?? '')));
  }

  /** Returns the number of the request. */
  private requestDiscovery(): number {
    this.requests += 1;
    this.options.say({ kind: 'shape', request: this.requests });
    return this.requests;
  }

  private reportLimit(isLimited: boolean): void {
    this.checkRoots();
    this.options.say({ kind: 'watched', watchedFolders: isLimited ? 0 : this.watched.size });
  }

  private refreshWatched(): void {
    const before = this.watched.size;
    void this.watched.refresh(this.job, this.options.now()).then((added) => {
      if (this.isClosed) return;
      for (const row of added) this.change(row);
      if (this.watched.size !== before)
        this.options.say({ kind: 'watched', watchedFolders: this.watched.size });
    });
  }

  /** Says what the snapshot has found since the last report, each change once. */
  private report(): void {
    const { snapshot, held } = this;
    const { say } = this.options;
    const haveFoldersChanged = snapshot.haveFoldersChanged;
    if (snapshot.rootsToCheck.size > 0) {
      // holds changes of these roots until discovery says whether an account appeared, so each gets its account
      const request = this.requestDiscovery();
      for (const id of snapshot.rootsToCheck) if (!held.has(id)) held.set(id, request);
      snapshot.rootsToCheck.clear();
    }
    if (snapshot.haveCredentialsChanged) say({ kind: 'credentials' });
    [snapshot.haveCredentialsChanged, snapshot.haveFoldersChanged] = [false, false];
    const isHeld = (id: string): boolean => held.has(id);
    const changes = snapshot.sums.takeChanges(isHeld);
    const received = snapshot.received.take(isHeld);
    if (changes.length > 0 || received.length > 0) say({ kind: 'changes', changes, received });
    if (haveFoldersChanged && this.isSurveyed) this.refreshWatched();
  }
}
