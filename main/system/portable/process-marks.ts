import { errorCode } from '../../engine/fs/errors.ts';
import type { ProcessMarks } from '../ports.ts';

/** For systems that do not report start times: whether the process exists, never that it is the same one. */
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
