import { posix } from 'node:path';
import { run } from '../portable/run.ts';
import type { Run } from '../portable/run.ts';
import type { ProcessInfo, ProcessList, Processes } from '../ports.ts';

/** Lines of `ps -axo pid=,uid=,comm=`; on macOS `comm` is the executable's full path. */
function psRows(output: string, ownUid: number): readonly ProcessInfo[] {
  return output.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(-?\d+)\s+(.+?)\s*$/u.exec(line);
    const [, pid, uid, command] = match ?? [];
    if (pid === undefined || command === undefined) return [];
    const path = posix.isAbsolute(command) ? command : null;
    return [{ pid: Number(pid), name: posix.basename(command), path, ownUser: Number(uid) === ownUid }];
  });
}

/** Running programs from the system's ps. A list without this process counts as could-not-tell. */
export function macosProcesses(
  runProgram: Run = run,
  self = process.pid,
  ownUid = process.getuid?.() ?? -1,
): Processes {
  return {
    async list(): Promise<ProcessList> {
      const answer = await runProgram('/bin/ps', ['-axo', 'pid=,uid=,comm=']);
      if (answer.kind === 'could-not-tell') return answer;
      const processes = psRows(answer.stdout.toString('utf8'), ownUid);
      if (answer.code !== 0 || !processes.some((one) => one.pid === self))
        return { kind: 'could-not-tell', reason: '/bin/ps: incomplete' };
      return { kind: 'known', processes };
    },
  };
}
