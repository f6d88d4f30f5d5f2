import { lstat, realpath } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { isAtOrBelow, isPlainName } from '../../app/cleanup/containment.ts';
import { SignOffError } from '../../app/contract/errors.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import { diskName, diskPath, diskStyle } from '../engine/fs/disk-names.ts';
import type { System } from '../system/system.ts';

/** Showing files and folders in the system's file manager. */
export interface FileManagerWiring {
  canShow(): boolean;
  /** `path` is below the root, `/`-separated; throws `place-not-shown` */
  show(rootId: string, path: string, discover: () => Promise<Discovery>): Promise<void>;
}

function notShown(
  path: string,
  why: 'not-available' | 'missing' | 'outside' | 'failed',
  reason = '',
): SignOffError {
  return new SignOffError('place-not-shown', { path, why, reason });
}

/** The place below a folder that discovery gave out. Refuses what climbs out of it, by name or through a link. */
async function placeBelow(rootId: string, below: string, discovery: Discovery): Promise<string> {
  const { roots, measuredOnly = [] } = discovery;
  const root = [...roots, ...measuredOnly].find(({ id }) => id === rootId);
  const names = below.split('/');
  if (root === undefined || !names.every((name) => isPlainName(name, diskStyle)))
    throw notShown(below, 'outside');
  const { realPath } = root;
  const path = [realPath.endsWith(sep) ? realPath.slice(0, -1) : realPath, ...names].join(sep);
  try {
    await lstat(diskPath(path));
    const folder = diskName(await realpath(diskPath(dirname(path)), 'buffer'));
    if (isAtOrBelow(realPath, folder, diskStyle)) return path;
  } catch {
    throw notShown(path, 'missing');
  }
  throw notShown(path, 'outside');
}

/** A file is selected in the folder around it, never opened. */
export function wireFileManager({ fileManager }: Pick<System, 'fileManager'>): FileManagerWiring {
  return {
    canShow: () => fileManager?.isAvailable() === true,
    async show(rootId, path, discover) {
      if (fileManager?.isAvailable() !== true) throw notShown(path, 'not-available');
      const place = await placeBelow(rootId, path, await discover());
      const answer = await fileManager.show(place);
      if (answer.kind === 'failed') throw notShown(place, 'failed', answer.reason);
    },
  };
}
