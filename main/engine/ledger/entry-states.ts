import { numberOf, outcomeOf } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';

/** Ranges of entries `[from, to)`, ascending and disjoint. */
export type Ranges = readonly (readonly [from: number, to: number])[];

/** Outcomes of consecutive entries: an outcome and its count. `open`: found untouched, may be tried again. */
export type OutcomeRuns = readonly (readonly [Outcome | 'open', number])[];

const untouched = 0;
const announced = 1;
const settled = 2;

/** The state of each planned entry: untouched, announced (may be gone), or settled with an outcome. */
export interface EntryStates {
  readonly entries: number;
  /** Returns false without a change unless all entries are untouched. */
  announce(ranges: Ranges): boolean;
  /** Returns false without a change unless all entries are announced and the runs cover exactly the ranges. */
  settle(ranges: Ranges, runs: OutcomeRuns): boolean;
  /** Sets announced entries back to untouched. */
  reopen(ranges: Ranges): void;
  /** Sets entries that were settled with this outcome back to untouched. */
  retry(outcome: Outcome): void;
  isOpen(entry: number): boolean;
  /** number of untouched entries */
  openCount(): number;
  /** null while not settled */
  outcomeOf(entry: number): Outcome | null;
}

/** Number of entries in the ranges; -1 when they do not ascend, overlap or leave the plan. */
export function lengthOf(ranges: Ranges, entries: number): number {
  let sum = 0;
  let last = 0;
  for (const [from, to] of ranges) {
    if (from < last || to <= from || to > entries) return -1;
    sum += to - from;
    last = to;
  }
  return sum;
}

function lengthOfRuns(runs: OutcomeRuns): number {
  return runs.reduce((sum, [, count]) => sum + count, 0);
}

/** Returns how many there were. */
function replaceAll(bytes: Uint8Array, value: number, by: number): number {
  let count = 0;
  for (let at = bytes.indexOf(value); at !== -1; at = bytes.indexOf(value, at + 1)) {
    bytes[at] = by;
    count += 1;
  }
  return count;
}

/** Stores one byte per entry of the plan. */
export function createEntryStates(entries: number): EntryStates {
  const states = new Uint8Array(entries);
  let open = entries;
  const fill = (ranges: Ranges, value: number): void => {
    for (const [from, to] of ranges) states.fill(value, from, to);
  };
  const all = (ranges: Ranges, value: number): boolean =>
    ranges.every(([from, to]) => {
      for (let at = from; at < to; at += 1) if (states[at] !== value) return false;
      return true;
    });
  return {
    entries,
    announce(ranges) {
      if (lengthOf(ranges, entries) < 1 || !all(ranges, untouched)) return false;
      fill(ranges, announced);
      open -= lengthOf(ranges, entries);
      return true;
    },
    settle(ranges, runs) {
      const length = lengthOf(ranges, entries);
      if (length < 1 || length !== lengthOfRuns(runs) || !all(ranges, announced)) return false;
      const values = runs.flatMap(([what, count]) => {
        const value = what === 'open' ? untouched : settled + numberOf(what);
        return [{ value, count }];
      });
      let run = 0;
      let left = values[0]?.count ?? 0;
      for (const [from, to] of ranges) {
        for (let at = from; at < to;) {
          while (left === 0) left = values[(run += 1)]?.count ?? length;
          const value = values[run]?.value ?? untouched;
          const count = Math.min(left, to - at);
          states.fill(value, at, at + count);
          if (value === untouched) open += count;
          at += count;
          left -= count;
        }
      }
      return true;
    },
    reopen(ranges) {
      for (const [from, to] of ranges)
        for (let at = from; at < Math.min(to, entries); at += 1) {
          if (states[at] !== announced) continue;
          states[at] = untouched;
          open += 1;
        }
    },
    retry(outcome) {
      open += replaceAll(states, settled + numberOf(outcome), untouched);
    },
    openCount: () => open,
    isOpen: (entry) => states[entry] === untouched,
    outcomeOf(entry) {
      const state = states[entry] ?? untouched;
      return state < settled ? null : outcomeOf(state - settled);
    },
  };
}
