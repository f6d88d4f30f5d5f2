import type { ProcessMarks } from '../ports.ts';

/** Where the system does not say when a process began: whether there is one, and never that it is the same. */
export const portableProcessMarks: ProcessMarks = {
  markOf(pid) {
    try {
      process.kill(pid, 0);
      return null;
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ESRCH' ? 'dead' : null;
    }
  },
};
