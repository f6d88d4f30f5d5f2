import { lstatSync, realpathSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isAtOrBelow, isPlainName, isSamePath } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { diskName, diskPath } from '../../engine/fs/disk-names.ts';
import { isMissing } from '../../engine/fs/errors.ts';
import { PinLost } from '../ports.ts';
import type { FolderPins, Identity, PinnedFolder, PinRefusal } from '../ports.ts';
import { pinnedStatOf } from './pinned-stat.ts';

function refusalFor(
  path: string,
  expected: Identity,
  rootRealPath: string,
  style: PathStyle,
): PinRefusal | null {
  try {
    const stats = lstatSync(diskPath(path), { bigint: true });
    if (stats.isSymbolicLink()) return 'link';
    if (!stats.isDirectory()) return 'replaced';
    const now = diskName(realpathSync.native(diskPath(path), 'buffer'));
    if (!isAtOrBelow(rootRealPath, now, style)) return 'outside-root';
    if (!isSamePath(path, now, style)) return 'link';
    if (stats.dev !== expected.dev) return 'mount';
    if (stats.ino !== expected.ino) return 'replaced';
    return lstatSync(diskPath(rootRealPath), { bigint: true }).dev === stats.dev ? null : 'mount';
  } catch (error) {
    if (isMissing(error)) return 'vanished';
    throw error;
  }
}

/**
 * Pins by repeated checks, for systems without handle-relative removal: re-resolves place and identity of the
 * folder before every operation. docs/security.md names the remaining gap.
 */
export function createPortableFolderPins(style: PathStyle): FolderPins {
  return {
    pin(path, expected, rootRealPath) {
      const refusal = refusalFor(path, expected, rootRealPath, style);
      if (refusal !== null) return refusal;
      const at = (name: string): string | Buffer => {
        if (!isPlainName(name, style)) throw new TypeError('a pinned folder takes plain names only');
        const lost = refusalFor(path, expected, rootRealPath, style);
        if (lost !== null) throw new PinLost(lost);
        return diskPath(join(path, name));
      };
      return {
        stat: (name) => pinnedStatOf(lstatSync(at(name), { bigint: true })),
        removeFile: (name) => unlinkSync(at(name)),
        removeFolder: (name) => rmdirSync(at(name)),
        pathFor: at,
        close: () => undefined,
      } satisfies PinnedFolder;
    },
  };
}
