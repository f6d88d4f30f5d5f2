import { setTimeout as wait } from 'node:timers/promises';
import { nativeFloor } from '../native/native-floor.ts';
import type { Library } from '../native/native-floor.ts';
import { onFirstUse } from '../native/windows-libraries.ts';
import type { OpenedProcess, ProcessCalls, ProcessRight } from '../native/windows-process-calls.ts';
import { restartCalls } from '../native/windows-restart-calls.ts';
import type { RestartCalls } from '../native/windows-restart-calls.ts';
import { windowCalls } from '../native/windows-window-calls.ts';
import type { WindowCalls } from '../native/windows-window-calls.ts';
import type { Environment } from '../portable/environment.ts';
import { run } from '../portable/run.ts';
import type { Run } from '../portable/run.ts';
import { mayBeReached } from '../portable/same-process.ts';
import type { ControlAnswer, ProcessControl, ProcessInfo, Processes } from '../ports.ts';
import { controlByTaskkill } from './taskkill.ts';
import { nativeProcessCalls } from './windows-processes.ts';

/** The calls that ask and end processes. */
export interface ControlCalls {
  readonly processes: ProcessCalls;
  readonly windows: WindowCalls;
  readonly restart: Library<Pick<RestartCalls, 'shutDown'>>;
}

const nativeControlCalls = onFirstUse((): Library<ControlCalls> => {
  const [processes, windows] = [nativeProcessCalls(), windowCalls(nativeFloor())];
  if (processes.kind === 'missing') return processes;
  if (windows.kind === 'missing') return windows;
  const restart = restartCalls(nativeFloor());
  return { kind: 'ready', calls: { processes: processes.calls, windows: windows.calls, restart } };
});

/** How long a program may take to end after its windows were asked, and after it was asked as at log-off, ms. */
const usualPatience = { closeMs: 3_000, pollMs: 100, shutDownMs: 10_000 };

type Patience = typeof usualPatience;

/** Starts of the processes that ran at the last request, by id: one that started later may not be ended. */
type Starts = ReadonlyMap<number, bigint>;

function startsNow({ processes }: ControlCalls): Starts {
  const starts = new Map<number, bigint>();
  for (const { pid } of processes.list() ?? []) {
    const opened = processes.open(pid, 'query');
    if (typeof opened === 'string') continue;
    const startedAt = opened.startedAt();
    if (startedAt !== null) starts.set(pid, startedAt);
    opened.close();
  }
  return starts;
}

function ownerOfThis({ processes }: ControlCalls): string | null {
  const self = processes.open(process.pid, 'query');
  if (typeof self === 'string') return null;
  const owner = self.owner();
  self.close();
  return owner;
}

/**
 * Opens the known process if it still has this executable and the own user's SID. While it is open its id is not given
 * to another one, so that nothing can come between this check and the request.
 */
function openKnown(calls: ControlCalls, known: ProcessInfo, right: ProcessRight): OpenedProcess | null {
  if (!mayBeReached(known)) return null;
  const opened = calls.processes.open(known.pid, right);
  if (typeof opened === 'string') return null;
  const owner = ownerOfThis(calls);
  if (owner !== null && opened.owner() === owner && opened.path() === known.path) return opened;
  opened.close();
  return null;
}

async function hasEnded(opened: OpenedProcess, { closeMs, pollMs }: Patience): Promise<boolean> {
  const end = performance.now() + closeMs;
  while (!opened.hasEnded()) {
    if (performance.now() >= end) return false;
    await wait(pollMs);
  }
  return true;
}

/**
 * First closes the program's visible windows. A messenger answers that by going on in the tray, so one that still runs
 * is then asked as at log-off.
 */
async function ask(calls: ControlCalls, known: ProcessInfo, patience: Patience): Promise<ControlAnswer> {
  const opened = openKnown(calls, known, 'query');
  if (opened === null) return 'not-possible';
  try {
    const closed = calls.windows.closeWindowsOf(known.pid);
    if (closed > 0 && (await hasEnded(opened, patience))) return 'sent';
    const startedAt = opened.startedAt();
    const { restart } = calls;
    const isShutDown =
      startedAt !== null &&
      restart.kind === 'ready' &&
      (await restart.calls.shutDown(known.pid, startedAt, patience.shutDownMs));
    return closed > 0 || isShutDown ? 'sent' : 'not-possible';
  } finally {
    opened.close();
  }
}

function endNow(calls: ControlCalls, known: ProcessInfo, asked: Starts | null): ControlAnswer {
  const opened = openKnown(calls, known, 'end');
  if (opened === null) return 'not-possible';
  try {
    const isSame = asked === null || asked.get(known.pid) === opened.startedAt();
    return isSame && opened.terminate() ? 'sent' : 'not-possible';
  } finally {
    opened.close();
  }
}

/** Asks and ends by Windows' own calls; by taskkill only where they are missing. */
export function windowsProcessControl(
  env: Environment,
  processes: Processes,
  runProgram: Run = run,
  native: () => Library<ControlCalls> = nativeControlCalls,
  patience: Patience = usualPatience,
): ProcessControl {
  const taskkill = controlByTaskkill(env, processes, runProgram);
  let asked: Starts | null = null;
  return {
    async askToQuit(known) {
      const library = native();
      if (library.kind === 'missing') return taskkill.askToQuit(known);
      asked = startsNow(library.calls);
      return ask(library.calls, known, patience);
    },
    async end(known) {
      const library = native();
      return library.kind === 'missing' ? taskkill.end(known) : endNow(library.calls, known, asked);
    },
  };
}
