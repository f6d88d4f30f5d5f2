import { databaseFamily } from './protected.ts';

/** A path of the keep-list at or above a place; null when it is not kept. */
export type KeptLookup = (path: string) => string | null;

/** Full path of a place below a data folder, in the spelling of its system. */
export function fullPath(realPath: string, below: string): string {
  const separator = /^([A-Za-z]:|\\\\)/.test(realPath) ? '\\' : '/';
  const tail = separator === '/' ? below : below.replaceAll('/', separator);
  return realPath.endsWith(separator) ? realPath + tail : realPath + separator + tail;
}

/** The folder that a path lies in; empty for the top of the disk. */
function above(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** For showing only: a plan compares paths as its disk does. */
export function keptLookup(paths: readonly string[]): KeptLookup {
  const known = new Set(paths);
  return (path) => {
    const itself = databaseFamily(path).find((one) => known.has(one));
    if (itself !== undefined) return itself;
    for (let folder = above(path); folder !== ''; folder = above(folder))
      if (known.has(folder)) return folder;
    return null;
  };
}
