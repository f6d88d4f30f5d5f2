import { lstatSync } from 'node:fs';
import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { isFileLimit } from '../../../app/contract/errors.ts';
import { systemError } from './system-error.ts';

const { errno } = constants;

test.runIf(process.platform !== 'win32')('an error of a native call has the code of Node’s own', () => {
  let node: unknown;
  try {
    lstatSync('/nowhere/at/all');
  } catch (error) {
    node = error;
  }
  const { code, errno: number } = node as { code: string; errno: number };
  expect(systemError(errno.ENOENT, 'unlinkat')).toMatchObject({ code, errno: number, syscall: 'unlinkat' });
});

test.runIf(process.platform !== 'win32')('the engine knows its codes', () => {
  expect(isFileLimit(systemError(errno.EMFILE, 'openat'))).toBe(true);
  for (const code of [
    'EACCES',
    'EPERM',
    'EROFS',
    'EBUSY',
    'ENOTEMPTY',
    'ELOOP',
    'EISDIR',
    'ENAMETOOLONG',
  ] as const)
    expect(systemError(errno[code], 'unlinkat').code).toBe(code);
  expect(systemError(99_999, 'unlinkat').code).toBe('UNKNOWN');
});
