import { readFileSync, readlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { mayBeReached } from '../portable/same-process.ts';
import type { ControlAnswer, ProcessControl, ProcessInfo } from '../ports.ts';

type Send = (pid: number, signal: 'SIGTERM' | 'SIGKILL') => void;

/** True if every user id of the process is the own one; a setuid program is not the own user's. */
function isOwn(status: string, ownUid: number): boolean {
  const uids = /^Uid:\s*(.*)$/mu.exec(status)?.[1]?.split(/\s+/u).map(Number) ?? [];
  return uids.length >= 3 && uids.every((uid) => uid === ownUid);
}

/** Reads synchronously right before the signal, so that no other process can take the id in between. */
function isStillThere(root: string, { pid, path }: ProcessInfo, ownUid: number): boolean {
  const folder = posix.join(root, String(pid));
  try {
    const program = readlinkSync(posix.join(folder, 'exe')).replace(/ \(deleted\)$/u, '');
    return program === path && isOwn(readFileSync(posix.join(folder, 'status'), 'utf8'), ownUid);
  } catch {
    return false;
  }
}

const sendSignal: Send = (pid, signal) => {
  process.kill(pid, signal);
};

/** Asks with SIGTERM, ends with SIGKILL. */
export function linuxProcessControl(
  root = '/proc',
  send: Send = sendSignal,
  ownUid = process.getuid?.() ?? -1,
): ProcessControl {
  const signal = (known: ProcessInfo, name: 'SIGTERM' | 'SIGKILL'): Promise<ControlAnswer> => {
    if (!mayBeReached(known) || !isStillThere(root, known, ownUid)) return Promise.resolve('not-possible');
    try {
      send(known.pid, name);
      return Promise.resolve('sent');
    } catch {
      return Promise.resolve('not-possible');
    }
  };
  return {
    askToQuit: (known) => signal(known, 'SIGTERM'),
    end: (known) => signal(known, 'SIGKILL'),
  };
}
