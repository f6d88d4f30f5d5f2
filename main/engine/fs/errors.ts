import { isFileLimit, SignOffError } from '../../../app/contract/errors.ts';

/** Node's error code such as `ENOENT`; `unknown` for anything else that was thrown. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** Throws again where the system opens no further file; for places that read another failure as an answer. */
export function throwFileLimit(error: unknown): void {
  if (isFileLimit(error)) throw error;
}

/** True when the entry does not exist in a folder that does. */
export function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

/** True when nothing can exist under that path. */
export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
}

/** True when the system refused access, so the state of the path is unknown. */
export function isDenied(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(errorCode(error));
}

/** Turns a failed write in the assistant's own folder into a typed error; a typed error passes through. */
export function writeFailure(path: string, error: unknown): SignOffError {
  if (error instanceof SignOffError) return error;
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new SignOffError('disk-full', { path }, { cause: error })
    : new SignOffError('data-dir-unusable', { path, reason: code }, { cause: error });
}
