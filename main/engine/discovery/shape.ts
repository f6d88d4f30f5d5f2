import type { Platform, Shape } from '../../../app/platforms/platform.ts';
import { expandPattern } from './expand-pattern.ts';

/** `no-permission`: an unreadable part could change the answer. */
export type ShapeAnswer = 'yes' | 'no' | 'no-permission';

/** Windows and macOS layouts ignore case, as those systems do. */
export function isCaseless(platform: Platform): boolean {
  return platform.system !== 'linux';
}

async function matchesPattern(
  folder: string,
  pattern: string,
  caseless: boolean,
  kind: string,
): Promise<ShapeAnswer> {
  const { matches, unreadable } = await expandPattern(folder, pattern, { caseless, maxFolders: 2_000 });
  if (matches.some((match) => match.kind === kind)) return 'yes';
  return unreadable.length > 0 ? 'no-permission' : 'no';
}

/** Whether a folder's content has the shape. `caseless` follows the system that wrote the layout. */
export async function matchesShape(folder: string, shape: Shape, caseless: boolean): Promise<ShapeAnswer> {
  if ('folder' in shape) return matchesPattern(folder, shape.folder, caseless, 'folder');
  if ('file' in shape) return matchesPattern(folder, shape.file, caseless, 'file');
  const parts = 'all' in shape ? shape.all : shape.any;
  const decisive: ShapeAnswer = 'all' in shape ? 'no' : 'yes';
  const otherwise: ShapeAnswer = 'all' in shape ? 'yes' : 'no';
  let denied = false;
  for (const part of parts) {
    const answer = await matchesShape(folder, part, caseless);
    if (answer === decisive) return decisive;
    denied ||= answer === 'no-permission';
  }
  return denied ? 'no-permission' : otherwise;
}
