/** `hint`: something happens in a watched folder. `burst`: files come or go somewhere on the volume. */
export type Signal = 'hint' | 'burst';

export interface Rhythm {
  signal(kind: Signal, size: number, at: number): void;
  /** a sweep begins: what is signalled from now on it may have passed by */
  began(at: number): void;
  /** the sweep that goes on has told of something already */
  found(): void;
  /** a sweep has ended: what it cost and whether it found anything */
  swept(costMs: number, found: boolean, at: number): void;
  /** when the next sweep is due, on the same clock */
  dueAt(): number;
}

/** at rest a sweep may take this part of one core over time */
const restShare = 0.0012;
const restAtLeastMs = 15_000;
const restAtMostMs = 300_000;
/** after a hint, and as long as hints come */
const hintGapMs = 10_000;
const burstGapMs = 800;
/** so many files within a moment are a burst; fewer are a hint */
const burstAtLeast = 1_000;
/** what was counted this long ago counts half */
const halfMs = 1_000;
const doublingsAtMost = 5;
/** however much other programs make all the time: so many are looked at soon */
export const largeBurst = 15_000;

/**
 * When to ask all folders again. At rest rarely, so that nobody notices; after a sign of activity soon, so that sums are
 * exact a few seconds after it ends. Other programs' files on the same volume give false alarms: each sweep in vain
 * doubles the wait and what counts as a burst. Times are of a clock that never jumps.
 */
export function createRhythm(startedAt: number): Rhythm {
  let lastAt = startedAt;
  let costMs = 0;
  let inVain = 0;
  let moved = 0;
  let movedAt = startedAt;
  let wantedAt = Infinity;
  let wantedKind: Signal | null = null;
  let wasLarge = false;
  let largeAt = -Infinity;
  let beganAt = startedAt;
  let hasFound = false;
  const rest = (): number => Math.min(restAtMostMs, Math.max(restAtLeastMs, costMs / restShare));
  return {
    signal(kind, size, at) {
      moved = moved * 2 ** ((movedAt - at) / halfMs) + size;
      movedAt = at;
      const patience = 2 ** inVain;
      const isLarge = moved >= Math.min(largeBurst, burstAtLeast * patience);
      const quiet = kind === 'burst' ? Math.min(hintGapMs * patience, rest()) : hintGapMs;
      const gap = isLarge ? burstGapMs : quiet;
      // never back to back: a long sweep earns a longer pause
      const due = Math.max(at, lastAt + Math.max(gap, costMs / 4));
      wasLarge ||= isLarge;
      if (isLarge) largeAt = at;
      if (due >= wantedAt) return;
      [wantedAt, wantedKind] = [due, kind];
    },
    began(at) {
      beganAt = at;
      hasFound = false;
    },
    found() {
      hasFound = true;
    },
    swept(cost, foundAtEnd, at) {
      const found = foundAtEnd || hasFound;
      costMs = cost;
      lastAt = at;
      if (found) inVain = 0;
      else if (wantedKind === 'burst') inVain = Math.min(inVain + 1, doublingsAtMost);
      moved = 0;
      // a burst goes on behind a sweep that has passed by: look once more, until one finds nothing
      wasLarge = (wasLarge && found) || largeAt > beganAt;
      [wantedAt, wantedKind] = wasLarge ? [at + Math.max(burstGapMs, cost / 4), 'hint'] : [Infinity, null];
    },
    dueAt: () => Math.min(wantedAt, lastAt + rest()),
  };
}
