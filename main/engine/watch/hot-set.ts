import { hasBytes } from '../../../app/cleanup/byte-name.ts';
import { hotFolders, monthOf } from './hot-folders.ts';
import type { HotWatcher, MakeHotWatcher } from './hot-watcher.ts';
import type { Survey } from './survey.ts';
import type { WatchJob } from './watch-messages.ts';

interface Listener {
  touched(row: number): void;
  /** something happened beside the roots, where one may be pointed at */
  lookout(): void;
  limited(isLimited: boolean): void;
}

/** What a system says when it has no watch left to give. */
const limitCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM']);

/** Keeps the watcher on the folders that are hot now; those that cannot be watched are named, to be asked instead. */
export class HotSet {
  /** the system gives no more watches: every hot folder is asked now and then */
  isLimited = false;
  private readonly survey: Survey;
  private readonly make: MakeHotWatcher;
  private readonly listener: Listener;
  private watcher: HotWatcher;
  private byPath = new Map<string, number>();
  private apart: readonly number[] = [];
  private lookouts: ReadonlySet<string> = new Set();
  private watched: ReadonlySet<number> = new Set();
  private month = '';
  private isClosed = false;

  constructor(survey: Survey, make: MakeHotWatcher, listener: Listener) {
    this.survey = survey;
    this.make = make;
    this.listener = listener;
    this.watcher = this.open();
  }

  get size(): number {
    return this.isLimited ? 0 : this.byPath.size + this.lookouts.size;
  }

  rows(): readonly number[] {
    return [...this.byPath.values(), ...this.apart];
  }

  /** somebody tells at once what happens in it */
  isWatched(row: number): boolean {
    return !this.isLimited && this.watched.has(row);
  }

  /** of month-wise folders another one is hot by now */
  isOld(now: number): boolean {
    return monthOf(now) !== this.month;
  }

  /** hot folders that nobody tells about */
  polled(): readonly number[] {
    return this.isLimited ? this.rows() : this.apart;
  }

  /** Gives the folders that are hot since now. */
  async refresh(job: WatchJob, now: number): Promise<readonly number[]> {
    const { table } = this.survey;
    const before = this.byPath;
    const network = new Set(job.networkRoots.map((id) => this.survey.roots.get(id)));
    const next = new Map<string, number>();
    const apart: number[] = [];
    this.month = monthOf(now);
    for (const row of hotFolders(this.survey, job, now)) {
      const path = this.survey.pathOf(row);
      if (hasBytes(path) || network.has(this.rootOf(row))) apart.push(row);
      else next.set(path, row);
    }
    [this.byPath, this.apart, this.watched] = [next, apart, new Set(next.values())];
    this.lookouts = new Set(job.lookouts.filter((path) => !next.has(path)));
    const added = [...next].filter(([path, row]) => before.get(path) !== row && table.isAlive(row));
    if (this.isLimited || this.isClosed) return added.map(([, row]) => row);
    const { watcher } = this;
    for (const [path] of added) if (before.has(path)) watcher.renew(path);
    await watcher.set([...next.keys(), ...this.lookouts]);
    return added.map(([, row]) => row);
  }

  /** There may be watches again. */
  async retry(job: WatchJob, now: number): Promise<void> {
    if (!this.isLimited || this.isClosed) return;
    this.watcher = this.open();
    this.isLimited = false;
    await this.refresh(job, now);
    // what the new watcher met by now has set it again
    if (!this.hasLimit()) this.listener.limited(false);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.watcher.close();
  }

  private hasLimit(): boolean {
    return this.isLimited;
  }

  private open(): HotWatcher {
    const watcher = this.make(
      (folder) => {
        const row = this.byPath.get(folder);
        if (row !== undefined) this.listener.touched(row);
        else if (this.lookouts.has(folder)) this.listener.lookout();
      },
      (code) => {
        if (this.watcher === watcher && limitCodes.has(code)) this.meetLimit();
      },
    );
    return watcher;
  }

  private meetLimit(): void {
    if (this.isLimited) return;
    this.isLimited = true;
    void this.watcher.close();
    this.listener.limited(true);
  }

  private rootOf(row: number): number {
    let at = row;
    while (this.survey.table.parent(at) >= 0) at = this.survey.table.parent(at);
    return at;
  }
}
