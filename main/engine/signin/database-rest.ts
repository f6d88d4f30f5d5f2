import { lstat } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { Location } from '../../../app/platforms/platform.ts';
import type { Root } from '../discovery/discovery.ts';
import { expandPattern } from '../discovery/expand-pattern.ts';
import { isCaseless } from '../discovery/shape.ts';
import { placesOf } from './credential-files.ts';
import type { Place } from './credential-files.ts';
import { isAbsent, isDenied } from '../fs/errors.ts';
import { pause } from '../fs/turns.ts';

async function walFilesOf(root: Root, row: Location, { base }: Place): Promise<readonly string[]> {
  const found = await Promise.all(
    row.paths.map((pattern) => expandPattern(base, pattern, { caseless: isCaseless(root.platform) })),
  );
  return found
    .flatMap(({ matches }) => matches)
    .filter(({ path, kind }) => kind !== 'folder' && path.endsWith('-wal'))
    .map(({ path }) => path);
}

async function walFiles(roots: readonly Root[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const root of roots)
    for (const row of root.platform.locations.filter(({ category }) => category === 'database'))
      for (const place of placesOf(root, row)) found.push(...(await walFilesOf(root, row, place)));
  return [...new Set(found)].toSorted();
}

async function stateOf(path: string): Promise<string> {
  try {
    const { size, mtimeNs } = await lstat(path, { bigint: true });
    return `${path} ${String(size)} ${String(mtimeNs)}`;
  } catch (error) {
    if (isAbsent(error) || isDenied(error)) return `${path} -`;
    throw error;
  }
}

async function snapshot(roots: readonly Root[]): Promise<string> {
  return (await Promise.all((await walFiles(roots)).map(stateOf))).join('\n');
}

/** `restMs`: how long to wait for idle write-ahead logs. `lookMs`: time between two snapshots. */
export interface RestPatience {
  readonly restMs: number;
  readonly lookMs: number;
}

/** True when two successive snapshots of all write-ahead logs are equal; false when time is up. */
export async function databasesRest(
  roots: readonly Root[],
  { restMs, lookMs }: RestPatience,
  signal: AbortSignal,
): Promise<boolean> {
  const end = performance.now() + restMs;
  let before = await snapshot(roots);
  do {
    await pause(lookMs, signal);
    const now = await snapshot(roots);
    if (now === before) return true;
    before = now;
  } while (performance.now() < end);
  return false;
}
