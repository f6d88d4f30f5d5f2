import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { linuxProcesses } from '../system/linux/linux-processes.ts';
import type { Processes } from '../system/ports.ts';

export interface RealProgram {
  readonly pid: number;
  readonly path: string;
  stop(): Promise<void>;
}

/** Starts a program that only sleeps, under the name and place that a test asks for; it ends with the test. */
export async function startCopyOfSleep(place: string): Promise<RealProgram> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'signoff-program-')));
  const path = join(folder, place);
  await mkdir(dirname(path), { recursive: true });
  await copyFile('/bin/sleep', path);
  const child = spawn(path, ['600'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { pid: child.pid ?? -1, path, stop };
}

/** What this machine says about one program; whatever else runs here is nothing to a test. */
export function onlyProgram(pid: number): Processes {
  const machine = linuxProcesses();
  return {
    async list() {
      const list = await machine.list();
      if (list.kind === 'could-not-tell') return list;
      return { kind: 'known', processes: list.processes.filter((one) => one.pid === pid) };
    },
  };
}
