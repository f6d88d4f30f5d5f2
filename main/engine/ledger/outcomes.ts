import type { FailureCode, RemovalWay, StayReason } from '../../../app/contract/plan-views.ts';
import { PinLost } from '../../system/ports.ts';

/** Every way to go; a new one does not compile until it is named here. */
export const ways: Readonly<Record<RemovalWay, true>> = {
  quarantined: true,
  trashed: true,
  deleted: true,
  erased: true,
  'deleted-credential': true,
  'deleted-link': true,
  'deleted-hard-linked': true,
  'deleted-sparse': true,
  'deleted-cut-short': true,
  'deleted-not-overwritten': true,
};

/** Every reason to stay; a new one does not compile until it is named here. */
export const stays: Readonly<Record<StayReason, true>> = {
  vanished: true,
  changed: true,
  replaced: true,
  'outside-root': true,
  link: true,
  mount: true,
  'folder-not-empty': true,
  'name-not-representable': true,
  cancelled: true,
};

/** Every way to fail; a new one does not compile until it is named here. */
export const failures: Readonly<Record<FailureCode, true>> = {
  'in-use': true,
  'no-permission': true,
  'read-only': true,
  'io-error': true,
  'too-many-open-files': true,
  'disk-full': true,
  'trash-refused': true,
  'copy-differs': true,
  unknown: true,
};

/** What became of one planned entry or folder: exactly one of these, never none. */
export type Outcome = RemovalWay | StayReason | FailureCode;

/** Every outcome; its position is its number in messages between threads. */
const outcomes: readonly Outcome[] = [
  ...(Object.keys(ways) as RemovalWay[]),
  ...(Object.keys(stays) as StayReason[]),
  ...(Object.keys(failures) as FailureCode[]),
];

/** The number that stands for an outcome in a batch's answer. */
export function numberOf(outcome: Outcome): number {
  return outcomes.indexOf(outcome);
}

/** The outcome behind a number; an unknown number is never read as a removal. */
export function outcomeOf(number: number | undefined): Outcome {
  return (number === undefined ? undefined : outcomes[number]) ?? 'unknown';
}

export function isRemoval(outcome: Outcome): outcome is RemovalWay {
  return Object.hasOwn(ways, outcome);
}

export function isStay(outcome: Outcome): outcome is StayReason {
  return Object.hasOwn(stays, outcome);
}

export function isFailure(outcome: Outcome): outcome is FailureCode {
  return Object.hasOwn(failures, outcome);
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

/** The typed result of what the system said; whatever is not known here is a failure, never a removal. */
export function outcomeOfError(error: unknown): StayReason | FailureCode {
  if (error instanceof PinLost) return error.refusal;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(byErrno, code) ? (byErrno[code] ?? 'unknown') : 'unknown';
}
