import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { SignOffError } from '../../app/contract/errors.ts';
import { errorCode } from '../engine/fs/errors.ts';
import type { DemoFile, DemoManifest, DemoSystem } from './demo-manifest.ts';
import { describe } from './demo-manifest.ts';
import { drawTree, fixedFileCount } from './draw-tree.ts';
import { linuxHome } from './linux-home.ts';
import { createSparseWriter } from './sparse-writer.ts';
import type { Branch } from './tree-rules.ts';
import { windowsHome } from './windows-home.ts';

/** Files of a demo by default: looks used, takes a second to generate. */
export const defaultDemoFiles = 6000;

/** Bytes of real content at most, so that an overwriting has something to overwrite and a demo is made in seconds. */
const defaultRealBytes = 140_000_000;

const marker = '.signoff-demo';
const madeBy = 'signoff demo home';
/** Only these are removed when a demo is generated again; a user's files stay. */
const ownNames = {
  linux: ['Documents', 'Pictures', 'Desktop', 'Downloads', '.xwechat', '.config', '.var', '.local', '.cache'],
  windows: ['Documents', 'Pictures', 'Desktop', 'Downloads', 'AppData', 'Public', 'ProgramData'],
} satisfies Record<DemoSystem, string[]>;

/** Environment that makes a program use the demo folder as its home. */
export function demoEnvironment(folder: string, system: DemoSystem = 'linux'): Record<string, string> {
  const home = resolve(folder);
  if (system === 'windows') {
    return {
      USERPROFILE: home,
      APPDATA: join(home, 'AppData', 'Roaming'),
      LOCALAPPDATA: join(home, 'AppData', 'Local'),
      PUBLIC: join(home, 'Public'),
      ProgramData: join(home, 'ProgramData'),
    };
  }
  return {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DOCUMENTS_DIR: join(home, 'Documents'),
  };
}

/** Whether this folder is a generated demo home, which may be replaced. */
export function isDemoHome(folder: string): boolean {
  try {
    const path = join(folder, marker);
    return lstatSync(path).isFile() && readFileSync(path, 'utf8').startsWith(`${madeBy}\n`);
  } catch {
    return false;
  }
}

/** Creates the folder and those above it. Node's own recursive mkdir never returns below /proc. */
function createFolder(folder: string): void {
  const missing: string[] = [];
  for (let path = folder; !existsSync(path); path = dirname(path)) missing.unshift(path);
  try {
    for (const path of missing) mkdirSync(path);
    readdirSync(folder);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOSPC') throw error;
    throw new SignOffError('demo-folder-unusable', { path: folder, code }, { cause: error });
  }
}

function prepareFolder(
  folder: string,
  facts: { readonly files: number; readonly seed: number; readonly system: DemoSystem; readonly now: number },
): void {
  createFolder(folder);
  const inside = readdirSync(folder);
  if (inside.length > 0 && !isDemoHome(folder))
    throw new SignOffError('demo-folder-not-empty', { path: folder });
  for (const name of new Set([...ownNames.linux, ...ownNames[facts.system]])) {
    if (inside.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  writeFileSync(join(folder, marker), `${madeBy}\n${JSON.stringify(facts)}\n`);
  utimesSync(join(folder, marker), facts.now / 1000, facts.now / 1000);
}

function homeOf(system: DemoSystem, folder: string): Branch[] {
  return system === 'windows' ? windowsHome() : linuxHome(folder);
}

/**
 * Generates a home with WeChat and QQ: `files` regular files, identical for the same seed and `now`. Most have real
 * content, the large ones are holes. Refuses a folder with other content.
 */
export async function generateDemoHome(options: {
  readonly folder: string;
  readonly files: number;
  readonly seed?: number;
  readonly now?: number;
  readonly system?: DemoSystem;
  /** 0: every file is a hole, for trees whose content does not matter */
  readonly realBytes?: number;
  readonly onProgress?: (done: number) => void;
}): Promise<DemoManifest> {
  const { files, seed = 1, now = Date.now(), system = 'linux', onProgress } = options;
  const { realBytes = defaultRealBytes } = options;
  const folder = resolve(options.folder);
  const branches = homeOf(system, folder);
  const least = fixedFileCount(branches) + 1;
  if (!Number.isInteger(files) || files < least) throw new SignOffError('demo-too-small', { least });
  prepareFolder(folder, { files, seed, now, system });

  const writer = createSparseWriter(folder);
  const drawn: DemoFile[] = [];
  const tree = { branches, bulkFiles: files - least, seed, now, realBytes };
  for (const { file, content } of drawTree(tree)) {
    writer.write(file.path, file.bytes, content, file.mtimeMs);
    drawn.push(file);
    if (drawn.length % 2000 === 0) {
      onProgress?.(drawn.length);
      await breathe();
    }
  }
  onProgress?.(files);
  return describe({ folder, system, seed, now, branches, drawn, folders: writer.folders() });
}
