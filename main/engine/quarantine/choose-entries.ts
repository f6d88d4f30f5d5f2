import { lstatSync } from 'node:fs';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { partsBelow } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { HeaderLine, ItemLine, PartLine } from '../batches/index-lines.ts';
import { countFolder, itemPath } from '../batches/items-on-disk.ts';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import { familyOf } from './families.ts';
import type { RestoreEntry } from './restore-item.ts';

type Place = Pick<PartLine, 'root' | 'path'>;

/** The part of a batch that choosing needs: finished or not. */
export interface ChoosableBatch<Item extends PartLine> {
  readonly id: string;
  /** absolute path of the batch's folder */
  readonly folder: string;
  readonly roots: HeaderLine['roots'];
  readonly items: readonly Item[];
  readonly style: PathStyle;
}

/** An item, or with `below` a file or folder inside an item that was moved as a whole. */
interface Choice<Item> {
  readonly item: Item;
  readonly below: readonly string[];
}

function keyOf({ root, path }: Place): string {
  return `${root}\0${path.join('\0')}`;
}

/** The places that a path may mean: one for an absolute path, one in each root for another. */
function placesOf(path: string, { roots, style }: ChoosableBatch<PartLine>): readonly Place[] {
  const isWhole = isAbsolute(path);
  return roots.flatMap(({ realPath }, root): Place[] => {
    const named = style === 'windows' ? path.replaceAll('/', '\\') : path;
    const parts = partsBelow(realPath, isWhole ? named : realPath + sep + named, style);
    return parts === null || (!isWhole && parts.length === 0) ? [] : [{ root, path: parts }];
  });
}

/** True when something is there inside the item; no link is followed on the way. */
function isInside(folder: string, below: readonly string[]): boolean {
  let path = folder;
  for (const name of below) {
    if (lstatSync(diskPath(path), { throwIfNoEntry: false })?.isDirectory() !== true) return false;
    path = join(path, name);
  }
  return lstatSync(diskPath(path), { throwIfNoEntry: false }) !== undefined;
}

/** Items by their folder, and folders by each folder above them. */
function foldersOf<Item extends PartLine>(items: readonly Item[]) {
  const children = new Map<string, Item[]>();
  const below = new Map<string, string[]>();
  for (const item of items) {
    const { root } = item;
    const path = item.path.slice(0, -1);
    const folder = keyOf({ root, path });
    const known = children.get(folder);
    if (known !== undefined) {
      known.push(item);
      continue;
    }
    children.set(folder, [item]);
    for (let length = path.length; length >= 0; length -= 1) {
      const above = keyOf({ root, path: path.slice(0, length) });
      const folders = below.get(above);
      if (folders === undefined) below.set(above, [folder]);
      else folders.push(folder);
    }
  }
  return {
    in: (place: Place): readonly Item[] => children.get(keyOf(place)) ?? [],
    below: (place: Place): readonly Item[] =>
      (below.get(keyOf(place)) ?? []).flatMap((folder) => children.get(folder) ?? []),
  };
}

/** Groups names by the database that they belong to. */
function byFamily<One>(all: readonly One[], nameOf: (one: One) => string, style: PathStyle) {
  const families = new Map<string, One[]>();
  for (const one of all) {
    const family = familyOf(nameOf(one), style);
    const known = families.get(family);
    if (known === undefined) families.set(family, [one]);
    else known.push(one);
  }
  return families;
}

