import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { HeaderLine, ItemLine, ParentLine } from '../batches/index-lines.ts';
import { indexName } from '../batches/read-index.ts';
import { replaceFileSync } from '../fs/whole-file.ts';

function keyOf(root: number, path: readonly string[]): string {
  return `${root}\0${path.join('\0')}`;
}

/** The described folders that are parents of an item, each once, in its oldest state. */
function neededParents(items: readonly ItemLine[], parents: readonly ParentLine[]): readonly ParentLine[] {
  const needed = new Set<string>();
  for (const { root, path } of items) {
    for (let length = path.length - 1; length > 0; length -= 1) {
      const key = keyOf(root, path.slice(0, length));
      if (needed.has(key)) break;
      needed.add(key);
    }
  }
  const kept = new Map<string, ParentLine>();
  for (const parent of parents) {
    const key = keyOf(parent.root, parent.path);
    const known = kept.get(key);
    if (!needed.has(key) || (known !== undefined && known.mtimeMs <= parent.mtimeMs)) continue;
    kept.set(key, parent);
  }
  return [...kept.values()];
}

/** Writes a batch's index with its checksum atomically. */
export function writeIndex(
  folder: string,
  header: HeaderLine,
  items: readonly ItemLine[],
  parents: readonly ParentLine[],
): void {
  const lines = [header, ...neededParents(items, parents), ...items];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  replaceFileSync(
    join(folder, indexName),
    `${text}${JSON.stringify({ kind: 'end', items: items.length, sha256 })}\n`,
  );
}
