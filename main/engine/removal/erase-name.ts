import { createHash } from 'node:crypto';
import { bytesOfName } from '../../../app/cleanup/byte-name.ts';

/**
 * No vowels and no `p`, so that no word and no reserved Windows name results. One case, for case-insensitive file
 * systems.
 */
const letters = 'bcdfghjklmnqrstvwxyz0123456789';

const sameLengthAttempts = 8;
/** Candidate names per entry; crash recovery tries each of them. */
export const eraseAttempts = 16;
const roomyLength = 20;
const longestName = 255;

function bytesOf(runId: string, entry: number, attempt: number, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let count = 0; count * 32 < length; count += 1)
    blocks.push(createHash('sha256').update(`${runId}\n${entry}\n${attempt}\n${count}`).digest());
  return Buffer.concat(blocks);
}

/**
 * The name under which an entry is overwritten. It hides the old name, has the same byte length, and can be
 * recomputed after a crash. Later attempts are longer, for folders in which all short names are taken.
 */
export function eraseNameOf(runId: string, entry: number, name: string, attempt: number): string {
  const own = Math.min(bytesOfName(name).length, longestName);
  const length = attempt < sameLengthAttempts ? own : Math.max(own, roomyLength);
  return Array.from(
    bytesOf(runId, entry, attempt, length).subarray(0, length),
    (byte) => letters[byte % letters.length],
  ).join('');
}
