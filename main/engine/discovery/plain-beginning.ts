import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../fs/errors.ts';

interface Beginning {
  readonly from: string;
  readonly rest: string;
  readonly unlooked: { readonly path: string; readonly code: string } | null;
}

/** The first broken link of `paths`, if any: its target may be on a disconnected drive. */
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

/** Resolves the part of a path before its first pattern by the system, because a moved profile may contain links. */
export async function plainBeginning(base: string, path: string): Promise<Beginning> {
  const segments = path.split('/');
  const firstPattern = segments.findIndex((segment) => /[*?{}<]/.test(segment));
  const count = firstPattern === -1 ? segments.length - 1 : firstPattern;
  const from = join(base, ...segments.slice(0, count));
  try {
    if ((await stat(from)).isDirectory())
      return { from, rest: segments.slice(count).join('/'), unlooked: null };
  } catch (error) {
    const parents = [base, ...segments.slice(0, count)].map((_part, index, parts) =>
      join(...parts.slice(0, index + 1)),
    );
    return { from: base, rest: path, unlooked: await brokenLink(parents, errorCode(error)) };
  }
  return { from: base, rest: path, unlooked: null };
}
