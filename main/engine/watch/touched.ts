import { listWithNew } from './list-with-new.ts';
import type { Survey } from './survey.ts';

const quietMs = 200;
const burstMs = 1_000;

interface Listener {
  /** what was touched has been listed again */
  listed(): void;
  /** what has come takes longer than a moment: everything is to be asked */
  tooMuch(): void;
}

/**
 * Folders in which something happens, to be listed when it has calmed down, or once a second while it goes on. What is
 * touched a thousand times is listed once.
 */
export class Touched {
  private readonly survey: Survey;
  private readonly listener: Listener;
  private readonly rows = new Set<number>();
  private since = 0;
  private costMs = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(survey: Survey, listener: Listener) {
    this.survey = survey;
    this.listener = listener;
  }

  get isEmpty(): boolean {
    return this.rows.size === 0;
  }

  add(row: number): void {
    const now = performance.now();
    if (this.rows.size === 0) this.since = now;
    this.rows.add(row);
    const patience = this.since + burstMs + 10 * this.costMs - now;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.list(), Math.max(0, Math.min(quietMs, patience)));
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private list(): void {
    this.timer = null;
    const began = performance.now();
    const rows = [...this.rows];
    this.rows.clear();
    for (const row of rows) if (!listWithNew(this.survey, row)) this.listener.tooMuch();
    this.costMs = performance.now() - began;
    this.listener.listed();
  }
}
