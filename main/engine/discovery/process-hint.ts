import type { Platform } from '../../../app/platforms/platform.ts';
import type { Processes } from '../../system/ports.ts';
import { checkRunning } from './running.ts';
import type { Root } from './discovery.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';

/** Products that keep data and of which none was found here. */
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
 * Says that a messenger of this user runs although none of its data was found: then it lies at a place that no rule
 * knows. A program's own folder tells nothing about that place, so this is a note and never a root.
 */
export async function hintByProcesses(
  processes: Processes,
  platforms: readonly Platform[],
  roots: readonly Root[],
  book: DiscoveryNotes,
): Promise<void> {
  const unseen = missing(platforms, roots);
  if (unseen.length === 0) return;
  for (const view of await checkRunning(processes, unseen))
    for (const process of view.processes)
      if (process.ownUser && process.certain) book.note('runs-without-data', process.path ?? process.name);
}
