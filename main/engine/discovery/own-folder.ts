import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isAtOrBelow } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Identity, Mounts } from '../../system/ports.ts';
import { diskStyle } from '../fs/disk-names.ts';
import type { OwnPlace, Root } from './discovery.ts';

/** Null when the call throws: the entry is missing or unreadable. */
function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** The real path; for a missing entry, that of the nearest existing parent plus the rest. */
function realPathOf(path: string): string {
  const real = orNull(() => realpathSync.native(path));
  if (real !== null) return real;
  const parent = dirname(path);
  return parent === path ? path : join(realPathOf(parent), basename(path));
}

/** Null when the folder does not exist yet. */
function identityOf(path: string): Identity | null {
  const found = orNull(() => statSync(path, { bigint: true }));
  return found?.isDirectory() === true ? { dev: found.dev, ino: found.ino } : null;
}

/**
 * The assistant's own folder and the folders directly in it, any of which may be a link or a mount. Their identities
 * let a scan recognise them under any path.
 */
export function ownPlaces(folder: string): readonly OwnPlace[] {
  const path = resolve(folder);
  const names = orNull(() => readdirSync(path)) ?? [];
  const inside = names.map((name) => join(path, name)).filter((child) => identityOf(child) !== null);
  return [path, ...inside].map((one) => ({
    path: one,
    realPath: realPathOf(one),
    identity: identityOf(one),
  }));
}

function isSame(one: Identity | null, other: Identity | null): boolean {
  return one !== null && other !== null && one.ino !== 0n && one.dev === other.dev && one.ino === other.ino;
}

/** True when `identity` is the folder at `path` or an ancestor, under any name. */
function isAbove(identity: Identity | null, path: string): boolean {
  const parent = dirname(path);
  return isSame(identity, identityOf(path)) || (parent !== path && isAbove(identity, parent));
}

/** A folder with all the paths and ids used to compare it. */
interface ComparedFolder {
  readonly paths: readonly string[];
  readonly identity: Identity | null;
  /** its path on the underlying disk, the same for every mount */
  readonly onDisk: string | null;
}

function contains(outer: ComparedFolder, inner: ComparedFolder): boolean {
  if (outer.onDisk !== null && inner.onDisk !== null && isAtOrBelow(outer.onDisk, inner.onDisk, 'posix'))
    return true;
  return inner.paths.some(
    (path) =>
      isAbove(outer.identity, path) || outer.paths.some((above) => isAtOrBelow(above, path, diskStyle)),
  );
}

/** True when `inner` is `outer` or lies below it, under any path, link or mount. */
export async function containedIn(
  inner: OwnPlace,
  outer: OwnPlace,
  mounts: Mounts | undefined,
): Promise<boolean> {
  return contains(await toCompared(outer, mounts), await toCompared(inner, mounts));
}

async function toCompared(
  { path, realPath, identity }: OwnPlace,
  mounts: Mounts | undefined,
): Promise<ComparedFolder> {
  const onDisk = (await mounts?.onDisk?.(realPath)) ?? null;
  return { paths: [...new Set([path, realPath])], identity, onDisk };
}

/**
 * Throws `data-dir-not-apart` when the assistant's own folder contains a root or lies inside one: cleaning would remove
 * the quarantine and the run's journal too.
 */
export async function assertApart(
  own: readonly OwnPlace[],
  roots: readonly Root[],
  mounts: Mounts | undefined,
): Promise<void> {
  const places = await Promise.all(own.map((place) => toCompared(place, mounts)));
  for (const root of roots) {
    const data = await toCompared(root, mounts);
    for (const [index, place] of places.entries()) {
      const which = contains(data, place) ? 'own-inside' : contains(place, data) ? 'data-inside' : null;
      const path = own[index]?.path ?? '';
      if (which !== null) throw new SignOffError('data-dir-not-apart', { path, root: root.realPath, which });
    }
  }
}
