import type { FailureCode } from '../../../app/cleanup/outcomes.ts';
import type { RestoreStay, RestoreView } from '../../../app/contract/quarantine.ts';
import { PinLost } from '../../system/ports.ts';
import { isFailure, isRemoval, outcomeOfError } from '../ledger/outcomes.ts';
import { nothingAside, plusAside } from './count-folder.ts';
import type { PutAside } from '../batches/index-lines.ts';
import { CopyRefused } from '../batches/copy-file.ts';
import { InTheWay } from './restore-targets.ts';

export type Why = RestoreStay | FailureCode;
/** How an item was restored. */
export type Landing = 'plain' | 'renamed' | 'overwritten';

const stays: Readonly<Record<RestoreStay, true>> = {
  'in-the-way': true,
  'outside-root': true,
  link: true,
  replaced: true,
  mount: true,
  vanished: true,
  cancelled: true,
};

function isRestoreStay(why: string): why is RestoreStay {
  return Object.hasOwn(stays, why);
}

/** The typed reason for a system error. An unknown error is a failure. */
export function whyOf(error: unknown): Why {
  if (error instanceof InTheWay) return 'in-the-way';
  if (error instanceof CopyRefused) return error.why === 'changed' ? 'replaced' : error.why;
  if (error instanceof PinLost) return error.refusal;
  const outcome = outcomeOfError(error);
  if (isFailure(outcome)) return outcome;
  if (isRemoval(outcome) || !isRestoreStay(outcome))
    return outcome === 'folder-not-empty' ? 'in-the-way' : 'unknown';
  return outcome;
}

const examplesKept = 200;

/** Counts files, also those inside folders, so that restored + kept + failed equals the batch's content. */
export interface RestoreTally {
  landed(amount: PutAside, how: Landing): void;
  stayed(files: number, why: Why, path: string): void;
  readonly files: number;
  readonly bytes: number;
  /** Files with an outcome. */
  readonly told: number;
  view(head: Pick<RestoreView, 'batchId' | 'conflict' | 'isEmptied'>): RestoreView;
}

function add<Key>(counts: Map<Key, number>, key: Key, files: number): void {
  counts.set(key, (counts.get(key) ?? 0) + files);
}

export function createRestoreTally(): RestoreTally {
  let restored = nothingAside;
  let keptCount = 0;
  const landings: Record<Landing, number> = { plain: 0, renamed: 0, overwritten: 0 };
  const kept = new Map<RestoreStay, number>();
  const failed = new Map<FailureCode, number>();
  const examples: { path: string; why: Why }[] = [];
  return {
    landed(amount, how) {
      restored = plusAside(restored, amount);
      landings[how] += amount.files;
    },
    stayed(files, why, path) {
      keptCount += files;
      if (isRestoreStay(why)) add(kept, why, files);
      else add(failed, why, files);
      if (examples.length < examplesKept && why !== 'cancelled') examples.push({ path, why });
    },
    get files() {
      return restored.files;
    },
    get bytes() {
      return restored.bytes;
    },
    get told() {
      return restored.files + keptCount;
    },
    view: (head) => ({
      ...head,
      restored,
      renamed: landings.renamed,
      overwritten: landings.overwritten,
      kept: [...kept].map(([reason, files]) => ({ reason, files })),
      failed: [...failed].map(([code, files]) => ({ code, files })),
      examples,
    }),
  };
}
