import { realpath, stat } from 'node:fs/promises';
import { dirname, parse } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import { catalogue } from '../../../app/platforms/catalogue.ts';
import type { KnownFolder, Platform, SystemName } from '../../../app/platforms/platform.ts';
import type { Clock, KnownFolders, Mounts, Processes, Registry } from '../../system/ports.ts';
import type { Discovery } from './discovery.ts';
import { createDiscoveryNotes } from './discovery-notes.ts';
import { assertApart, ownPlaces } from './own-folder.ts';
import { markGuarded } from './privacy-guard.ts';
import { hintByProcesses } from './process-hint.ts';
import { anotherProfile } from './profiles.ts';
import { createRootTable } from './root-table.ts';
import type { Bounds } from './root-table.ts';
import { lookForData, lookForState } from './rule-hits.ts';
import type { SearchContext } from './rule-hits.ts';
import { isAbsent } from '../fs/errors.ts';

export interface DiscoverDeps {
  readonly folders: KnownFolders;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly system: SystemName;
  readonly platforms?: readonly Platform[];
  /** used for a hint when a messenger runs and its data was not found */
  readonly processes?: Processes;
  /** the assistant's own folder, which may not exist yet */
  readonly ownFolder?: string;
  readonly mounts?: Mounts;
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

/** Known folders by name and by real path. */
async function namedAndReal(
  folders: KnownFolders,
  which: readonly KnownFolder[],
): Promise<readonly string[]> {
  const named = (await Promise.all(which.map((folder) => folders.resolve(folder)))).flat();
  const real = await Promise.all(named.map((path) => realpath(path).catch(() => path)));
  return [...new Set([...named, ...real])];
}

/** The bounds for roots: no root may be or contain a known folder, or lie in another user's profile. */
async function boundsOf(deps: DiscoverDeps): Promise<Bounds> {
  const own = await namedAndReal(deps.folders, knownFolders);
  const [homes, shared] = [
    await namedAndReal(deps.folders, ['home']),
    await deps.folders.resolve('publicDocuments'),
  ];
  const isDrive = (path: string): boolean => parse(path).root === path;
  return {
    own,
    isAnothers: anotherProfile(deps.system, {
      homes,
      own: own.filter((path) => !isDrive(path)),
      shared: shared.map(dirname),
    }),
  };
}

/** Platforms whose layouts can exist on this system. */
export function platformsOf(
  system: SystemName,
  platforms: readonly Platform[] = catalogue,
): readonly Platform[] {
  return platforms.filter(
    (platform) => platform.system === system || platform.alsoFoundOn?.includes(system) === true,
  );
}

/** Required folders: without them most rules find nothing, and "nothing found" would be misleading. */
const needed: Readonly<Record<SystemName, readonly (readonly [KnownFolder, string])[]>> = {
  linux: [['home', 'HOME']],
  macos: [['home', 'HOME']],
  windows: [
    ['home', 'USERPROFILE'],
    ['roaming', 'APPDATA'],
    ['local', 'LOCALAPPDATA'],
  ],
};

/** Throws `no-home` unless all required folders are set and the home exists. */
async function assertHome({ folders, system }: DiscoverDeps): Promise<void> {
  for (const [folder, variable] of needed[system]) {
    const [path] = await folders.resolve(folder);
    if (path === undefined) throw new SignOffError('no-home', { variable, path: '' });
    if (folder !== 'home') continue;
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      (error: unknown) => !isAbsent(error),
    );
    if (!isThere) throw new SignOffError('no-home', { variable, path });
  }
}

/**
 * Finds every root and account by rules and shapes. Read-only. Notes what it cannot read and never takes it for empty.
 * Throws `no-home` and `data-dir-not-apart`.
 */
export async function discover(deps: DiscoverDeps): Promise<Discovery> {
  await assertHome(deps);
  const log = createDiscoveryNotes();
  const roots = createRootTable(log, await boundsOf(deps));
  const search: SearchContext = {
    folders: deps.folders,
    registry: deps.registry,
    system: deps.system,
    log,
    roots,
  };
  const platforms = platformsOf(deps.system, deps.platforms);
  for (const platform of platforms) await lookForData(platform, search);
  for (const platform of platforms) await lookForState(platform, search);
  for (const { path, code } of (await deps.folders.unread?.()) ?? []) {
    log.note('unreadable-pointer', path, code);
    for (const platform of platforms) log.addUnlooked({ platform, kind: 'data' }, path, code);
  }
  const found = roots.roots();
  const own = deps.ownFolder === undefined ? [] : ownPlaces(deps.ownFolder);
  await assertApart(own, found, deps.mounts);
  if (deps.processes !== undefined) await hintByProcesses(deps.processes, platforms, found, log);
  const notes = deps.system === 'macos' ? await markGuarded(log.notes, deps.folders) : log.notes;
  return {
    at: deps.clock.now(),
    roots: found,
    notes,
    lookedIn: log.lookedIn,
    unlooked: log.unlookedPlaces,
    own,
  };
}
