import { createHash } from 'node:crypto';
import { bytesOfName } from '../../../app/cleanup/byte-name.ts';

/** No vowels, no `p`: neither a word nor a reserved name of Windows can come out; one case, for systems that fold it. */
const letters = 'bcdfghjklmnqrstvwxyz0123456789';

const sameLengthAttempts = 8;
/** How many names an entry may get in turn; who looks for what a crash left tries each of them. */
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
 * The name under which an entry is overwritten: it says nothing of the old one, is as long as it in bytes, and can be
 * computed again after a crash. Later attempts are longer, for folders in which every short name is taken.
 */
export function eraseNameOf(runId: string, entry: number, name: string, attempt: number): string {
  const own = Math.min(bytesOfName(name).length, longestName);
  const length = attempt < sameLengthAttempts ? own : Math.max(own, roomyLength);
  return Array.from(
    bytesOf(runId, entry, attempt, length).subarray(0, length),
    (byte) => letters[byte % letters.length],
  ).join('');
}
