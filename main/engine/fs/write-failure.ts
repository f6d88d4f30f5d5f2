import { SignOffError } from '../../../app/contract/errors.ts';

/** What Node's error says in one word; `unknown` for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** What the system's word means where the assistant writes for itself; what has a type already keeps it. */
export function writeFailure(path: string, error: unknown): SignOffError {
  if (error instanceof SignOffError) return error;
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new SignOffError('disk-full', { path }, { cause: error })
    : new SignOffError('data-dir-unusable', { path, reason: code }, { cause: error });
}
