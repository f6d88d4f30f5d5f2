import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import { PinLost } from '../../system/ports.ts';
import type { PinnedFolder, FolderPins } from '../../system/ports.ts';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import type { ItemLine } from '../batches/index-lines.ts';
import { countFolder } from '../batches/items-on-disk.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';
import { InTheWay, lookFor, reachFolder } from './restore-targets.ts';
import type { RecreatedFolders, Bound } from './restore-targets.ts';
import type { Batch } from './open-batch.ts';
import { Cancelled, nameBeside, restoreFile } from './restore-file.ts';
import { reasonOf } from './restore-tally.ts';
import type { RestoredAs, RestoreTally } from './restore-tally.ts';

/** Keeps the last used folder pinned, because the next item is mostly in the same one. */
interface OpenFolder {
  /** Valid until the next call. The pin checks each use. */
  open(key: string, pin: () => PinnedFolder): PinnedFolder;
  close(): void;
}

export function createOpenFolder(): OpenFolder {
  let last: { readonly key: string; readonly pin: PinnedFolder } | null = null;
  const close = (): void => {
    last?.pin.close();
    last = null;
  };
  return {
    close,
    open(key, pin) {
      if (last?.key === key) return last.pin;
      close();
      last = { key, pin: pin() };
      return last.pin;
    },
  };
}

/** State that all items of one restore share. */
export interface Restoring {
  readonly batch: Batch;
  readonly bounds: readonly (Bound | null)[];
  readonly rule: ConflictRule;
  readonly pins: FolderPins;
  readonly tally: RestoreTally;
  readonly recreated: RecreatedFolders;
  readonly signal: AbortSignal;
  /** Source and target folders, one pinned at a time. */
  readonly sources: OpenFolder;
  readonly places: OpenFolder;
}

/** One item of the batch and its target path. */
interface RestoreEntry {
  /** absolute path of the item's folder in the batch */
  readonly folder: string;
  readonly name: string;
  readonly root: number;
  readonly path: readonly string[];
  /** Null for content of a merged folder. */
  readonly item: ItemLine | null;
}

type MoveResult = RestoredAs | 'merge';

function pinSource(run: Restoring, path: string): PinnedFolder {
  const { dev, ino } = lstatSync(diskPath(path), { bigint: true });
  const pin = run.pins.pin(path, { dev, ino }, run.batch.folder.path);
  if (typeof pin === 'string') throw new PinLost(pin);
  return pin;
}

function boundOf(run: Restoring, entry: RestoreEntry): Bound {
  const bound = run.bounds[entry.root];
  if (bound === null || bound === undefined) throw new PinLost('outside-root');
  return bound;
}

function shownPath(run: Restoring, entry: RestoreEntry): string {
  return join(run.batch.header.roots[entry.root]?.realPath ?? '', ...entry.path);
}

/** The temporary name of a copy. It is the same after a crash, so that the next restore finds and replaces it. */
function temporaryName(run: Restoring, entry: RestoreEntry): string {
  const place = createHash('sha256')
    .update(JSON.stringify([entry.root, entry.path]))
    .digest('hex');
  return `.signoff-${run.batch.id}-${place.slice(0, 16)}.part`;
}

async function amountOf(entry: RestoreEntry, isFolder: boolean): Promise<Amount> {
  const path = join(entry.folder, entry.name);
  if (entry.item !== null) return entry.item;
  if (isFolder) return countFolder(path);
  const { size, blocks } = lstatSync(diskPath(path));
  return { files: 1, bytes: size, allocated: blocks * 512 };
}

/** Moves a folder as a whole to a free path. Merges its content into an existing folder. */
function moveFolder(run: Restoring, entry: RestoreEntry, from: PinnedFolder, to: PinnedFolder): MoveResult {
  const wanted = entry.path.at(-1) ?? '';
  const existing = lookFor(to, wanted);
  if (existing?.kind === 'folder') return 'merge';
  const source = from.pathFor(entry.name);
  try {
    if (existing === null) {
      renameSync(source, to.pathFor(wanted));
      return 'plain';
    }
    for (let number = 2; run.rule === 'rename' && number < 10_000; number += 1) {
      const beside = nameBeside(wanted, number);
      if (lookFor(to, beside) !== null) continue;
      renameSync(source, to.pathFor(beside));
      return 'renamed';
    }
  } catch (error) {
    if (errorCode(error) !== 'EXDEV' || existing !== null) throw error;
    const { mode, mtimeMs } = lstatSync(source);
    mkdirSync(to.pathFor(wanted), { mode: 0o700 });
    run.recreated.add(entry.root, entry.path, { mode: mode & 0o7777, mtimeMs });
    return 'merge';
  }
  throw new InTheWay();
}

async function moveEntry(run: Restoring, entry: RestoreEntry): Promise<MoveResult> {
  const { root, path, name, item } = entry;
  const parent = path.slice(0, -1);
  const note = (made: readonly string[]): void => run.recreated.add(root, made, null);
  const from = run.sources.open(entry.folder, () => pinSource(run, entry.folder));
  const to = run.places.open(JSON.stringify([root, parent]), () =>
    reachFolder(run.pins, boundOf(run, entry), parent, note),
  );
  const stat = from.stat(name);
  if (stat.kind === 'folder') return moveFolder(run, entry, from, to);
  const temporary = temporaryName(run, entry);
  const wanted = path.at(-1) ?? '';
  const sha256 = item?.sha256 ?? null;
  return restoreFile({ from, name, stat, to, wanted, temporary, sha256, signal: run.signal }, run.rule);
}

/** Discards the pins, so that one item's failure does not affect the next. */
function resetPins(run: Restoring): void {
  run.sources.close();
  run.places.close();
}

/** Merges a folder. After a cancel the recorded outcomes stay, and the caller counts the rest. */
async function mergeFolder(run: Restoring, entry: RestoreEntry): Promise<void> {
  const folder = join(entry.folder, entry.name);
  for (const name of listFolder(folder).names) {
    await restoreItem(run, { folder, name, root: entry.root, path: [...entry.path, name], item: null });
    await nextTurn();
  }
  if (listFolder(folder).names.length > 0) return;
  run.sources.open(entry.folder, () => pinSource(run, entry.folder)).removeFolder(entry.name);
}

/** Counts the rest after a cancel from the index, without reading the disk. */
function countRest(run: Restoring, entry: RestoreEntry, countedBefore: number, cancelled: Cancelled): void {
  if (entry.item === null) throw cancelled;
  const rest = entry.item.files - (run.tally.counted - countedBefore);
  if (rest > 0) run.tally.addKept(rest, 'cancelled', shownPath(run, entry));
}

/**
 * Restores one item by the conflict rule and records the outcome of each file. For an indexed item it never throws; for
 * content of a merged folder it throws only `Cancelled`.
 */
export async function restoreItem(run: Restoring, entry: RestoreEntry): Promise<void> {
  const { counted } = run.tally;
  let amount: Amount = { files: entry.item?.files ?? 0, bytes: 0, allocated: 0 };
  try {
    if (run.signal.aborted) throw new Cancelled();
    const isFolder = lstatSync(diskPath(join(entry.folder, entry.name))).isDirectory();
    amount = await amountOf(entry, isFolder);
    const done = await moveEntry(run, entry);
    if (done === 'merge') await mergeFolder(run, entry);
    else run.tally.addRestored(amount, done);
  } catch (error) {
    resetPins(run);
    if (error instanceof Cancelled) countRest(run, entry, counted, error);
    else run.tally.addKept(amount.files, reasonOf(error), shownPath(run, entry));
  }
}
