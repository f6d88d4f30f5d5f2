import type { ErrorCode } from '../../../app/contract/errors.ts';

/** Stable exit codes for scripts; docs/cli.md lists them. */
export const exitCodes = {
  done: 0,
  someFailed: 1,
  usage: 2,
  unconfirmed: 3,
  refused: 4,
  cancelled: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const exitByError: Readonly<Record<ErrorCode, ExitCode>> = {
  'invalid-input': exitCodes.usage,
  'unknown-method': exitCodes.someFailed,
  'not-allowed': exitCodes.refused,
  'confirmation-missing': exitCodes.unconfirmed,
  'messenger-running': exitCodes.refused,
  'messenger-unknown': exitCodes.refused,
  'not-asked-to-quit': exitCodes.refused,
  'mounts-unknown': exitCodes.refused,
  // same code as for an expired plan, which may already be deleted
  'plan-not-found': exitCodes.refused,
  'plan-expired': exitCodes.refused,
  'plan-used': exitCodes.refused,
  'plan-damaged': exitCodes.refused,
  'plan-changed': exitCodes.refused,
  'plan-holds-kept': exitCodes.refused,
  'keep-refused': exitCodes.usage,
  'keep-list-lost': exitCodes.refused,
  'place-not-shown': exitCodes.someFailed,
  'account-not-found': exitCodes.usage,
  'nothing-found': exitCodes.done,
  'run-not-found': exitCodes.usage,
  'run-not-resumable': exitCodes.refused,
  'mode-not-available': exitCodes.refused,
  'quarantine-not-found': exitCodes.usage,
  'quarantine-damaged': exitCodes.refused,
  'quarantine-root-unknown': exitCodes.refused,
  'quarantine-path-unknown': exitCodes.usage,
  'quarantine-path-ambiguous': exitCodes.usage,
  'session-running': exitCodes.refused,
  'session-not-running': exitCodes.refused,
  'session-undecided': exitCodes.refused,
  'session-damaged': exitCodes.refused,
  'clipboard-not-cleared': exitCodes.refused,
  'watch-ended': exitCodes.someFailed,
  'job-not-found': exitCodes.someFailed,
  busy: exitCodes.refused,
  cancelled: exitCodes.cancelled,
  'no-permission': exitCodes.refused,
  'disk-full': exitCodes.someFailed,
  'too-many-open-files': exitCodes.someFailed,
  'data-dir-unusable': exitCodes.refused,
  'data-dir-refused': exitCodes.refused,
  'foreign-home': exitCodes.refused,
  'other-format': exitCodes.refused,
  'no-home': exitCodes.refused,
  'data-dir-not-apart': exitCodes.refused,
  'data-folder-refused': exitCodes.usage,
  'demo-folder-unusable': exitCodes.usage,
  'demo-folder-not-empty': exitCodes.usage,
  'demo-too-small': exitCodes.usage,
  internal: exitCodes.someFailed,
};

/** The exit code for an error from the assistant. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return exitByError[code];
}
