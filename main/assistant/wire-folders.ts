import { realpath } from 'node:fs/promises';
import { SignOffError } from '../../app/contract/errors.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import type { NamedFolder } from '../engine/discovery/named-folders.ts';

/** Folders that the person named for this start, as `--root`. */
export function namedAtStart(paths: readonly string[]): readonly NamedFolder[] {
  return paths.map((path) => ({ path, by: 'option' }));
}

/** Folders that the person keeps in the settings. */
export function namedInSettings(paths: readonly string[]): readonly NamedFolder[] {
  return paths.map((path) => ({ path, by: 'setting' }));
}

/**
 * Throws `data-folder-refused` for the first refused folder among `paths`. Only for folders that are being named now: a
 * kept one may be on a disk that is not connected, which discovery notes.
 */
export function demandUsable({ refused = [] }: Discovery, paths: readonly string[]): void {
  const first = refused.find(({ path }) => paths.includes(path));
  if (first === undefined) return;
  const { path, why, root } = first;
  throw new SignOffError('data-folder-refused', { path, why, ...(root === null ? {} : { root }) });
}

/**
 * The list as it is stored: new folders by their real path, so that a link cannot lead elsewhere later, and each once.
 * Throws `data-folder-refused` for a new folder that discovery would not use.
 */
export async function dataFoldersToKeep(
  wanted: readonly string[],
  present: readonly string[],
  discover: (named: readonly NamedFolder[]) => Promise<Discovery>,
): Promise<string[]> {
  const kept = wanted.filter((path) => present.includes(path));
  const added = wanted.filter((path) => !present.includes(path));
  if (added.length > 0) demandUsable(await discover(namedInSettings([...kept, ...added])), added);
  return [...new Set([...kept, ...(await Promise.all(added.map((path) => realpath(path))))])];
}
