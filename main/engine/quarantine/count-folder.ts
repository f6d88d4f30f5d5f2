import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import type { PutAside } from '../batches/index-lines.ts';
import { nextTurn } from '../fs/turns.ts';

export const nothingAside: PutAside = { files: 0, bytes: 0, allocated: 0 };

export function plusAside(one: PutAside, other: PutAside): PutAside {
  return {
    files: one.files + other.files,
    bytes: one.bytes + other.bytes,
    allocated: one.allocated + other.allocated,
  };
}

/** The size of a folder's content. Counts links without following them. */
export async function countFolder(top: string): Promise<PutAside> {
  const total = { files: 0, bytes: 0, allocated: 0 };
  const waiting = [top];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const name of listFolder(folder).names) {
      const path = join(folder, name);
      const stats = lstatSync(diskPath(path));
      if (stats.isDirectory()) {
        waiting.push(path);
        continue;
      }
      total.files += 1;
      total.bytes += stats.size;
      total.allocated += stats.blocks * 512;
    }
    await nextTurn();
  }
  return total;
}
