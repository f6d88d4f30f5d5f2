import { realpath, stat } from 'node:fs/promises';
import { dirname, parse } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import { catalogue } from '../../../app/platforms/catalogue.ts';
import type { KnownFolder, Platform, SystemName } from '../../../app/platforms/platform.ts';
import type { Clock, KnownFolders, Mounts, Processes, Registry } from '../../system/ports.ts';
import type { Discovery } from './discovery.ts';
import { createDiscoveryNotes } from './discovery-notes.ts';
import { demandApart, ownPlaces } from './own-folder.ts';
import { sayGuard } from './privacy-guard.ts';
import { hintByProcesses } from './process-hint.ts';
import { anotherProfile } from './profiles.ts';
import { createRootTable } from './root-table.ts';
import type { Bounds } from './root-table.ts';
import { lookForData, lookForState } from './rule-hits.ts';
import type { Looking } from './rule-hits.ts';
import { isAbsent } from '../fs/errors.ts';

export interface DiscoverDeps {
  readonly folders: KnownFolders;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly system: SystemName;
  readonly platforms?: readonly Platform[];
  /** asked for a hint where a messenger's data was not found */
  readonly processes?: Processes;
  /** the assistant's own folder, which need not be there yet */
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

/** Known folders as named and as they really are. */
async function bothWays(folders: KnownFolders, which: readonly KnownFolder[]): Promise<readonly string[]> {
  const named = (await Promise.all(which.map((folder) => folders.resolve(folder)))).flat();
  const real = await Promise.all(named.map((path) => realpath(path).catch(() => path)));
  return [...new Set([...named, ...real])];
}

/** The person's own folders: none of them, nothing above them and nothing of another user is a root. */
async function boundsOf(deps: DiscoverDeps): Promise<Bounds> {
  const own = await bothWays(deps.folders, knownFolders);
  const [homes, shared] = [
    await bothWays(deps.folders, ['home']),
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

/** Platforms whose layouts are looked for on this system. */
export function platformsOf(
  system: SystemName,
  platforms: readonly Platform[] = catalogue,
): readonly Platform[] {
  return platforms.filter(
    (platform) => platform.system === system || platform.alsoFoundOn?.includes(system) === true,
  );
}

/** Without these folders most rules lead nowhere, and "nothing found" would be an answer to a question never asked. */
const needed: Readonly<Record<SystemName, readonly (readonly [KnownFolder, string])[]>> = {
  linux: [['home', 'HOME']],
  macos: [['home', 'HOME']],
  windows: [
    ['home', 'USERPROFILE'],
    ['roaming', 'APPDATA'],
    ['local', 'LOCALAPPDATA'],
  ],
};

/** Throws `no-home` unless the folders that a person's data lies in are named; the home itself has to be there. */
async function demandHome({ folders, system }: DiscoverDeps): Promise<void> {
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
 * Finds every root and account by rules and shapes. Only looks; what it cannot read is noted, never taken for empty.
 * Throws `no-home` and `data-dir-not-apart`.
 */
export async function discover(deps: DiscoverDeps): Promise<Discovery> {
  await demandHome(deps);
  const book = createDiscoveryNotes();
  const roots = createRootTable(book, await boundsOf(deps));
  const look: Looking = { folders: deps.folders, registry: deps.registry, system: deps.system, book, roots };
  const platforms = platformsOf(deps.system, deps.platforms);
  for (const platform of platforms) await lookForData(platform, look);
  for (const platform of platforms) await lookForState(platform, look);
  for (const { path, code } of (await deps.folders.unread?.()) ?? []) {
    book.note('unreadable-pointer', path, code);
    for (const platform of platforms) book.unlooked({ platform, kind: 'data' }, path, code);
  }
  const found = roots.roots();
  const own = deps.ownFolder === undefined ? [] : ownPlaces(deps.ownFolder);
  await demandApart(own, found, deps.mounts);
  if (deps.processes !== undefined) await hintByProcesses(deps.processes, platforms, found, book);
  const notes = deps.system === 'macos' ? await sayGuard(book.notes, deps.folders) : book.notes;
  return {
    at: deps.clock.now(),
    roots: found,
    notes,
    lookedIn: book.lookedIn,
    unlooked: book.unlookedPlaces,
    own,
  };
}