/** Finds places in a batch. Folders that only lead to items count as well. */
function createFinder<Item extends PartLine>(batch: ChoosableBatch<Item>) {
  const { items, style } = batch;
  const byPlace = new Map(items.map((item) => [keyOf(item), item]));
  const folders = foldersOf(items);
  const families = new Map<string, ReadonlyMap<string, readonly Choice<Item>[]>>();
  const inside = (place: Place): Choice<Item> | null => {
    for (let length = place.path.length - 1; length > 0; length -= 1) {
      const item = byPlace.get(keyOf({ root: place.root, path: place.path.slice(0, length) }));
      if (item === undefined) continue;
      const below = place.path.slice(length);
      const isThere = item.kind === 'folder' && isInside(itemPath(batch.folder, item.id), below);
      return isThere ? { item, below } : null;
    }
    return null;
  };
  const filesBeside = ({ item, below }: Choice<Item>): readonly Choice<Item>[] => {
    if (below.length === 0)
      return folders
        .in({ root: item.root, path: item.path.slice(0, -1) })
        .filter(({ kind }) => kind !== 'folder')
        .map((one) => ({ item: one, below: [] }));
    const above = below.slice(0, -1);
    const folder = join(itemPath(batch.folder, item.id), ...above);
    return listFolder(folder)
      .names.filter((name) => !lstatSync(diskPath(join(folder, name))).isDirectory())
      .map((name) => ({ item, below: [...above, name] }));
  };
  return {
    /** all that lies at the place or below it */
    find(place: Place): readonly Choice<Item>[] {
      const item = byPlace.get(keyOf(place));
      if (item !== undefined) return [{ item, below: [] }];
      const below = folders.below(place);
      if (below.length > 0) return below.map((one) => ({ item: one, below: [] }));
      const one = inside(place);
      return one === null ? [] : [one];
    },
    /** a database with its journals, whichever of them is chosen; anything else alone */
    withFamily(choice: Choice<Item>): readonly Choice<Item>[] {
      const { item, below } = choice;
      if (isFolder(batch, choice)) return [choice];
      const at = keyOf({ root: item.root, path: [...item.path, ...below].slice(0, -1) });
      const known = families.get(at) ?? byFamily(filesBeside(choice), nameOf, style);
      families.set(at, known);
      return known.get(familyOf(nameOf(choice), style)) ?? [choice];
    },
  };
}

function nameOf({ item, below }: Choice<PartLine>): string {
  return below.at(-1) ?? item.path.at(-1) ?? '';
}

function isFolder(batch: ChoosableBatch<PartLine>, { item, below }: Choice<PartLine>): boolean {
  if (below.length === 0) return item.kind === 'folder';
  return lstatSync(diskPath(join(itemPath(batch.folder, item.id), ...below))).isDirectory();
}

/** Drops what another choice already holds. */
function withoutCovered<Item extends PartLine>(choices: readonly Choice<Item>[]): readonly Choice<Item>[] {
  const keyOfChoice = ({ item }: Choice<Item>, below: readonly string[]): string =>
    [item.id, ...below].join('\0');
  const unique = new Map(choices.map((choice) => [keyOfChoice(choice, choice.below), choice]));
  return [...unique.values()].filter(({ item, below }) =>
    below.every((_, length) => !unique.has(keyOfChoice({ item, below }, below.slice(0, length)))),
  );
}

/**
 * What the paths mean in a batch. Read-only. Throws `quarantine-path-unknown` for the first path that is not in it, and
 * `quarantine-path-ambiguous` for one that is in several of its data folders.
 */
export function choose<Item extends PartLine>(
  batch: ChoosableBatch<Item>,
  paths: readonly string[],
): readonly Choice<Item>[] {
  const finder = createFinder(batch);
  const chosen: Choice<Item>[] = [];
  for (const path of paths) {
    const found = placesOf(path, batch)
      .map((place) => ({ place, choices: finder.find(place) }))
      .filter(({ choices }) => choices.length > 0);
    const places = new Set(
      found.map(({ place }) => join(batch.roots[place.root]?.realPath ?? '', ...place.path)),
    );
    if (places.size === 0) throw new SignOffError('quarantine-path-unknown', { path, batch: batch.id });
    if (places.size > 1)
      throw new SignOffError('quarantine-path-ambiguous', { path, batch: batch.id, places: [...places] });
    const all = found.flatMap(({ choices }) => choices);
    // several are all of a folder, and a folder holds its families
    chosen.push(...(all.length > 1 ? all : all.flatMap((choice) => finder.withFamily(choice))));
  }
  return withoutCovered(chosen);
}

async function entryOf(folder: string, { item, below }: Choice<ItemLine>): Promise<RestoreEntry> {
  const path = join(itemPath(folder, item.id), ...below);
  const place = { folder: dirname(path), name: below.at(-1) ?? item.id, root: item.root };
  if (below.length === 0) return { ...place, path: item.path, known: item, within: null };
  const stats = lstatSync(diskPath(path));
  const known = stats.isDirectory()
    ? await countFolder(path)
    : { files: 1, bytes: stats.size, allocated: stats.blocks * 512 };
  return { ...place, path: [...item.path, ...below], known, within: item };
}

/** The entries to restore for these choices, with their amounts. */
export async function entriesFor(
  folder: string,
  choices: readonly Choice<ItemLine>[],
): Promise<readonly RestoreEntry[]> {
  const entries: RestoreEntry[] = [];
  for (const choice of choices) entries.push(await entryOf(folder, choice));
  return entries;
}
