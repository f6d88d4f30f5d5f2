import { win32 } from 'node:path';
import type { Environment } from '../portable/environment.ts';
import type { Run } from '../portable/run.ts';
import { isStillThere } from '../portable/same-process.ts';
import type { ControlAnswer, ProcessControl, ProcessInfo, Processes } from '../ports.ts';
import { systemFolder } from './system-environment.ts';

/**
 * taskkill by pid: without /F it closes the program's windows (WM_CLOSE), with /F it ends the process. Only where the
 * system's own calls are missing.
 */
export function controlByTaskkill(env: Environment, processes: Processes, runProgram: Run): ProcessControl {
  const taskkill = win32.join(systemFolder(env), 'taskkill.exe');
  const send = async (known: ProcessInfo, more: readonly string[]): Promise<ControlAnswer> => {
    if (!(await isStillThere(processes, known))) return 'not-possible';
    const answer = await runProgram(taskkill, ['/PID', String(known.pid), ...more]);
    return answer.kind === 'exited' && answer.code === 0 ? 'sent' : 'not-possible';
  };
  return {
    askToQuit: (known) => send(known, []),
    end: (known) => send(known, ['/F']),
  };
}
