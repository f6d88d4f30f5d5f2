import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { VolumeView } from '../../../app/contract/plans.ts';
import type { Volumes } from '../../system/ports.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';

/** The device of a folder, or of its nearest existing ancestor. */
async function deviceAt(path: string): Promise<bigint | null> {
  try {
    return (await lstat(path, { bigint: true })).dev;
  } catch {
    const above = dirname(path);
    return above === path ? null : deviceAt(above);
  }
}

/** Describes the volumes of a plan's roots; `stateFolder` is where the quarantine would be. */
export async function describeVolumes(
  volumes: Volumes,
  roots: FrozenPlan['roots'],
  stateFolder: string,
): Promise<readonly VolumeView[]> {
  const quarantine = await deviceAt(stateFolder);
  return Promise.all(
    roots.map(async ({ realPath, identity }) => ({
      root: realPath,
      ...(await volumes.factsOf(realPath)),
      sameAsQuarantine: quarantine === identity.dev,
    })),
  );
}
