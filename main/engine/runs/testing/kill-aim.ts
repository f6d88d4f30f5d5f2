/** Where a kill met a run: before its first removal, within it, or after its end. */
export type Fate = 'before' | 'within' | 'after';

/**
 * Aims kills into a run by its duration, and corrects the aim after each kill: the pace of a busy computer changes
 * from one run to the next.
 */
export function aimKills(wholeRunMs: number) {
  let runMs = wholeRunMs;
  return {
    /** Milliseconds after the start of the run; `share` from 0 to 1. */
    delayMs: (share: number): number => share * runMs,
    /** `tookMs`: how long the process lived. */
    correct(fate: Fate, tookMs: number): void {
      if (fate === 'before') runMs *= 1.25;
      // grows a little, so that the last part of a slower run is met too
      if (fate === 'within') runMs *= 1.03;
      if (fate === 'after') runMs = Math.min(runMs, tookMs);
    },
  };
}
