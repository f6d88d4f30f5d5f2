import { failureCodes, removalWays, stayReasons } from '../../../app/cleanup/outcomes.ts';
import type { FailureCode, RemovalWay, StayReason } from '../../../app/cleanup/outcomes.ts';
import { PinLost } from '../../system/ports.ts';
import { errorCode } from '../fs/errors.ts';

/** The result of one planned entry or folder. Each has exactly one. */
export type Outcome = RemovalWay | StayReason | FailureCode;

/** All outcomes. The position of each is its number in thread messages. */
export const outcomes = [...removalWays, ...stayReasons, ...failureCodes] as const;

const ways: ReadonlySet<Outcome> = new Set(removalWays);
const stays: ReadonlySet<Outcome> = new Set(stayReasons);
const failures: ReadonlySet<Outcome> = new Set(failureCodes);

/** The number of an outcome in thread messages. */
export function numberOf(outcome: Outcome): number {
  return (outcomes as readonly Outcome[]).indexOf(outcome);
}

/** The outcome of a number. An unknown number never counts as a removal. */
export function outcomeOf(number: number | undefined): Outcome {
  return (number === undefined ? undefined : outcomes[number]) ?? 'unknown';
}

export function isRemoval(outcome: Outcome): outcome is RemovalWay {
  return ways.has(outcome);
}

export function isStay(outcome: Outcome): outcome is StayReason {
  return stays.has(outcome);
}

export function isFailure(outcome: Outcome): outcome is FailureCode {
  return failures.has(outcome);
}

const byErrno: Readonly<Record<string, StayReason | FailureCode>> = {
  ENOENT: 'vanished',
  ENOTDIR: 'replaced',
  EISDIR: 'replaced',
  ELOOP: 'link',
  ENAMETOOLONG: 'name-not-representable',
  EILSEQ: 'name-not-representable',
  ENOTEMPTY: 'folder-not-empty',
  EEXIST: 'folder-not-empty',
  EBUSY: 'in-use',
  ETXTBSY: 'in-use',
  EPERM: 'no-permission',
  EACCES: 'no-permission',
  EROFS: 'read-only',
  EIO: 'io-error',
  ENXIO: 'io-error',
  ENODEV: 'io-error',
  ESTALE: 'io-error',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EMFILE: 'too-many-open-files',
  ENFILE: 'too-many-open-files',
};

/** The typed outcome of a system error. An unknown error is a failure, never a removal. */
export function outcomeOfError(error: unknown): StayReason | FailureCode {
  if (error instanceof PinLost) return error.refusal;
  const code = errorCode(error);
  return Object.hasOwn(byErrno, code) ? (byErrno[code] ?? 'unknown') : 'unknown';
}
