import type { FailureCode, RemovalWay, StayReason } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import { isFailure, isStay } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';

export const examplesKept = 200;

/** The outcomes of a range of entries as plain JSON. Journal lines contain it, and a report is their sum. */
export interface Tally {
  readonly removed: Amount;
  /** amounts by removal way; the sum is `removed` */
  readonly ways: ReportView['ways'];
  readonly kept: ReportView['kept'];
  readonly failed: ReportView['failed'];
  readonly groups: readonly { readonly id: number; readonly files: number; readonly bytes: number }[];
  readonly examples: readonly {
    readonly entry: number | null;
    readonly path: string;
    readonly why: StayReason | FailureCode | RemovalWay;
  }[];
}

export const nothing: Amount = { files: 0, bytes: 0, allocated: 0 };

export function plus(one: Amount, other: Amount): Amount {
  return {
    files: one.files + other.files,
    bytes: one.bytes + other.bytes,
    allocated: one.allocated + other.allocated,
  };
}

/** Subtracts without going below zero, because a damaged file may hold any number. */
export function minus(whole: Amount, part: Amount): Amount {
  return {
    files: Math.max(0, whole.files - part.files),
    bytes: Math.max(0, whole.bytes - part.bytes),
    allocated: Math.max(0, whole.allocated - part.allocated),
  };
}

/** The total of a tally: removed + kept + failed. */
export function wholeOf(tally: Tally): Amount {
  return [...tally.kept, ...tally.failed].reduce<Amount>(plus, tally.removed);
}

interface Counted extends Amount {
  readonly group: number;
}

/** Counts outcomes, each entry exactly once. */
export interface TallyBook {
  count(amount: Counted, outcome: Outcome): void;
  example(entry: number | null, path: () => string, why: StayReason | FailureCode | RemovalWay): void;
  add(tally: Tally): void;
  tally(): Tally;
  exampleCount(): number;
}

function raise<Key>(map: Map<Key, Amount>, key: Key, amount: Amount): void {
  map.set(key, plus(map.get(key) ?? nothing, amount));
}

/** Creates an empty book with `room` for more examples. */
export function createTallyBook(room: number = examplesKept): TallyBook {
  let removed = nothing;
  const ways = new Map<RemovalWay, Amount>();
  const kept = new Map<StayReason, Amount>();
  const failed = new Map<FailureCode, Amount>();
  const groups = new Map<number, { files: number; bytes: number }>();
  const examples: Tally['examples'][number][] = [];

  const raiseGroup = (id: number, files: number, bytes: number): void => {
    const group = groups.get(id) ?? { files: 0, bytes: 0 };
    groups.set(id, { files: group.files + files, bytes: group.bytes + bytes });
  };

  return {
    count(amount, outcome) {
      if (isStay(outcome)) raise(kept, outcome, amount);
      else if (isFailure(outcome)) raise(failed, outcome, amount);
      else {
        removed = plus(removed, amount);
        raise(ways, outcome, amount);
        raiseGroup(amount.group, amount.files, amount.bytes);
      }
    },
    example(entry, path, why) {
      if (examples.length < room) examples.push({ entry, path: path(), why });
    },
    add(tally) {
      removed = plus(removed, tally.removed);
      for (const line of tally.ways) raise(ways, line.way, line);
      for (const line of tally.kept) raise(kept, line.reason, line);
      for (const line of tally.failed) raise(failed, line.code, line);
      for (const group of tally.groups) raiseGroup(group.id, group.files, group.bytes);
      examples.push(...tally.examples.slice(0, Math.max(0, room - examples.length)));
    },
    exampleCount: () => examples.length,
    tally: () => ({
      removed,
      ways: [...ways].map(([way, amount]) => ({ way, ...amount })),
      kept: [...kept].map(([reason, amount]) => ({ reason, ...amount })),
      failed: [...failed].map(([code, amount]) => ({ code, ...amount })),
      groups: [...groups].map(([id, group]) => ({ id, ...group })),
      examples: [...examples],
    }),
  };
}
