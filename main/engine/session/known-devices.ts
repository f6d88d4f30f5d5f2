import { stat } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { z } from 'zod';
import type { Discovery } from '../discovery/discovery.ts';
import type { Clock } from '../../system/ports.ts';
import { statsAt } from './birth.ts';

const number = z.string().regex(/^\d{1,20}$/);

/** A folder by which a disk is known again: its number may be another after a restart, the folder's is not. */
export const landmarkSchema = z.strictObject({ path: z.string(), dev: number, ino: number });

export type Landmark = Readonly<z.infer<typeof landmarkSchema>>;

/** Which disks were there when the person sat down. */
export interface KnownDevices {
  /** the number that a disk of now had then; null = it was not there, or that cannot be told */
  formerly(dev: bigint): bigint | null;
}

/** a disk's time may run ahead of the clock by this much, and a clock may go back by it unnoticed */
const tickMs = 2_500;

/** The homes as landmarks. Changes to them or to a root that are yet to come say that the clock stands wrong. */
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
 * Finds the disks of then among those of now. A home is known by its folder whatever its disk is called now; of another
 * disk both must agree, because the next stick gets the number of the one before.
 */
export async function knownDevices(
  homes: readonly Landmark[],
  roots: readonly Landmark[],
): Promise<KnownDevices> {
  const then = new Map<bigint, bigint>();
  const taken = new Set<bigint>();
  for (const { path, dev, ino } of homes) {
    const now = await stat(path, { bigint: true }).catch(() => null);
    if (now === null || now.ino !== BigInt(ino)) continue;
    then.set(now.dev, BigInt(dev));
    taken.add(BigInt(dev));
  }
  for (const { path, dev, ino } of roots) {
    const now = statsAt(path);
    const isThere = now !== null && now.ino === BigInt(ino) && now.dev === BigInt(dev);
    if (isThere && !taken.has(now.dev) && !then.has(now.dev)) then.set(now.dev, now.dev);
  }
  return { formerly: (dev) => then.get(dev) ?? null };
}
