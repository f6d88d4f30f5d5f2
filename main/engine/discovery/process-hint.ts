import type { Platform } from '../../../app/platforms/platform.ts';
import type { Processes } from '../../system/ports.ts';
import { checkRunning } from './running.ts';
import type { Root } from './discovery.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';

/** Cleanable platforms whose product has no data root here. */
function missing(platforms: readonly Platform[], roots: readonly Root[]): readonly Platform[] {
  const found = new Set(
    roots
      .filter(({ kind }) => kind === 'data')
      .flatMap(({ platform }) => [platform.product, ...(platform.sharedWith ?? [])]),
  );
  return platforms.filter(
    (platform) =>
      platform.support === 'clean' && platform.processes.length > 0 && !found.has(platform.product),
  );
}

/**
 * Adds a note when a messenger of this user runs but none of its data was found: the data is in a place that no rule
 * covers. The program's folder does not reveal that place, so this never adds a root.
 */
export async function hintByProcesses(
  processes: Processes,
  platforms: readonly Platform[],
  roots: readonly Root[],
  log: DiscoveryNotes,
): Promise<void> {
  const notFound = missing(platforms, roots);
  if (notFound.length === 0) return;
  for (const view of await checkRunning(processes, notFound))
    for (const process of view.processes)
      if (process.ownUser && process.certain) log.note('runs-without-data', process.path ?? process.name);
}
