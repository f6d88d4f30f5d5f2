import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import { PinLost } from '../../system/ports.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import type { PutAside } from '../batches/batch-header.ts';
import { countFolder } from './count-folder.ts';
import type { HeldFolder } from '../batches/held-folders.ts';
import type { ItemLine } from '../batches/index-lines.ts';
import type { MadeFolders } from './made-folders.ts';
import type { Batch } from './open-batch.ts';
import { Cancelled, nameBeside, restoreFile } from './restore-file.ts';
import { InTheWay, lookFor, reachFolder } from './reach-folder.ts';
import type { Bound } from './restore-roots.ts';
import { whyOf } from './restore-tally.ts';
import type { Landing, RestoreTally } from './restore-tally.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';

/** What all things of one restore share. */
export interface Restoring {
  readonly batch: Batch;
  readonly bounds: readonly (Bound | null)[];
  readonly rule: ConflictRule;
  readonly pins: FolderPins;
  readonly tally: RestoreTally;
  readonly made: MadeFolders;
  readonly signal: AbortSignal;
  /** where things come from and where they go, one folder each at a time */
  readonly sources: HeldFolder;
  readonly places: HeldFolder;
}

/** One thing below the batch and the place that it is to have. */
export interface Thing {
  /** absolute, the folder of the batch that it lies in */
  readonly folder: string;
  readonly name: string;
  readonly root: number;
  readonly path: readonly string[];
  /** null for what lies in a folder that is merged */
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

/** The name of a copy that grows in somebody's folder: the same after a crash, so that it is found and replaced. */
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

/** A folder goes as one where its place is free; where a folder is, what is in it goes into that one. */
function moveFolder(run: Restoring, thing: Thing, from: PinnedFolder, to: PinnedFolder): Done {
  const wanted = thing.path.at(-1) ?? '';
  const there = lookFor(to, wanted);
  if (there?.kind === 'folder') return 'merge';
  const source = from.pathFor(thing.name);
  try {
    if (there === null) {
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
    if (errorCode(error) !== 'EXDEV' || there !== null) throw error;
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

/** A pin that refused once is made anew, so that one thing's bad luck is not the next one's. */
function letGo(run: Restoring): void {
  run.sources.close();
  run.places.close();
}

/** Cancelled in the middle of a folder: what of it was told stays told, the rest of it is counted by whoever began it. */
async function mergeFolder(run: Restoring, thing: Thing): Promise<void> {
  const folder = join(thing.folder, thing.name);
  for (const name of listFolder(folder).names) {
    await restoreItem(run, { folder, name, root: thing.root, path: [...thing.path, name], item: null });
    await nextTurn();
  }
  if (listFolder(folder).names.length > 0) return;
  run.sources.of(thing.folder, () => pinSource(run, thing.folder)).removeFolder(thing.name);
}

/** After a cancel nothing is looked at any more: the index says how many files the rest of it is. */
function stop(run: Restoring, thing: Thing, toldBefore: number, cancelled: Cancelled): void {
  if (thing.item === null) throw cancelled;
  const rest = thing.item.files - (run.tally.told - toldBefore);
  if (rest > 0) run.tally.stayed(rest, 'cancelled', shownPath(run, thing));
}

/**
 * Puts one thing back by the rule and tells the tally what became of each file in it. Never throws for one thing of the
 * index; for what lies in a merged folder it throws `Cancelled` and nothing else.
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
    letGo(run);
    if (error instanceof Cancelled) stop(run, thing, told, error);
    else run.tally.stayed(amount.files, whyOf(error), shownPath(run, thing));
  }
}
