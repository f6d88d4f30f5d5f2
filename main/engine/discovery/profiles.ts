import { basename, dirname } from 'node:path';
import type { SystemName } from '../../../app/platforms/platform.ts';
import { isWithin } from './pointed-folders.ts';

/** This user's own folders and those that are everybody's. */
export interface ProfileFolders {
  readonly homes: readonly string[];
  readonly own: readonly string[];
  readonly shared: readonly string[];
}

/**
 * Whether a path lies in the profile of another user, beside this user's own. Told by place, because Windows shows
 * no owner to Node; on Linux owners and permissions tell it better.
 */
export function anotherProfile(system: SystemName, folders: ProfileFolders): (path: string) => boolean {
  if (system === 'linux') return () => false;
  const profiles = folders.homes.map(dirname).filter((folder) => basename(folder).toLowerCase() === 'users');
  const mine = [...folders.homes, ...folders.own, ...folders.shared];
  return (path) =>
    profiles.some((folder) => path !== folder && isWithin(path, folder)) &&
    !mine.some((folder) => isWithin(path, folder));
}
