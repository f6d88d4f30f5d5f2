import { stat } from 'node:fs/promises';
import { win32 } from 'node:path';
import type { KnownFolder } from '../../../app/platforms/platform.ts';
import { nativeFloor } from '../native/native-floor.ts';
import type { Library } from '../native/native-floor.ts';
import { folderCalls } from '../native/windows-folder-calls.ts';
import type { FolderCalls, WindowsFolder } from '../native/windows-folder-calls.ts';
import { onFirstUse } from '../native/windows-libraries.ts';
import { variable } from '../portable/environment.ts';
import type { Environment } from '../portable/environment.ts';
import type { KnownFolders, Registry } from '../ports.ts';
import { expandVariables } from './system-environment.ts';

const nativeFolderCalls = onFirstUse(() => folderCalls(nativeFloor()));

const shellFolders = String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders`;

/** Drives that answer quickly, so that a sleeping network drive does not delay the search. */
async function presentDrives(exists: (path: string) => Promise<boolean>): Promise<readonly string[]> {
  const letters = Array.from('CDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `${letter}:\\`);
  const late = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), 2_000).unref();
  });
  const present = await Promise.all(letters.map((path) => Promise.race([exists(path), late])));
  return letters.filter((_, index) => present[index] === true);
}

const rememberedMs = 2_000;

/** Caches an answer briefly: one search repeats it a dozen times, and each starts a program. */
function cachedBriefly<T>(ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | null = null;
  return () => {
    const now = performance.now();
    if (last === null || now - last.at > rememberedMs) last = { at: now, answer: ask() };
    return last.answer;
  };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/**
 * What Windows itself says, but only if `env` is about this process's user: a demo or a test has a home of its own, and
 * must not reach the real one.
 */
function knownTo(env: Environment, native: () => Library<FolderCalls>) {
  const ofThisUser = onFirstUse((): FolderCalls | null => {
    const library = native();
    const home = variable(env, 'windows', 'USERPROFILE');
    if (library.kind === 'missing' || home === null) return null;
    const profile = library.calls.pathOf('profile');
    const isSame = profile !== null && win32.relative(profile, home) === '';
    return isSame ? library.calls : null;
  });
  return (folder: WindowsFolder): readonly string[] => {
    const path = ofThisUser()?.pathOf(folder) ?? null;
    return path !== null && win32.isAbsolute(path) ? [win32.join(path)] : [];
  };
}

/** Without repetitions, which Windows may spell in another case. */
function distinct(paths: readonly string[]): readonly string[] {
  return paths.filter(
    (path, index) => paths.findIndex((other) => other.toLowerCase() === path.toLowerCase()) === index,
  );
}

/**
 * Known folders from Windows itself and from the environment. The often redirected documents also from the registry,
 * which alone names them where the system's calls are missing.
 */
export function windowsFolders(
  env: Environment,
  registry: Registry,
  exists = isFolder,
  native: () => Library<FolderCalls> = nativeFolderCalls,
): KnownFolders {
  const known = knownTo(env, native);
  const at = (name: string, ...segments: string[]): readonly string[] => {
    const value = variable(env, 'windows', name);
    return value !== null && win32.isAbsolute(value) ? [win32.join(value, ...segments)] : [];
  };
  const redirected = async (): Promise<readonly string[]> => {
    const answer = await registry.read(shellFolders, 'Personal');
    const personal = answer.kind === 'value' ? expandVariables(answer.value, env) : null;
    return personal !== null && win32.isAbsolute(personal) ? [win32.join(personal)] : [];
  };
  const documents = cachedBriefly(async (): Promise<readonly string[]> => {
    const told = known('documents');
    return [
      ...(told.length > 0 ? told : await redirected()),
      ...at('USERPROFILE', 'Documents'),
      // a personal and a company OneDrive can coexist, each with its own documents
      ...['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'].flatMap((drive) => [
        ...at(drive, 'Documents'),
        ...at(drive, '文档'),
      ]),
    ];
  });
  const drives = cachedBriefly(() => presentDrives(exists));
  const places: Partial<Record<KnownFolder, () => readonly string[] | Promise<readonly string[]>>> = {
    home: () => at('USERPROFILE'),
    documents,
    roaming: () => [...known('roaming'), ...at('APPDATA')],
    local: () => [...known('local'), ...at('LOCALAPPDATA')],
    publicDocuments: () => [...known('publicDocuments'), ...at('PUBLIC', 'Documents')],
    programData: () => [...known('programData'), ...at('ProgramData')],
    drives,
  };
  return { resolve: async (folder) => distinct((await places[folder]?.()) ?? []) };
}
