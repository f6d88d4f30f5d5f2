import { basename, dirname } from 'node:path';
import type { SystemName } from '../../../app/platforms/platform.ts';
import { isWithin } from './pointed-folders.ts';

/** This user's folders and the shared ones. */
export interface ProfileFolders {
  readonly homes: readonly string[];
  readonly own: readonly string[];
  readonly shared: readonly string[];
}

/**
 * Tests whether a path lies in another user's profile, by its path: Node cannot read owners on Windows. On Linux the
 * owner is checked instead.
 */
export function anotherProfile(system: SystemName, folders: ProfileFolders): (path: string) => boolean {
  if (system === 'linux') return () => false;
  const profiles = folders.homes.map(dirname).filter((folder) => basename(folder).toLowerCase() === 'users');
  const mine = [...folders.homes, ...folders.own, ...folders.shared];
  return (path) =>
    profiles.some((folder) => path !== folder && isWithin(path, folder)) &&
    !mine.some((folder) => isWithin(path, folder));
}
