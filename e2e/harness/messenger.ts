import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface Messenger {
  readonly pid: number;
  /** the signal that ended it, null while it runs */
  endedBy(): NodeJS.Signals | null;
  quit(): Promise<void>;
}

async function start(
  home: string,
  copyOf: string,
  args: readonly string[],
  name = 'wechat/wechat',
): Promise<Messenger> {
  const program = join(home, 'opt', name);
  await mkdir(dirname(program), { recursive: true });
  await copyFile(copyOf, program);
  await chmod(program, 0o755);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child, 'spawn');
  if (args.length > 1) await once(child.stdout, 'data');
  return {
    pid: child.pid ?? -1,
    endedBy: () => child.signalCode,
    async quit() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** A process that looks like WeChat in the process list, by name and folders. */
export function startWeChat(home: string): Promise<Messenger> {
  return start(home, '/bin/sleep', ['600']);
}

/** The same for QQ. */
export function startQq(home: string): Promise<Messenger> {
  return start(home, '/bin/sleep', ['600'], 'QQ/qq');
}

/** WeChat again, but it ignores a request to quit. */
export function startStubbornWeChat(home: string): Promise<Messenger> {
  const script = 'trap "" TERM; echo ready; while :; do sleep 0.2; done';
  return start(home, '/bin/bash', ['-c', script]);
}
