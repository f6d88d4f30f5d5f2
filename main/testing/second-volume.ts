import { accessSync, constants, existsSync, lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Where tests that cross the border of a volume find the other one; it costs nothing to sync there. */
export const secondVolume = '/dev/shm';

/** Why nothing can cross the border of a volume here, for the report of what was skipped; null when it can. */
export function whyNoSecondVolume(): string | null {
  if (!existsSync(secondVolume)) return `there is no second volume: no ${secondVolume}`;
  if (lstatSync(secondVolume).dev === lstatSync(tmpdir()).dev)
    return `there is no second volume: ${secondVolume} and ${tmpdir()} are one`;
  try {
    accessSync(secondVolume, constants.W_OK);
    return null;
  } catch (error) {
    return `there is no second volume: ${String(error)}`;
  }
}
