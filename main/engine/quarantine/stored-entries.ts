import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEntriesPage, StoredEntry } from '../../../app/contract/quarantine.ts';
import type { HeaderLine, PartLine } from '../batches/index-lines.ts';
import { itemPath } from '../batches/items-on-disk.ts';
import { indexName } from '../batches/index-files.ts';
import { placesOf } from '../batches/places.ts';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import { nextTurn } from '../fs/turns.ts';
import { isCutOff } from './open-batch.ts';

/** The part of a batch that its listing needs: finished or not. */
export interface ListableBatch {
  /** absolute path of the batch's folder */
  readonly folder: string;
  readonly roots: HeaderLine['roots'];
  readonly items: readonly PartLine[];
}

export interface EntriesQuery {
  readonly text?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** Adds the files below a folder of the batch without following links, and returns their number and size. */
async function addFiles(
  into: StoredEntry[],
  root: string,
  path: string,
  folder: string,
): Promise<{ files: number; bytes: number }> {
  const sum = { files: 0, bytes: 0 };
  for (const name of listFolder(folder).names.toSorted()) {
    const place = join(folder, name);
    const stats = lstatSync(diskPath(place));
    if (stats.isDirectory()) {
      const { files, bytes } = await addFiles(into, root, `${path}/${name}`, place);
      sum.files += files;
      sum.bytes += bytes;
      continue;
    }
    into.push({ root, path: `${path}/${name}`, kind: 'file', files: 1, bytes: stats.size });
    sum.files += 1;
    sum.bytes += stats.size;
  }
  await nextTurn();
  return sum;
}

function byPlace(one: PartLine, other: PartLine): number {
  if (one.root !== other.root) return one.root - other.root;
  const [a, b] = [one.path.join('/'), other.path.join('/')];
  return a < b ? -1 : a > b ? 1 : 0;
}

async function entriesOf({ folder, roots, items }: ListableBatch): Promise<readonly StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for (const [index, item] of items.toSorted(byPlace).entries()) {
    const root = roots[item.root]?.realPath ?? '';
    const path = item.path.join('/');
    const place = itemPath(folder, item.id);
    if (item.kind === 'folder') {
      const inside: StoredEntry[] = [];
      const sum = await addFiles(inside, root, path, place);
      entries.push({ root, path, kind: 'folder', ...sum });
      for (const one of inside) entries.push(one);
    } else {
      const { size } = lstatSync(place);
      entries.push({ root, path, kind: 'file', files: 1, bytes: size });
    }
    if (index % 500 === 0) await nextTurn();
  }
  return entries;
}

/** Lists what batches hold. Keeps the last listing, because a window asks for it page by page. */
export interface StoredEntries {
  page(
    quarantine: string,
    batchId: string,
    open: () => Promise<ListableBatch>,
    query: EntriesQuery,
  ): Promise<StoredEntriesPage>;
}

/** Changes with every restore; null while the listing may change without it. */
function stampOf(quarantine: string, batchId: string): string | null {
  const { whole } = placesOf(quarantine, batchId);
  if (isCutOff(whole)) return null;
  const stats = lstatSync(join(whole, indexName), { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${whole} ${stats.ino} ${stats.mtimeNs} ${stats.size}`;
}

export function createStoredEntries(): StoredEntries {
  let last: { readonly stamp: string; readonly entries: readonly StoredEntry[] } | null = null;
  let found: {
    readonly of: readonly StoredEntry[];
    readonly text: string;
    fit: readonly StoredEntry[];
  } | null = null;
  return {
    async page(quarantine, batchId, open, { text, offset, limit }) {
      const stamp = stampOf(quarantine, batchId);
      const isKnown = stamp !== null && last?.stamp === stamp;
      const all = isKnown && last !== null ? last.entries : await entriesOf(await open());
      last = stamp === null ? null : { stamp, entries: all };
      let fit = all;
      if (text !== undefined) {
        const wanted = text.toLowerCase();
        if (found?.of !== all || found.text !== wanted)
          found = {
            of: all,
            text: wanted,
            fit: all.filter(({ path }) => path.toLowerCase().includes(wanted)),
          };
        ({ fit } = found);
      }
      return { batchId, total: fit.length, offset, entries: fit.slice(offset, offset + limit) };
    },
  };
}
