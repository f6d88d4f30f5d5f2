import { setTimeout as sleep } from 'node:timers/promises';
import type { Timers } from '../pacing.ts';

interface Task {
  readonly at: number;
  readonly work: () => void;
}

/** Milliseconds by which `until` and `pass` move time at once, and how long the disk gets to answer in between. */
const stepMs = 50;
const answerMs = 5;
/** `until` moves time by at most this much, so that it never reaches the sweep of five minutes. */
const untilMovesMs = 60_000;
/** Milliseconds of real time after which `until` gives up: the machine may be busy. */
const patienceMs = 40_000;

/** Time that stands still until a test moves it. File system and chokidar stay real. */
export class ManualTime implements Timers {
  private at = 0;
  private tasks: Task[] = [];

  elapsed(): number {
    return this.at;
  }

  after(ms: number, work: () => void): () => void {
    const task = { at: this.at + ms, work };
    this.tasks.push(task);
    return () => void (this.tasks = this.tasks.filter((one) => one !== task));
  }

  /** Milliseconds until each task that is planned. */
  waits(): readonly number[] {
    return this.tasks.map(({ at }) => at - this.at);
  }

  /** Moves time and runs what falls due on the way, in order. */
  advance(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const [next] = this.tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.tasks.splice(this.tasks.indexOf(next), 1);
      this.at = Math.max(this.at, next.at);
      next.work();
    }
    this.at = end;
  }

  /** Moves time in steps, with real pauses in which disk and chokidar can answer. */
  async pass(ms: number): Promise<void> {
    for (let moved = 0; moved < ms; moved += stepMs) {
      this.advance(Math.min(stepMs, ms - moved));
      await sleep(answerMs);
    }
  }

  /** Moves time until `look` no longer throws; returns how much passed. */
  async until(look: () => void): Promise<number> {
    const began = this.at;
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      try {
        look();
        return this.at - began;
      } catch (error) {
        if (performance.now() > giveUpAt) throw error;
      }
      if (this.at - began < untilMovesMs) this.advance(stepMs);
      await sleep(answerMs);
    }
  }
}
