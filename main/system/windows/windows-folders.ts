import { stat } from 'node:fs/promises';
import { win32 } from 'node:path';
import type { KnownFolder } from '../../../app/platforms/platform.ts';
import { variable } from '../portable/environment.ts';
import type { Environment } from '../portable/environment.ts';
import type { KnownFolders, Registry } from '../ports.ts';

const shellFolders = String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders`;

/** Replaces `%NAME%` from the environment; null if a name is not set. */
export function expandVariables(value: string, env: Environment): string | null {
  const names = [...value.matchAll(/%([^%]+)%/gu)].map((match) => match[1] ?? '');
  if (names.some((name) => variable(env, 'windows', name) === null)) return null;
  return value.replaceAll(/%([^%]+)%/gu, (_, name: string) => variable(env, 'windows', name) ?? '');
}

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

/** Known folders from the environment; the often redirected documents from the registry first. */
export function windowsFolders(env: Environment, registry: Registry, exists = isFolder): KnownFolders {
  const at = (name: string, ...segments: string[]): readonly string[] => {
    const value = variable(env, 'windows', name);
    return value !== null && win32.isAbsolute(value) ? [win32.join(value, ...segments)] : [];
  };
  const documents = cachedBriefly(async (): Promise<readonly string[]> => {
    const answer = await registry.read(shellFolders, 'Personal');
    const personal = answer.kind === 'value' ? expandVariables(answer.value, env) : null;
    const redirected = personal !== null && win32.isAbsolute(personal) ? [win32.join(personal)] : [];
    return [
      ...new Set([
        ...redirected,
        ...at('USERPROFILE', 'Documents'),
        // a personal and a company OneDrive can coexist, each with its own documents
        ...['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'].flatMap((drive) => [
          ...at(drive, 'Documents'),
          ...at(drive, '文档'),
        ]),
      ]),
    ];
  });
  const drives = cachedBriefly(() => presentDrives(exists));
  const places: Partial<Record<KnownFolder, () => readonly string[] | Promise<readonly string[]>>> = {
    home: () => at('USERPROFILE'),
    documents,
    roaming: () => at('APPDATA'),
    local: () => at('LOCALAPPDATA'),
    publicDocuments: () => at('PUBLIC', 'Documents'),
    programData: () => at('ProgramData'),
    drives,
  };
  return { resolve: async (folder) => (await places[folder]?.()) ?? [] };
}
