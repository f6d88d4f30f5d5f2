import type { ProcessMarks } from '../ports.ts';
import { errorCode } from '../../engine/fs/errors.ts';

/** Where the system does not say when a process began: whether there is one, and never that it is the same. */
export const portableProcessMarks: ProcessMarks = {
  markOf(pid) {
    try {
      process.kill(pid, 0);
      return null;
    } catch (error) {
      return errorCode(error) === 'ESRCH' ? 'dead' : null;
    }
  },
};
