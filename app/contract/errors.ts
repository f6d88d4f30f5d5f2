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
  'account-not-found',
  'nothing-found',
  'run-not-found',
  'run-not-resumable',
  'mode-not-available',
  'quarantine-not-found',
  'quarantine-damaged',
  'quarantine-root-unknown',
  'session-running',
  'session-not-running',
  'session-undecided',
  'session-damaged',
  'watch-ended',
  'job-not-found',
  'busy',
  'cancelled',
  'no-permission',
  'disk-full',
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

/** Thrown inside main and turned into a reply by the dispatcher; anything else that is thrown becomes `internal`. */
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
