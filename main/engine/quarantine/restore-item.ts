import { PinLost } from '../../system/ports.ts';
import type { PinnedFolder, FolderPins } from '../../system/ports.ts';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import type { PutAside, ItemLine } from '../batches/index-lines.ts';
import { countFolder } from './count-folder.ts';
import { InTheWay, lookFor, reachFolder } from './restore-targets.ts';
import type { MadeFolders, Bound } from './restore-targets.ts';
import type { Batch } from './open-batch.ts';
import { Cancelled, nameBeside, restoreFile } from './restore-file.ts';
import { whyOf } from './restore-tally.ts';
import type { Landing, RestoreTally } from './restore-tally.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';

/** Keeps the last used folder pinned, because the next item is mostly in the same one. */
export interface HeldFolder {
  /** Valid until the next call. The pin checks each use. */
  of(key: string, pin: () => PinnedFolder): PinnedFolder;
  close(): void;
}

export function createHeldFolder(): HeldFolder {
  let last: { readonly key: string; readonly pin: PinnedFolder } | null = null;
  const close = (): void => {
    last?.pin.close();
    last = null;
  };
  return {
    close,
    of(key, pin) {
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
  readonly made: MadeFolders;
  readonly signal: AbortSignal;
  /** Source and target folders, one pinned at a time. */
  readonly sources: HeldFolder;
  readonly places: HeldFolder;
}

/** One item of the batch and its target path. */
export interface Thing {
  /** absolute path of the item's folder in the batch */
  readonly folder: string;
  readonly name: string;
  readonly root: number;
  readonly path: readonly string[];
  /** Null for content of a merged folder. */
  readonly item: ItemLine | null;
}

type Done = Landing | 'merge';

function pinSource(run: Restoring, path: string): PinnedFolder {
  const { dev, ino } = lstatSync(diskPath(path), { bigint: true });
  const pin = run.pins.pin(path, { dev, ino }, run.batch.folder.path);
  if (typeof pin === 'string') throw new PinLost(pin);
  return pin;
}

function boundOf(run: Restoring, thing: Thing): Bound {
  const bound = run.bounds[thing.root];
  if (bound === null || bound === undefined) throw new PinLost('outside-root');
  return bound;
}

function shownPath(run: Restoring, thing: Thing): string {
  return join(run.batch.header.roots[thing.root]?.realPath ?? '', ...thing.path);
}

/** The temporary name of a copy. It is the same after a crash, so that the next restore finds and replaces it. */
function temporaryName(run: Restoring, thing: Thing): string {
  const place = createHash('sha256')
    .update(JSON.stringify([thing.root, thing.path]))
    .digest('hex');
  return `.signoff-${run.batch.id}-${place.slice(0, 16)}.part`;
}

async function amountOf(thing: Thing, isFolder: boolean): Promise<PutAside> {
  const path = join(thing.folder, thing.name);
  if (thing.item !== null) return thing.item;
  if (isFolder) return countFolder(path);
  const { size, blocks } = lstatSync(diskPath(path));
  return { files: 1, bytes: size, allocated: blocks * 512 };
}

/** Moves a folder as a whole to a free path. Merges its content into an existing folder. */
function moveFolder(run: Restoring, thing: Thing, from: PinnedFolder, to: PinnedFolder): Done {
  const wanted = thing.path.at(-1) ?? '';
  const existing = lookFor(to, wanted);
  if (existing?.kind === 'folder') return 'merge';
  const source = from.pathFor(thing.name);
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
    run.made.note(thing.root, thing.path, { mode: mode & 0o7777, mtimeMs });
    return 'merge';
  }
  throw new InTheWay();
}

async function moveThing(run: Restoring, thing: Thing): Promise<Done> {
  const { root, path, name, item } = thing;
  const parent = path.slice(0, -1);
  const note = (made: readonly string[]): void => run.made.note(root, made, null);
  const from = run.sources.of(thing.folder, () => pinSource(run, thing.folder));
  const to = run.places.of(JSON.stringify([root, parent]), () =>
    reachFolder(run.pins, boundOf(run, thing), parent, note),
  );
  const stat = from.stat(name);
  if (stat.kind === 'folder') return moveFolder(run, thing, from, to);
  const temporary = temporaryName(run, thing);
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
async function mergeFolder(run: Restoring, thing: Thing): Promise<void> {
  const folder = join(thing.folder, thing.name);
  for (const name of listFolder(folder).names) {
    await restoreItem(run, { folder, name, root: thing.root, path: [...thing.path, name], item: null });
    await nextTurn();
  }
  if (listFolder(folder).names.length > 0) return;
  run.sources.of(thing.folder, () => pinSource(run, thing.folder)).removeFolder(thing.name);
}

/** Counts the rest after a cancel from the index, without reading the disk. */
function countRest(run: Restoring, thing: Thing, toldBefore: number, cancelled: Cancelled): void {
  if (thing.item === null) throw cancelled;
  const rest = thing.item.files - (run.tally.told - toldBefore);
  if (rest > 0) run.tally.stayed(rest, 'cancelled', shownPath(run, thing));
}

/**
 * Restores one item by the conflict rule and records the outcome of each file. For an indexed item it never throws; for
 * content of a merged folder it throws only `Cancelled`.
 */
export async function restoreItem(run: Restoring, thing: Thing): Promise<void> {
  const { told } = run.tally;
  let amount: PutAside = { files: thing.item?.files ?? 0, bytes: 0, allocated: 0 };
  try {
    if (run.signal.aborted) throw new Cancelled();
    const isFolder = lstatSync(diskPath(join(thing.folder, thing.name))).isDirectory();
    amount = await amountOf(thing, isFolder);
    const done = await moveThing(run, thing);
    if (done === 'merge') await mergeFolder(run, thing);
    else run.tally.landed(amount, done);
  } catch (error) {
    resetPins(run);
    if (error instanceof Cancelled) countRest(run, thing, told, error);
    else run.tally.stayed(amount.files, whyOf(error), shownPath(run, thing));
  }
}
