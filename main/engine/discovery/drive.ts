import { stat } from 'node:fs/promises';
import { parse, sep } from 'node:path';
import { isAbsent } from '../fs/errors.ts';

const mountFolders: readonly RegExp[] = [
  /^\/Volumes\/[^/]+/u,
  /^\/(?:run\/)?media\/[^/]+\/[^/]+/u,
  /^\/mnt\/[^/]+/u,
];

/** The mount point of a removable drive that contains the path; null on the system drive. */
export function driveOf(path: string): string | null {
  if (sep === '\\') return parse(path).root;
  const found = mountFolders.map((pattern) => pattern.exec(path)?.[0]);
  return found.find((drive) => drive !== undefined) ?? null;
}

/** `away`: not connected. `silent`: connected, but unreadable or not answering. */
export type DriveState = 'there' | 'away' | 'silent';

/** State of the path's drive. A drive that does not answer within `waitMs` is silent, so the search does not hang. */
export async function driveState(path: string, waitMs = 3_000): Promise<DriveState> {
  const drive = driveOf(path);
  if (drive === null) return 'there';
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DriveState>((resolve) => {
    timer = setTimeout(() => {
      resolve('silent');
    }, waitMs);
  });
  const there = stat(drive).then(
    (): DriveState => 'there',
    (error: unknown): DriveState => (isAbsent(error) ? 'away' : 'silent'),
  );
  const answer = await Promise.race([there, late]);
  clearTimeout(timer);
  return answer;
}

/** False when the path's drive is away or silent. */
export async function driveAnswers(path: string, waitMs?: number): Promise<boolean> {
  return (await driveState(path, waitMs)) === 'there';
}
