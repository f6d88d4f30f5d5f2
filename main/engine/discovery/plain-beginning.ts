import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../fs/errors.ts';

interface Beginning {
  readonly from: string;
  readonly rest: string;
  readonly unlooked: { readonly path: string; readonly code: string } | null;
}

/** The first of `paths` that is a link which does not lead anywhere now: it may lead to a disk that is away. */
async function brokenLink(paths: readonly string[], code: string): Promise<Beginning['unlooked']> {
  for (const path of paths) {
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (isThere) continue;
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    return isLink ? { path, code } : null;
  }
  return null;
}

/** Folders on the way to a rule's place may be links (a moved profile), so its plain beginning is left to the system. */
export async function plainBeginning(base: string, path: string): Promise<Beginning> {
  const segments = path.split('/');
  const firstPattern = segments.findIndex((segment) => /[*?{}<]/.test(segment));
  const count = firstPattern === -1 ? segments.length - 1 : firstPattern;
  const from = join(base, ...segments.slice(0, count));
  try {
    if ((await stat(from)).isDirectory())
      return { from, rest: segments.slice(count).join('/'), unlooked: null };
  } catch (error) {
    const onTheWay = [base, ...segments.slice(0, count)].map((_part, index, parts) =>
      join(...parts.slice(0, index + 1)),
    );
    return { from: base, rest: path, unlooked: await brokenLink(onTheWay, errorCode(error)) };
  }
  return { from: base, rest: path, unlooked: null };
}
