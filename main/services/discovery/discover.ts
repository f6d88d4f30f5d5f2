import { realpath } from 'node:fs/promises';
import { catalogue } from '../../../app/platforms/catalogue.ts';
import type { KnownFolder, Platform, SystemName } from '../../../app/platforms/platform.ts';
import type { Clock, KnownFolders, Registry } from '../../system/ports.ts';
import type { Discovery } from './discovery.ts';
import { createNotebook } from './notebook.ts';
import { createRootBook } from './root-book.ts';
import { lookForData, lookForState } from './rule-hits.ts';
import type { Looking } from './rule-hits.ts';

export interface DiscoverDeps {
  readonly folders: KnownFolders;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly system: SystemName;
  readonly platforms?: readonly Platform[];
}

const knownFolders = [
  'home',
  'documents',
  'roaming',
  'local',
  'publicDocuments',
  'programData',
  'drives',
  'xdgConfig',
  'xdgData',
  'flatpak',
  'library',
] as const satisfies readonly KnownFolder[];

/** The person's own folders, as named and as they really are: none of them, and nothing above them, is a root. */
async function ownFolders(folders: KnownFolders): Promise<readonly string[]> {
  const named = (await Promise.all(knownFolders.map((folder) => folders.resolve(folder)))).flat();
  const real = await Promise.all(named.map((path) => realpath(path).catch(() => path)));
  return [...new Set([...named, ...real])];
}

/** Platforms whose layouts are looked for on this system. */
export function platformsOf(
  system: SystemName,
  platforms: readonly Platform[] = catalogue,
): readonly Platform[] {
  return platforms.filter(
    (platform) => platform.system === system || platform.alsoFoundOn?.includes(system) === true,
  );
}

/** Finds every root and account by rules and shapes. Only looks; what it cannot read is noted, never taken for empty. */
export async function discover(deps: DiscoverDeps): Promise<Discovery> {
  const book = createNotebook();
  const roots = createRootBook(book, await ownFolders(deps.folders));
  const look: Looking = { folders: deps.folders, registry: deps.registry, system: deps.system, book, roots };
  const platforms = platformsOf(deps.system, deps.platforms);
  for (const platform of platforms) await lookForData(platform, look);
  for (const platform of platforms) await lookForState(platform, look);
  return { at: deps.clock.now(), roots: roots.roots(), notes: book.notes, lookedIn: book.lookedIn };
}
