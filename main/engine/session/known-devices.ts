import { stat } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { z } from 'zod';
import type { Clock } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { statsAt } from './birth.ts';

const number = z.string().regex(/^\d{1,20}$/);

/** A folder that identifies a disk: a restart may change the device number, but not the folder's inode. */
export const landmarkSchema = z.strictObject({ path: z.string(), dev: number, ino: number });

export type Landmark = Readonly<z.infer<typeof landmarkSchema>>;

/** The disks that were connected when the session began. */
export interface KnownDevices {
  /** maps a current device number to the recorded one; null = not connected then, or unknown */
  recordedDevice(dev: bigint): bigint | null;
}

/** Tolerance for a disk's time ahead of the system clock, ms. A clock set back by less goes unnoticed. */
const tickMs = 2_500;

/** The homes as landmarks. A change time in the future, of a home or root, shows that the clock is wrong. */
export async function landmarksOf(
  homes: readonly string[],
  discovery: Discovery,
  clock: Clock,
): Promise<{ readonly homes: Landmark[]; readonly isClockBehind: boolean }> {
  const found: (BigIntStats & { path: string })[] = [];
  for (const path of homes) {
    const stats = await stat(path, { bigint: true }).catch(() => null);
    if (stats !== null) found.push(Object.assign(stats, { path }));
  }
  const roots = discovery.roots.flatMap(({ realPath }) => statsAt(realPath) ?? []);
  return {
    homes: found.map(({ path, dev, ino }) => ({ path, dev: String(dev), ino: String(ino) })),
    isClockBehind: [...found, ...roots].some(({ ctimeMs }) => Number(ctimeMs) > clock.now() + tickMs),
  };
}

/**
 * Maps current disks to recorded ones. A home is identified by its inode alone; any other disk needs device and
 * inode to match, because the next USB drive reuses a device number.
 */
export async function knownDevices(
  homes: readonly Landmark[],
  roots: readonly Landmark[],
): Promise<KnownDevices> {
  const recordedByCurrent = new Map<bigint, bigint>();
  const mapped = new Set<bigint>();
  for (const { path, dev, ino } of homes) {
    const now = await stat(path, { bigint: true }).catch(() => null);
    if (now === null || now.ino !== BigInt(ino)) continue;
    recordedByCurrent.set(now.dev, BigInt(dev));
    mapped.add(BigInt(dev));
  }
  for (const { path, dev, ino } of roots) {
    const now = statsAt(path);
    const isThere = now !== null && now.ino === BigInt(ino) && now.dev === BigInt(dev);
    if (isThere && !mapped.has(now.dev) && !recordedByCurrent.has(now.dev))
      recordedByCurrent.set(now.dev, now.dev);
  }
  return { recordedDevice: (dev) => recordedByCurrent.get(dev) ?? null };
}
