import { run } from '../portable/run.ts';
import type { Run } from '../portable/run.ts';
import { isStillThere } from '../portable/same-process.ts';
import type { ProcessControl, Processes } from '../ports.ts';

/** the path is an argument, never part of the script */
const script = ['on run argv', 'tell application (item 1 of argv) to quit', 'end run'];

/** The application bundle of a program, or null. */
function bundleOf(path: string | null): string | null {
  return /^(\/.+?\.app)\/Contents\/MacOS\/[^/]+$/u.exec(path ?? '')?.[1] ?? null;
}

function sendKill(pid: number): void {
  process.kill(pid, 'SIGKILL');
}

/** Asks with the Quit Apple event, which the user may have to permit once; ends with SIGKILL. */
export function macosProcessControl(
  processes: Processes,
  runProgram: Run = run,
  kill: (pid: number) => void = sendKill,
): ProcessControl {
  return {
    async askToQuit(known) {
      const bundle = bundleOf(known.path);
      if (bundle === null || !(await isStillThere(processes, known))) return 'not-possible';
      const lines = script.flatMap((line) => ['-e', line]);
      const answer = await runProgram('/usr/bin/osascript', [...lines, bundle]);
      return answer.kind === 'exited' && answer.code === 0 ? 'sent' : 'not-possible';
    },
    async end(known) {
      if (!(await isStillThere(processes, known))) return 'not-possible';
      try {
        kill(known.pid);
        return 'sent';
      } catch {
        return 'not-possible';
      }
    },
  };
}
