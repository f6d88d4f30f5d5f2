import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { KnownFolder } from '../../app/platforms/platform.ts';
import { linuxFolders } from '../system/linux/linux-folders.ts';
import { macosFolders } from '../system/macos/macos-folders.ts';
import type { KnownFolders, Processes, Registry, RegistryAnswer } from '../system/ports.ts';
import { discover } from '../engine/discovery/discover.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import type { NamedFolder } from '../engine/discovery/named-folders.ts';
import { realMounts } from './real-mounts.ts';

/** A real temporary home that is gone when the test is. */
export interface SmallHome {
  readonly path: string;
  at(...segments: string[]): string;
  /** a path that ends in `/` is a folder, any other a file */
  put(files: Readonly<Record<string, string | Uint8Array>> | readonly string[]): Promise<void>;
  /** `ownFolder`: where the assistant's own folder would be */
  discoverLinux(
    env?: Record<string, string>,
    ownFolder?: string,
    named?: readonly NamedFolder[],
  ): Promise<Discovery>;
  /** `places` are known folders that lie elsewhere than usual, below the home's own folder */
  discoverWindows(
    registry?: Readonly<Record<string, RegistryAnswer>>,
    places?: Places,
    processes?: Processes,
    named?: readonly NamedFolder[],
  ): Promise<Discovery>;
  discoverMacos(named?: readonly NamedFolder[]): Promise<Discovery>;
}

type Places = Partial<Record<KnownFolder, readonly string[]>>;

/** Known folders of Windows, laid out as Windows does, on this disk. */
function windowsFoldersOn(home: string, moved: Places): KnownFolders {
  const places: Places = {
    home: [''],
    documents: ['Documents'],
    roaming: ['AppData/Roaming'],
    local: ['AppData/Local'],
    publicDocuments: ['Public/Documents'],
    programData: ['ProgramData'],
    ...moved,
  };
  return { resolve: (folder) => Promise.resolve((places[folder] ?? []).map((place) => join(home, place))) };
}

function registryOf(values: Readonly<Record<string, RegistryAnswer>>): Registry {
  return {
    read: (key, value) => Promise.resolve(values[`${key}\\${value}`] ?? { kind: 'absent' }),
  };
}

const clock = { now: () => 1_700_000_000_000 };

export async function makeSmallHome(): Promise<SmallHome> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'signoff-discovery-')));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  const at = (...segments: string[]): string => join(path, ...segments);
  return {
    path,
    at,
    async put(files) {
      const list = Array.isArray(files)
        ? files.map((name: string) => [name, 'x'] as const)
        : Object.entries(files);
      for (const [name, content] of list) {
        if (name.endsWith('/')) {
          await mkdir(at(name), { recursive: true });
        } else {
          await mkdir(dirname(at(name)), { recursive: true });
          await writeFile(at(name), content);
        }
      }
    },
    discoverLinux: (env = {}, ownFolder, named = []) =>
      discover({
        named,
        folders: linuxFolders({ HOME: path, ...env }),
        registry: registryOf({}),
        clock,
        system: 'linux',
        ...(ownFolder === undefined ? {} : { ownFolder, mounts: realMounts() }),
      }),
    discoverWindows: (registry = {}, places = {}, processes, named = []) =>
      discover({
        named,
        folders: windowsFoldersOn(path, places),
        registry: registryOf(registry),
        clock,
        system: 'windows',
        ...(processes === undefined ? {} : { processes }),
      }),
    discoverMacos: (named = []) =>
      discover({
        named,
        folders: macosFolders({ HOME: path }),
        registry: registryOf({}),
        clock,
        system: 'macos',
      }),
  };
}

/** The smallest tree that is a 4.x root with the given accounts. */
export function wechat4(root: string, ...accounts: readonly string[]): readonly string[] {
  return [
    `${root}/all_users/config/global_config`,
    ...accounts.map((account) => `${root}/${account}/db_storage/session/session.db`),
  ];
}

/** The smallest tree that is a 3.x root with the given accounts. */
export function wechat3(root: string, ...accounts: readonly string[]): readonly string[] {
  return [
    `${root}/All Users/config/config.data`,
    ...accounts.flatMap((account) => [
      `${root}/${account}/Msg/MicroMsg.db`,
      `${root}/${account}/FileStorage/Cache/2024-01/a`,
    ]),
  ];
}

/** Which platform found which folder, below the home. */
export function rootsOf(discovery: Discovery, home: SmallHome): readonly string[] {
  return discovery.roots.map((root) => `${root.platform.id} ${root.realPath.slice(home.path.length + 1)}`);
}

export function foldersOf(discovery: Discovery): readonly string[] {
  return discovery.roots.flatMap((root) => root.accounts.map((account) => account.folder));
}

export function notesOf(discovery: Discovery, kind: string): readonly string[] {
  return discovery.notes.filter((note) => note.kind === kind).map((note) => note.path);
}
