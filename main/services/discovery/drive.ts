import { stat } from 'node:fs/promises';
import { parse, sep } from 'node:path';

const mountFolders: readonly RegExp[] = [
  /^\/Volumes\/[^/]+/u,
  /^\/(?:run\/)?media\/[^/]+\/[^/]+/u,
  /^\/mnt\/[^/]+/u,
];

/** The drive that a path needs, null where it lies on what is always there. */
export function driveOf(path: string): string | null {
  if (sep === '\\') return parse(path).root;
  const found = mountFolders.map((pattern) => pattern.exec(path)?.[0]);
  return found.find((drive) => drive !== undefined) ?? null;
}

/** False when the path's drive is not there or does not answer soon: a sleeping network drive must not hold up the search. */
export async function driveAnswers(path: string, waitMs = 3_000): Promise<boolean> {
  const drive = driveOf(path);
  if (drive === null) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, waitMs);
  });
  const there = stat(drive).then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([there, late]);
  clearTimeout(timer);
  return answer;
}
