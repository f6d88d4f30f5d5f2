import { basename, dirname, parse } from 'node:path';
import { realpath, stat } from 'node:fs/promises';
import type { DiscoveryNote } from '../../../app/contract/accounts.ts';
import type { Platform, SystemName, KnownFolder } from '../../../app/platforms/platform.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { catalogue } from '../../../app/platforms/catalogue.ts';
import type { KnownFolders, Processes, Clock, Mounts, Registry } from '../../system/ports.ts';
import { isWithin } from '../fs/disk-names.ts';
import { isAbsent } from '../fs/errors.ts';
import { checkRunning } from './running.ts';
import type { Root, Discovery } from './discovery.ts';
import { createDiscoveryNotes } from './discovery-notes.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';
import { searchNamed } from './named-folders.ts';
import type { NamedFolder } from './named-folders.ts';
import { assertApart, ownPlaces } from './own-folder.ts';
import { createRootTable } from './root-table.ts';
import type { Bounds } from './root-table.ts';
import { searchData, searchState } from './rule-hits.ts';
import type { SearchContext } from './rule-hits.ts';

/**
 * macOS blocks other programs from these folders until the person allows access. The note
 * `no-permission` would wrongly suggest another user's files.
 */
const guarded = ['Containers', 'Group Containers'] as const;

/** Changes `no-permission` to `privacy-guard` in folders that macOS protects. */
async function markGuarded(
  notes: readonly DiscoveryNote[],
  folders: KnownFolders,
): Promise<readonly DiscoveryNote[]> {
  const [libraries, documents] = [await folders.resolve('library'), await folders.resolve('documents')];
  const places = [
    ...libraries.flatMap((library) => guarded.map((name) => `${library}/${name}`)),
    ...documents,
  ];
  return notes.map((note) =>
    note.kind === 'no-permission' && places.some((place) => isWithin(note.path, place))
      ? { ...note, kind: 'privacy-guard' as const }
      : note,
  );
}

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
async function hintByProcesses(
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

/** This user's folders and the shared ones. */
interface ProfileFolders {
  readonly homes: readonly string[];
  readonly own: readonly string[];
  readonly shared: readonly string[];
}

/**
 * Tests whether a path lies in another user's profile, by its path: Node cannot read owners on Windows. On Linux the
 * owner is checked instead.
 */
function anotherProfile(system: SystemName, folders: ProfileFolders): (path: string) => boolean {
  if (system === 'linux') return () => false;
  const profiles = folders.homes.map(dirname).filter((folder) => basename(folder).toLowerCase() === 'users');
  const mine = [...folders.homes, ...folders.own, ...folders.shared];
  return (path) =>
    profiles.some((folder) => path !== folder && isWithin(path, folder)) &&
    !mine.some((folder) => isWithin(path, folder));
}

interface DiscoverDeps {
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
  /** folders that the person named, searched after all rules */
  readonly named?: readonly NamedFolder[];
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

/** The owner of the home, whose data is searched; null where it cannot be read. */
async function ownerOf(folders: KnownFolders): Promise<bigint | null> {
  const [home] = await folders.resolve('home');
  if (home === undefined) return null;
  return stat(home, { bigint: true }).then(
    ({ uid }) => uid,
    () => null,
  );
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
  const bounds = await boundsOf(deps);
  const roots = createRootTable(log, bounds);
  const search: SearchContext = {
    folders: deps.folders,
    registry: deps.registry,
    system: deps.system,
    log,
    roots,
  };
  const platforms = platformsOf(deps.system, deps.platforms);
  for (const platform of platforms) await searchData(platform, search);
  for (const platform of platforms) await searchState(platform, search);
  for (const { path, code } of (await deps.folders.unread?.()) ?? []) {
    log.note('unreadable-pointer', path, code);
    for (const platform of platforms) log.addUnread({ platform, kind: 'data' }, path, code);
  }
  const own = deps.ownFolder === undefined ? [] : ownPlaces(deps.ownFolder);
  const named = await searchNamed(deps.named ?? [], {
    ...{ platforms, roots, bounds, log, own },
    mounts: deps.mounts,
    owner: await ownerOf(deps.folders),
  });
  const found = roots.roots();
  await assertApart(own, found, deps.mounts);
  if (deps.processes !== undefined) await hintByProcesses(deps.processes, platforms, found, log);
  const notes = deps.system === 'macos' ? await markGuarded(log.notes, deps.folders) : log.notes;
  return {
    at: deps.clock.now(),
    roots: found,
    notes,
    lookedIn: log.lookedIn,
    unread: log.unreadPlaces,
    dataPlaces: log.dataPlaces.filter(({ base }) => !bounds.isAnothers(base)),
    own,
    ...named,
  };
}
