import { getSystemErrorMap } from 'node:util';
import type { SystemError } from './system-error.ts';

/** libuv's code for an error code of Windows, as Node's own `fs` reports it; others are UNKNOWN. */
const codes: Readonly<Record<number, string>> = {
  1: 'EISDIR',
  2: 'ENOENT',
  3: 'ENOENT',
  4: 'EMFILE',
  5: 'EPERM',
  6: 'EBADF',
  8: 'ENOMEM',
  14: 'ENOMEM',
  19: 'EROFS',
  21: 'EBUSY',
  23: 'EIO',
  32: 'EBUSY',
  33: 'EBUSY',
  50: 'ENOTSUP',
  80: 'EEXIST',
  87: 'EINVAL',
  112: 'ENOSPC',
  123: 'ENOENT',
  145: 'ENOTEMPTY',
  183: 'EEXIST',
  206: 'ENAMETOOLONG',
  // libuv says ENOENT, which would count as vanished
  267: 'ENOTDIR',
  1117: 'EIO',
  1920: 'EACCES',
  1921: 'ELOOP',
  4395: 'ELOOP',
};

const numbers = new Map(
  Array.from(getSystemErrorMap(), ([number, [code, message]]) => [code, { number, message }]),
);

/** The error of a native call that ended with `code` of Windows, as Node's own `fs` throws it. */
export function windowsError(windowsCode: number, syscall: string): SystemError {
  const code = codes[windowsCode] ?? 'UNKNOWN';
  const { number = 0, message } = numbers.get(code) ?? {};
  const words = code === 'UNKNOWN' ? `Windows error ${windowsCode}` : (message ?? code);
  return Object.assign(new Error(`${code}: ${words}, ${syscall}`), { code, errno: number, syscall });
}
