import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { strandedLock } from './instance-lock.ts';

let profile: string;
const lock = () => join(profile, 'SingletonLock');

beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'signoff-lock-'));
});

/** a process number that was free a moment ago */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('a refused lock', () => {
  it('of a living process here is no obstacle: its window comes to the front', () => {
    symlinkSync(`here-${process.pid}`, lock());
    expect(strandedLock(profile, 'here')).toBeNull();
  });

  it('of another computer is named and stays', () => {
    symlinkSync(`pc-3-${process.pid}`, lock());
    expect(strandedLock(profile, 'here')).toEqual({ path: lock(), host: 'pc-3', pid: process.pid });
    expect(lstatSync(lock()).isSymbolicLink()).toBe(true);
  });

  it('of a dead process here is named and stays', () => {
    const pid = deadPid();
    symlinkSync(`here-${pid}`, lock());
    expect(strandedLock(profile, 'here')).toEqual({ path: lock(), host: 'here', pid });
    expect(lstatSync(lock()).isSymbolicLink()).toBe(true);
  });

  it.each(['nonsense', '-12', ''])('with the target %j says nothing', (target) => {
    if (target !== '') symlinkSync(target, lock());
    expect(strandedLock(profile, 'here')).toBeNull();
  });
});
