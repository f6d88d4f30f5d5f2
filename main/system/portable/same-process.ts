import type { ProcessInfo, Processes } from '../ports.ts';

/**
 * Whether a process may be asked or ended: a known program of the own user, neither a system process nor this one.
 */
export function mayBeReached({ pid, path, ownUser }: ProcessInfo, self = process.pid): boolean {
  return Number.isInteger(pid) && pid > 1 && pid !== self && ownUser && path !== null;
}

/** Checks again whether this pid still runs this executable for the own user. */
export async function isStillThere(processes: Processes, known: ProcessInfo): Promise<boolean> {
  if (!mayBeReached(known)) return false;
  const list = await processes.list();
  if (list.kind === 'could-not-tell') return false;
  const now = list.processes.find(({ pid }) => pid === known.pid);
  return now !== undefined && now.ownUser && now.name === known.name && now.path === known.path;
}
