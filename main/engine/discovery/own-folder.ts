import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isAtOrBelow } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { diskStyle } from '../fs/disk-names.ts';
import type { Identity, Mounts } from '../../system/ports.ts';
import type { OwnPlace, Root } from './discovery.ts';

/** Null when nothing is there, or it cannot be asked. */
function asked<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch {
    return null;
  }
}

/** The real path of what is there, or of the nearest folder that is there with the rest added. */
function realPathOf(path: string): string {
  const real = asked(() => realpathSync.native(path));
  if (real !== null) return real;
  const parent = dirname(path);
  return parent === path ? path : join(realPathOf(parent), basename(path));
}

/** Null where there is no folder yet. */
function identityOf(path: string): Identity | null {
  const found = asked(() => statSync(path, { bigint: true }));
  return found?.isDirectory() === true ? { dev: found.dev, ino: found.ino } : null;
}

/**
 * The assistant's own folder and the folders directly in it, of which one may be a link or a mount. By its identity a
 * scan knows each of them under any name.
 */
export function ownPlaces(folder: string): readonly OwnPlace[] {
  const path = resolve(folder);
  const names = asked(() => readdirSync(path)) ?? [];
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

/** True when `identity` is the folder at `path` or one above it, by whatever name. */
function isAbove(identity: Identity | null, path: string): boolean {
  const parent = dirname(path);
  return isSame(identity, identityOf(path)) || (parent !== path && isAbove(identity, parent));
}

/** A folder under the names by which it is compared with another. */
interface Named {
  readonly paths: readonly string[];
  readonly identity: Identity | null;
  /** its place on its disk, the same for every mount that shows it */
  readonly onDisk: string | null;
}

function contains(outer: Named, inner: Named): boolean {
  if (outer.onDisk !== null && inner.onDisk !== null && isAtOrBelow(outer.onDisk, inner.onDisk, 'posix'))
    return true;
  return inner.paths.some(
    (path) =>
      isAbove(outer.identity, path) || outer.paths.some((above) => isAtOrBelow(above, path, diskStyle)),
  );
}

async function named({ path, realPath, identity }: OwnPlace, mounts: Mounts | undefined): Promise<Named> {
  const onDisk = (await mounts?.onDisk?.(realPath)) ?? null;
  return { paths: [...new Set([path, realPath])], identity, onDisk };
}

/**
 * Throws `data-dir-not-apart` when the assistant's own folder lies inside a root, or a root inside it: cleaning the one
 * would take the other along, the quarantine and the record of the run included.
 */
export async function demandApart(
  own: readonly OwnPlace[],
  roots: readonly Root[],
  mounts: Mounts | undefined,
): Promise<void> {
  const places = await Promise.all(own.map((place) => named(place, mounts)));
  for (const root of roots) {
    const data = await named(root, mounts);
    for (const [index, place] of places.entries()) {
      const which = contains(data, place) ? 'own-inside' : contains(place, data) ? 'data-inside' : null;
      const path = own[index]?.path ?? '';
      if (which !== null) throw new SignOffError('data-dir-not-apart', { path, root: root.realPath, which });
    }
  }
}
