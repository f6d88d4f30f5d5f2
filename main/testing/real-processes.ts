import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { linuxProcessControl } from '../system/linux/linux-process-control.ts';
import { linuxProcesses } from '../system/linux/linux-processes.ts';
import type { Processes } from '../system/ports.ts';
import { skipUnlessReadable } from './as-nobody.ts';

export interface RealProgram {
  readonly pid: number;
  readonly path: string;
  runs(): boolean;
  /** the signal that ended it, null while it runs */
  endedBy(): NodeJS.Signals | null;
  stop(): Promise<void>;
}

interface Start {
  /** the program that is copied there */
  readonly copyOf: string;
  readonly args: readonly string[];
  /** where its folder is made; TMPDIR when left out */
  readonly below?: string;
  /** starts it as another user; only root can */
  readonly uid?: number;
  /** waits until it has printed something */
  readonly speaks?: true;
}

async function startCopy(
  place: string,
  { copyOf, args, below = tmpdir(), uid, speaks }: Start,
): Promise<RealProgram> {
  await mkdir(below, { recursive: true });
  const folder = await realpath(await mkdtemp(join(below, 'signoff-program-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, place);
  await mkdir(dirname(path), { recursive: true });
  await copyFile(copyOf, path);
  await chmod(folder, 0o755);
  if (uid !== undefined) await skipUnlessReadable(path);
  const child = spawn(path, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  await once(child, 'spawn');
  if (speaks === true) await once(child.stdout, 'data');
  const runs = (): boolean => child.exitCode === null && child.signalCode === null;
  const stop = async (): Promise<void> => {
    if (!runs()) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(stop);
  return { pid: child.pid ?? -1, path, runs, endedBy: () => child.signalCode, stop };
}

/** Starts a program that only sleeps, under the name and place that a test asks for; it ends with the test. */
export function startCopyOfSleep(
  place: string,
  where: Pick<Start, 'below' | 'uid'> = {},
): Promise<RealProgram> {
  return startCopy(place, { copyOf: '/bin/sleep', args: ['600'], ...where });
}

/** Starts a program that does not listen to a request to quit. */
export function startStubborn(place: string): Promise<RealProgram> {
  const script = 'trap "" TERM; echo ready; while :; do sleep 0.2; done';
  return startCopy(place, { copyOf: '/bin/bash', args: ['-c', script], speaks: true });
}

/** What this machine says about some programs; whatever else runs here is nothing to a test. */
export function onlyProgram(...pids: readonly number[]): Processes {
  const machine = linuxProcesses();
  return {
    async list() {
      const list = await machine.list();
      if (list.kind === 'could-not-tell') return list;
      return { kind: 'known', processes: list.processes.filter((one) => pids.includes(one.pid)) };
    },
  };
}

/** What a test may end: its lists hold only programs that it has started itself. */
export const realControl = linuxProcessControl();
