import type { Amount } from '../../../app/contract/shapes.ts';
import type { FailureCode } from '../../../app/cleanup/outcomes.ts';
import type { RestoreStay, RestoreView } from '../../../app/contract/quarantine.ts';
import { PinLost } from '../../system/ports.ts';
import { isFailure, isRemoval, outcomeOfError } from '../ledger/outcomes.ts';
import { CopyRefused } from '../batches/copy-file.ts';
import { nothing, plus } from '../ledger/tally.ts';
import { InTheWay } from './restore-targets.ts';

export type RestoreReason = RestoreStay | FailureCode;
/** How an item was restored. */
export type RestoredAs = 'plain' | 'renamed' | 'overwritten';

const stays: Readonly<Record<RestoreStay, true>> = {
  'in-the-way': true,
  'outside-root': true,
  link: true,
  replaced: true,
  mount: true,
  vanished: true,
  cancelled: true,
};

function isRestoreStay(reason: string): reason is RestoreStay {
  return Object.hasOwn(stays, reason);
}

/** The typed reason for a system error. An unknown error is a failure. */
export function reasonOf(error: unknown): RestoreReason {
  if (error instanceof InTheWay) return 'in-the-way';
  if (error instanceof CopyRefused) return error.reason === 'changed' ? 'replaced' : error.reason;
  if (error instanceof PinLost) return error.refusal;
  const outcome = outcomeOfError(error);
  if (isFailure(outcome)) return outcome;
  if (isRemoval(outcome) || !isRestoreStay(outcome))
    return outcome === 'folder-not-empty' ? 'in-the-way' : 'unknown';
  return outcome;
}

const examplesKept = 200;

/** Counts files, also those inside folders, so that restored + kept + failed equals what was asked for. */
export interface RestoreTally {
  addRestored(amount: Amount, as: RestoredAs, signIns: number): void;
  addKept(files: number, reason: RestoreReason, path: string): void;
  readonly files: number;
  readonly bytes: number;
  /** Files with an outcome. */
  readonly counted: number;
  view(head: Pick<RestoreView, 'batchId' | 'conflict' | 'isEmptied'>): RestoreView;
}

function add<Key>(counts: Map<Key, number>, key: Key, files: number): void {
  counts.set(key, (counts.get(key) ?? 0) + files);
}

export function createRestoreTally(): RestoreTally {
  let restored = nothing;
  let keptCount = 0;
  let signInCount = 0;
  const byWay: Record<RestoredAs, number> = { plain: 0, renamed: 0, overwritten: 0 };
  const kept = new Map<RestoreStay, number>();
  const failed = new Map<FailureCode, number>();
  const examples: { path: string; why: RestoreReason }[] = [];
  return {
    addRestored(amount, as, signIns) {
      restored = plus(restored, amount);
      signInCount += signIns;
      byWay[as] += amount.files;
    },
    addKept(files, reason, path) {
      keptCount += files;
      if (isRestoreStay(reason)) add(kept, reason, files);
      else add(failed, reason, files);
      if (examples.length < examplesKept && reason !== 'cancelled') examples.push({ path, why: reason });
    },
    get files() {
      return restored.files;
    },
    get bytes() {
      return restored.bytes;
    },
    get counted() {
      return restored.files + keptCount;
    },
    view: (head) => ({
      ...head,
      restored,
      renamed: byWay.renamed,
      overwritten: byWay.overwritten,
      signIns: signInCount,
      kept: [...kept].map(([reason, files]) => ({ reason, files })),
      failed: [...failed].map(([code, files]) => ({ code, files })),
      examples,
    }),
  };
}
