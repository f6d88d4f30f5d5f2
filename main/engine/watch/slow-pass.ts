import type { Survey } from './survey.ts';

/** rows are cheap to pass over, but not for nothing */
const rowsAtMost = 2_000;
/** a step that was held up, by a sleeping machine above all, silences no more steps than this */
const stepsOwedAtMost = 20;

/**
 * Lists every folder again that is wanted, a few at a time, whatever its time says: the only way to see a file that grows
 * where nobody watches. One that took longer than its step is paid for by steps in which nothing is done.
 */
export class SlowPass {
  private readonly survey: Survey;
  private readonly isWanted: (row: number) => boolean;
  private at = 0;
  private owedMs = 0;

  constructor(survey: Survey, isWanted: (row: number) => boolean) {
    this.survey = survey;
    this.isWanted = isWanted;
  }

  step(forMs: number): void {
    this.owedMs = Math.max(0, this.owedMs - forMs);
    if (this.owedMs > 0) return;
    const began = performance.now();
    const { table } = this.survey;
    if (this.at >= table.limit) this.at = 0;
    const end = Math.min(this.at + rowsAtMost, table.limit);
    let tookMs = 0;
    while (this.at < end && tookMs < forMs) {
      const row = this.at;
      this.at += 1;
      if (!table.isAlive(row) || !table.isListed(row) || !this.isWanted(row)) continue;
      if (this.survey.list(row, this.survey.pathOf(row)) === 'gone') this.survey.leave(row);
      tookMs = performance.now() - began;
    }
    const overMs = performance.now() - began - forMs;
    this.owedMs = Math.min(Math.max(0, overMs), stepsOwedAtMost * forMs);
  }
}
