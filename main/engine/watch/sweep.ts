import { maxShare, sweepEveryMs } from './policy.ts';
import { joined } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * When to sweep: every five minutes; after a signal as soon as the disk is quiet for one poll; on a disk that is never
 * quiet after a rest in proportion to what a sweep costs.
 */
export class SweepSchedule {
  private pendingSince: number | null = null;
  private isDiskBusy = false;
  private endedAt: number;
  private restMs = 0;

  constructor(at: number) {
    this.endedAt = at;
  }

  /** A change was seen that only a sweep can find. */
  request(at: number): void {
    this.pendingSince ??= at;
  }

  /** One poll of the signal. */
  poll(isSignal: boolean, at: number): void {
    this.isDiskBusy = isSignal;
    if (isSignal) this.request(at);
  }

  /** What is signalled from now on, the sweep may have passed by. */
  begin(): void {
    this.pendingSince = null;
  }

  /** `costMs`: processor time for comparing, without the listings, which are no waste. */
  end(costMs: number, at: number): void {
    this.endedAt = at;
    this.restMs = costMs / maxShare;
  }

  get isPending(): boolean {
    return this.pendingSince !== null;
  }

  isDue(at: number): boolean {
    if (at >= this.endedAt + sweepEveryMs) return true;
    if (this.pendingSince === null || at < this.endedAt + this.restMs) return false;
    return !this.isDiskBusy || at >= this.pendingSince + this.restMs;
  }
}

/**
 * One pass over all folders: compares each by one `stat` and lists those that changed. Works in slices. The snapshot may
 * change between two slices but gives out no old row again before the pass ends.
 */
export class Sweep {
  /** Milliseconds of processor time for comparing, without listings and without pauses. */
  costMs = 0;
  private readonly snapshot: Snapshot;
  private readonly rows: number[] = [];
  private readonly depths: number[] = [];
  /** Paths of the folder visited last at each depth: the parents of what comes next. */
  private readonly paths: string[] = [];

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    for (const row of snapshot.roots.values()) this.push(row, 0);
  }

  /** Works for `forMs`; returns whether the pass is over. */
  step(forMs: number): boolean {
    const began = performance.now();
    const cpu = process.cpuUsage();
    let listedMs = 0;
    let row = this.rows.pop();
    while (row !== undefined) {
      listedMs += this.visit(row, this.depths.pop() ?? 0);
      if (performance.now() - began >= forMs) break;
      row = this.rows.pop();
    }
    const tookMs = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    // a slice that waits for a busy processor costs no more than its work; other threads' work is not its own
    this.costMs += Math.min(1, (user + system) / 1000 / Math.max(tookMs, 0.001)) * (tookMs - listedMs);
    return this.rows.length === 0;
  }

  private push(row: number, depth: number): void {
    this.rows.push(row);
    this.depths.push(depth);
  }

  /** Returns the milliseconds that a listing took. */
  private visit(row: number, depth: number): number {
    const { snapshot } = this;
    const { table } = snapshot;
    if (!table.isAlive(row)) return 0;
    const name = table.name(row);
    const path = depth === 0 ? name : joined(this.paths[depth - 1] ?? '', name);
    this.paths[depth] = path;
    const state = snapshot.compare(row, path);
    const began = state === 'changed' ? performance.now() : 0;
    const isThere = state === 'changed' ? snapshot.list(row, path) : state === 'same';
    if (!isThere) snapshot.leave(row);
    else for (const child of table.children(row)) this.push(child, depth + 1);
    return state === 'changed' ? performance.now() - began : 0;
  }
}
