import { lstatSync, readdirSync, statfsSync } from 'node:fs';
import { join, win32 } from 'node:path';
import type { RecycleCalls } from '../native/windows-recycle-calls.ts';
import type { RegistryCalls } from '../native/windows-registry-calls.ts';
import type { TrashBin } from '../ports.ts';

export interface RecycleBinDeps {
  readonly calls: RecycleCalls;
  readonly registry: RegistryCalls;
  /** size of the volume at a root, in bytes */
  readonly sizeOfVolume?: (root: string) => number;
}

/** Longer paths Windows deletes for good. */
const longestPath = 259;
const mebibyte = 1024 ** 2;
const policies = String.raw`Software\Microsoft\Windows\CurrentVersion\Policies\Explorer`;
const bins = String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\BitBucket\Volume`;

function volumeBytes(root: string): number {
  const { bsize, blocks } = statfsSync(root);
  return bsize * blocks;
}

/** What Windows reserves without a setting: a tenth of the first 40 GB, a twentieth of the rest. */
function usualCapacity(total: number): number {
  const first = Math.min(total, 40 * 1024 * mebibyte);
  return first / 10 + (total - first) / 20;
}

/** Bytes that the bin of a volume takes at most; 0 if it is switched off. */
function capacityOf(deps: RecycleBinDeps, root: string): number {
  const { registry, calls, sizeOfVolume = volumeBytes } = deps;
  const isOff = ['HKCU', 'HKLM'].some((hive) => {
    const policy = registry.read(`${hive}\\${policies}`, 'NoRecycleFiles');
    return policy.kind === 'failed' || (policy.kind === 'number' && policy.value !== 0);
  });
  const id = calls.volumeId(root);
  if (isOff || id === null) return 0;
  const nuke = registry.read(`${bins}\\${id}`, 'NukeOnDelete');
  if (nuke.kind === 'failed' || (nuke.kind === 'number' && nuke.value !== 0)) return 0;
  const capacity = registry.read(`${bins}\\${id}`, 'MaxCapacity');
  return capacity.kind === 'number' ? capacity.value * mebibyte : usualCapacity(sizeOfVolume(root));
}

/**
 * Bytes of an entry with all that is below it, counted until they exceed `limit`; infinite if one of its paths is too
 * long. Never follows a link.
 */
export function bytesBelow(path: string, limit: number): number {
  if (path.length > longestPath) return Infinity;
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return stats.size;
  let sum = 0;
  for (const name of readdirSync(path)) {
    sum += bytesBelow(join(path, name), limit - sum);
    if (sum > limit) break;
  }
  return sum;
}

/** A path that the shell takes as it is: from a drive, no pattern, no component whose end it would cut off. */
function isPlain(path: string): boolean {
  return /^[a-z]:\\/iu.test(path) && !/[*?<>|"/]|[. ](?:\\|$)/u.test(path) && win32.normalize(path) === path;
}

type Measure = (path: string, limit: number) => number;

/** Whether the bin of the entry's volume takes it. If not, Windows would delete it for good. */
export function mayRecycle(deps: RecycleBinDeps, path: string, measure: Measure): boolean {
  if (!isPlain(path) || path.length > longestPath) return false;
  const drive = deps.calls.driveOf(path);
  if (drive?.type !== 'fixed' || !deps.calls.hasBin(drive.root)) return false;
  const capacity = capacityOf(deps, drive.root);
  return capacity > 0 && measure(path, capacity) <= capacity;
}

/**
 * The recycle bin of Windows without Electron. Windows deletes for good what its bin does not take, so an entry is
 * refused unless it is on a fixed drive that has a bin, fits into it, and has no path that is too long.
 * https://learn.microsoft.com/windows/win32/api/shellapi/ns-shellapi-shfileopstructw
 */
export function recycleBin(deps: RecycleBinDeps, measure: Measure = bytesBelow): TrashBin {
  return {
    put(folder, name) {
      const path = folder.pathFor(name);
      if (typeof path !== 'string' || !mayRecycle(deps, path, measure)) return 'refused';
      // the folder may have moved while the entry was measured
      folder.pathFor(name);
      return deps.calls.recycle(path) ? 'taken' : 'refused';
    },
  };
}
