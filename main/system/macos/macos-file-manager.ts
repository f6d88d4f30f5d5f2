import { run as runProgram } from '../portable/run.ts';
import type { Run } from '../portable/run.ts';
import type { FileManager } from '../ports.ts';

/** Finder, which selects the entry and does not open it. */
export function macosFileManager(run: Run = runProgram): FileManager {
  return {
    isAvailable: () => true,
    async show(path) {
      const answer = await run('/usr/bin/open', ['-R', path]);
      if (answer.kind === 'could-not-tell') return { kind: 'failed', reason: answer.reason };
      return answer.code === 0
        ? { kind: 'shown' }
        : { kind: 'failed', reason: `open: ${String(answer.code)}` };
    },
  };
}
