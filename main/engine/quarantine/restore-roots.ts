import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isPlainName, isSamePath } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { diskPath } from '../fs/disk-names.ts';
import type { Identity } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Batch } from './open-batch.ts';

/** The allowed target of one root. Nothing above `top` is touched; `missing` is created below it first. */
export interface Bound {
  readonly realPath: string;
  readonly top: string;
  readonly identity: Identity;
  readonly missing: readonly string[];
}

function folderAt(path: string): Identity | null {
  const stats = lstatSync(diskPath(path), { bigint: true, throwIfNoEntry: false });
  return stats?.isDirectory() === true ? { dev: stats.dev, ino: stats.ino } : null;
}

/** The nearest existing folder at or above the path, by its real path; null when a link or file is in the way. */
function nearestFolder(path: string): { readonly top: string; readonly identity: Identity } | null {
  for (let top = path; ; top = dirname(top)) {
    const identity = folderAt(top);
    if (identity !== null) return realpathSync.native(top) === top ? { top, identity } : null;
    const isThere = lstatSync(diskPath(top), { throwIfNoEntry: false }) !== undefined;
    if (isThere || dirname(top) === top) return null;
  }
}

/** The real path, also when its last components are missing. */
function realPlace(path: string): string | null {
  for (let top = path; dirname(top) !== top; top = dirname(top)) {
    try {
      return join(realpathSync.native(top), relative(top, path));
    } catch {
      // Missing: try the parent.
    }
  }
  return null;
}

function wasLookedIn(discovery: Discovery, path: string, style: PathStyle): boolean {
  return discovery.lookedIn.some((place) => {
    if (place.includes('*')) return false;
    if (isSamePath(place, path, style)) return true;
    const real = realPlace(place);
    return real !== null && isSamePath(real, path, style);
  });
}

function boundOf(realPath: string, discovery: Discovery, style: PathStyle): Bound {
  const unknown = new SignOffError('quarantine-root-unknown', { path: realPath });
  const known = discovery.roots.some((root) => isSamePath(root.realPath, realPath, style));
  if (!known && !wasLookedIn(discovery, realPath, style)) throw unknown;
  const found = nearestFolder(realPath);
  if (found === null) throw unknown;
  const missing = relative(found.top, realPath)
    .split(sep)
    .filter((name) => name !== '');
  if (!missing.every((name) => isPlainName(name, style))) throw unknown;
  return { realPath, ...found, missing };
}

/**
 * The allowed targets of the batch's roots, from a fresh discovery and never from the index alone. Throws
 * `quarantine-root-unknown` before anything is touched.
 */
export function boundsFor(batch: Batch, discovery: Discovery, style: PathStyle): readonly (Bound | null)[] {
  const used = new Set(batch.items.map((item) => item.root));
  return batch.header.roots.map((root, index) =>
    used.has(index) ? boundOf(root.realPath, discovery, style) : null,
  );
}
