import { getSystemErrorMap } from 'node:util';

/** An error as Node's own `fs` throws it (Node, `errors.md`, "System errors"), for a call of POSIX. */
export interface SystemError extends Error {
  /** such as `ENOENT`; `UNKNOWN` for a number that Node has no name for */
  readonly code: string;
  /** the negative number, as libuv gives it */
  readonly errno: number;
  /** the name of the call, such as `unlinkat` */
  readonly syscall: string;
}

/** The error of a call that set `errno`, see errno(3). */
export function systemError(errno: number, syscall: string): SystemError {
  const [code, message] = getSystemErrorMap().get(-errno) ?? ['UNKNOWN', `unknown error ${errno}`];
  return Object.assign(new Error(`${code}: ${message}, ${syscall}`), { code, errno: -errno, syscall });
}
