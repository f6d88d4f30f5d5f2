import { nativeFloor } from '../native/native-floor.ts';
import type { Library } from '../native/native-floor.ts';
import { onFirstUse } from '../native/windows-libraries.ts';
import { processCalls } from '../native/windows-process-calls.ts';
import type { ProcessCalls } from '../native/windows-process-calls.ts';
import type { Environment } from '../portable/environment.ts';
import { run } from '../portable/run.ts';
import type { Run } from '../portable/run.ts';
import type { ProcessInfo, Processes } from '../ports.ts';
import { processesByTools } from './process-tools.ts';

/** The calls of this thread, declared on first use. */
export const nativeProcessCalls = onFirstUse(() => processCalls(nativeFloor()));

interface Facts {
  readonly path: string | null;
  readonly owner: string | null;
}

const unknown: Facts = { path: null, owner: null };

/** What Windows tells about one process; `gone` if it has ended since it was listed. */
function factsOf(calls: ProcessCalls, pid: number): Facts | 'gone' {
  const opened = calls.open(pid, 'query');
  if (opened === 'gone') return 'gone';
  if (opened === 'denied') return unknown;
  try {
    return opened.hasEnded() ? 'gone' : { path: opened.path(), owner: opened.owner() };
  } finally {
    opened.close();
  }
}

/**
 * The own user's processes are those with the own SID. Windows hides the owner of other users' processes, so that an
 * unknown owner counts by session, as with the tools; without a session it counts as own, and cleaning refuses.
 */
function ownerRule(calls: ProcessCalls, self: number, own: string) {
  const sessions = onFirstUse(() => calls.sessions());
  return (pid: number, owner: string | null): boolean => {
    if (owner !== null) return owner === own;
    const [its, mine] = [sessions().get(pid), sessions().get(self)];
    return its === undefined || mine === undefined || its === mine;
  };
}

/** Null if the snapshot fails, lacks this process, or this process's own path or owner is unknown. */
function processesByCalls(calls: ProcessCalls, self: number): readonly ProcessInfo[] | null {
  const listed = calls.list();
  const own = factsOf(calls, self);
  if (listed === null || own === 'gone' || own.path === null || own.owner === null) return null;
  if (!listed.some(({ pid }) => pid === self)) return null;
  const isOwn = ownerRule(calls, self, own.owner);
  return listed.flatMap(({ pid, name }) => {
    // 0 is the idle process
    const facts = pid === 0 ? 'gone' : factsOf(calls, pid);
    if (facts === 'gone') return [];
    return [{ pid, name, path: facts.path, ownUser: isOwn(pid, facts.owner) }];
  });
}

/** Running programs by Windows' own calls; by its tools only where the calls are missing or fail. */
export function windowsProcesses(
  env: Environment,
  runProgram: Run = run,
  self = process.pid,
  native: () => Library<ProcessCalls> = nativeProcessCalls,
): Processes {
  const tools = processesByTools(env, runProgram, self);
  return {
    async list() {
      const library = native();
      const processes = library.kind === 'ready' ? processesByCalls(library.calls, self) : null;
      return processes === null ? tools.list() : { kind: 'known', processes };
    },
  };
}
