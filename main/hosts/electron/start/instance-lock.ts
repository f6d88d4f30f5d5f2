import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../../engine/fs/errors.ts';

/** The process that Chromium notes as the holder of its profile. */
export interface LockHolder {
  /** absolute path of the lock */
  readonly path: string;
  readonly host: string;
  readonly pid: number;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/**
 * The holder of a lock that was refused, unless it lives on this computer and so has come to the front. The lock is the
 * link `SingletonLock` to `host-pid` (Chromium, chrome/browser/process_singleton_posix.cc). Chromium itself clears the
 * lock of a dead process of this computer. That of another computer it leaves, as with a home on a network or after the
 * computer's name changed; whether its process lives cannot be checked from here, so the lock is named and never removed.
 * Windows has no such link.
 */
export function strandedLock(profile: string, host: string): LockHolder | null {
  const path = join(profile, 'SingletonLock');
  try {
    const [, holder = '', pid = ''] = /^(.*)-(\d+)$/u.exec(readlinkSync(path)) ?? [];
    if (holder === '' || (holder === host && isAlive(Number(pid)))) return null;
    return { path, host: holder, pid: Number(pid) };
  } catch {
    return null;
  }
}
