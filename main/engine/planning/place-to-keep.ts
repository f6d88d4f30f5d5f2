import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, sep } from 'node:path';
import { isAtOrBelow, isPlainName, isSamePath } from '../../../app/cleanup/containment.ts';
import type { KeepFault, KeptState, PlaceToKeep } from '../../../app/contract/keep.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import { diskName, diskPath, diskStyle } from '../fs/disk-names.ts';
import { isAbsent } from '../fs/errors.ts';

/** A file or folder of the keep-list, as it is stored. */
export interface FoundPlace {
  readonly path: string;
  /** whose folder it lies in */
  readonly accountId: string | null;
}

function refused(path: string, why: KeepFault): SignOffError {
  return new SignOffError('keep-refused', { path, why });
}

function writtenPath(wanted: PlaceToKeep, { roots }: Discovery): string {
  if (typeof wanted === 'string') {
    if (!isAbsolute(wanted) || wanted.split(/[\\/]/u).includes('..')) throw refused(wanted, 'relative');
    return wanted;
  }
  const { rootId, path } = wanted;
  const root = roots.find(({ id }) => id === rootId);
  const names = path.split('/');
  if (root === undefined || !names.every((name) => isPlainName(name, diskStyle)))
    throw refused(path, 'outside');
  return [root.realPath.endsWith(sep) ? root.realPath.slice(0, -1) : root.realPath, ...names].join(sep);
}

async function realPlace(path: string): Promise<string> {
  return diskName(await realpath(diskPath(path), 'buffer'));
}

/** The place itself, and what it leads to if it is a link: either may lie in a data folder. */
async function realPlaces(path: string): Promise<readonly string[]> {
  try {
    await lstat(diskPath(path));
    const bare = path.replace(/(?<=[^\\/])[\\/]+$/u, '');
    const above = dirname(bare);
    const name = bare.slice(above.endsWith(sep) ? above.length : above.length + 1);
    const itself = parse(bare).root === bare ? bare : join(await realPlace(above), name);
    // a link that leads nowhere is kept as the link that it is
    const target = await realPlace(path).catch(() => itself);
    return [itself, target];
  } catch (error) {
    throw refused(path, isAbsent(error) ? 'missing' : 'no-permission');
  }
}

function accountAt(root: Root, path: string): string | null {
  const [top] = path.slice(root.realPath.length).split(/[\\/]/u).filter(Boolean);
  return root.accounts.find(({ folder }) => folder === top)?.id ?? null;
}

/**
 * Where a file or folder that the person wants kept lies. Throws `keep-refused` unless it is there and lies in a data
 * folder: only there does a plan take anything. A whole data folder is refused, because nothing would be cleaned then.
 */
export async function placeToKeep(wanted: PlaceToKeep, discovery: Discovery): Promise<FoundPlace> {
  const written = writtenPath(wanted, discovery);
  const places = await realPlaces(written);
  for (const place of places) {
    const roots = discovery.roots.filter(({ realPath }) => isAtOrBelow(realPath, place, diskStyle));
    // of nested data folders the inner one says whose it is
    const root = roots.toSorted((a, b) => b.realPath.length - a.realPath.length)[0];
    if (root === undefined) continue;
    if (isSamePath(root.realPath, place, diskStyle)) throw refused(written, 'data-folder');
    return { path: place, accountId: accountAt(root, place) };
  }
  const holdsRoot = places.some((place) =>
    discovery.roots.some(({ realPath }) => isAtOrBelow(place, realPath, diskStyle)),
  );
  throw refused(written, holdsRoot ? 'data-folder' : 'outside');
}

/** What is at a path of the keep-list now. */
export async function keptStateAt(path: string): Promise<KeptState> {
  try {
    return (await lstat(diskPath(path))).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return isAbsent(error) ? 'missing' : 'could-not-tell';
  }
}
