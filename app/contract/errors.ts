/**
 * Every refusal and failure that can reach a person. The code picks the sentence in app/locale; `params` fill it.
 * A stack or an English system message never crosses the contract.
 */
export const errorCodes = [
  'invalid-input',
  'unknown-method',
  'not-allowed',
  'confirmation-missing',
  'messenger-running',
  'messenger-unknown',
  'not-asked-to-quit',
  'mounts-unknown',
  'plan-not-found',
  'plan-expired',
  'plan-used',
  'plan-damaged',
  'plan-changed',
  'plan-holds-kept',
  'keep-refused',
  'keep-list-lost',
  'place-not-shown',
  'account-not-found',
  'nothing-found',
  'run-not-found',
  'run-not-resumable',
  'mode-not-available',
  'quarantine-not-found',
  'quarantine-damaged',
  'quarantine-root-unknown',
  'quarantine-path-unknown',
  'quarantine-path-ambiguous',
  'session-running',
  'session-not-running',
  'session-undecided',
  'session-damaged',
  'clipboard-not-cleared',
  'watch-ended',
  'job-not-found',
  'busy',
  'cancelled',
  'no-permission',
  'disk-full',
  'too-many-open-files',
  'data-dir-unusable',
  'data-dir-refused',
  'foreign-home',
  'other-format',
  'no-home',
  'data-dir-not-apart',
  'data-folder-refused',
  'demo-folder-not-empty',
  'demo-folder-unusable',
  'demo-too-small',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** The only error shape that crosses a seam. `params` are plain values for the sentence, never secrets. */
export interface ContractError {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
}

/** Thrown inside main. `typedError` converts it, and anything else that is thrown, to the error that a host or window gets. */
export class SignOffError extends Error {
  override readonly name = 'SignOffError';
  readonly code: ErrorCode;
  readonly params: ContractError['params'];

  constructor(code: ErrorCode, params: ContractError['params'] = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.code = code;
    this.params = params;
  }

  toContract(): ContractError {
    return { code: this.code, params: this.params };
  }
}

/** The limit of open files of a process and of the system; a thread that could not start has it in its message only. */
const fileLimit = /^(?:EMFILE|ENFILE)$/;
const fileLimitMessage = /^(?:Worker initialization failure: )?(?:EMFILE|ENFILE)\b/;

/**
 * True when the system opens no further file. That says nothing about the path, so it must never count as missing,
 * unreadable or damaged.
 */
export function isFileLimit(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && fileLimit.test(String(cause.code))) return true;
    if (fileLimitMessage.test(cause.message)) return true;
  }
  return false;
}

/** The error that a host or window gets for anything that was thrown; `internal` for an unknown one. */
export function typedError(error: unknown): SignOffError {
  if (isFileLimit(error)) return new SignOffError('too-many-open-files', {}, { cause: error });
  return error instanceof SignOffError ? error : new SignOffError('internal', {}, { cause: error });
}
