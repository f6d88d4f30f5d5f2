import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { databaseFamily, databaseOf } from '../../../app/cleanup/protected.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import { PinLost } from '../../system/ports.ts';
import type { PinnedFolder, PinnedStat, FolderPins } from '../../system/ports.ts';
import { diskPath, isWithin, listFolder } from '../fs/disk-names.ts';
import type { ItemLine } from '../batches/index-lines.ts';
import { countFolder, itemPath } from '../batches/items-on-disk.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';
import { InTheWay, lookFor, reachFolder } from './restore-targets.ts';
import type { RecreatedFolders, Bound } from './restore-targets.ts';
import type { Batch } from './open-batch.ts';
import { Cancelled, nameBeside, restoreFile } from './restore-file.ts';
import { familyOf, isJournal, isOfDatabase, renamedWith } from './families.ts';
import { reasonOf } from './restore-tally.ts';
import type { RestoredAs, RestoreReason, RestoreTally } from './restore-tally.ts';
import type { SignInFiles } from './sign-in-files.ts';

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
  readonly style: PathStyle;
  readonly signIns: SignInFiles;
  /** Source and target folders, one pinned at a time. */
  readonly sources: OpenFolder;
  readonly places: OpenFolder;
}

/** What is to go back, and its target path. */
export interface RestoreEntry {
  /** absolute path of its folder in the batch */
  readonly folder: string;
  readonly name: string;
  readonly root: number;
  readonly path: readonly string[];
  /** Its content as it is asked for; null for content of a merged folder. */
  readonly known: (Amount & Pick<ItemLine, 'sha256'>) | null;
  /** The item that it lies in; null for an item itself. */
  readonly within: ItemLine | null;
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
  if (entry.known !== null) return entry.known;
  if (isFolder) return countFolder(path);
  const { size, blocks } = lstatSync(diskPath(path));
  return { files: 1, bytes: size, allocated: blocks * 512 };
}

/** Moves a folder as a whole to a free path. Merges its content into an existing folder. */
function moveFolder(run: Restoring, entry: RestoreEntry, from: PinnedFolder, to: PinnedFolder): MoveResult {
  const wanted = nameOf(entry);
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

/** The former mode and time of a folder that is still in the batch; null where only the index can tell. */
function attributesOf(run: Restoring, { within }: RestoreEntry, path: readonly string[]) {
  if (within === null || path.length < within.path.length) return null;
  const top = itemPath(run.batch.folder.path, within.id);
  const stats = lstatSync(diskPath(join(top, ...path.slice(within.path.length))));
  return stats.isDirectory() ? { mode: stats.mode & 0o7777, mtimeMs: stats.mtimeMs } : null;
}

function openTarget(run: Restoring, entry: RestoreEntry): PinnedFolder {
  const { root, path } = entry;
  const parent = path.slice(0, -1);
  const note = (made: readonly string[]): void =>
    run.recreated.add(root, made, attributesOf(run, entry, made));
  return run.places.open(JSON.stringify([root, parent]), () =>
    reachFolder(run.pins, boundOf(run, entry), parent, note),
  );
}

/** How a file of a family goes back, where all of them must go the same way. */
interface FamilyWay {
  readonly rule: ConflictRule;
  readonly wanted: string;
  /** a family is not cancelled half way */
  readonly signal: AbortSignal;
}

interface FamilyWays {
  /** Already in their places as copies, so none of them holds the others back. */
  readonly copied: ReadonlySet<string>;
  of(name: string): FamilyWay;
}

async function moveEntry(run: Restoring, entry: RestoreEntry, way: FamilyWay | null): Promise<MoveResult> {
  const { name, path, known } = entry;
  const from = run.sources.open(entry.folder, () => pinSource(run, entry.folder));
  const to = openTarget(run, entry);
  const stat = from.stat(name);
  if (stat.kind === 'folder') return moveFolder(run, entry, from, to);
  const temporary = temporaryName(run, entry);
  const sha256 = known?.sha256 ?? null;
  const { rule, wanted, signal } = way ?? { rule: run.rule, wanted: path.at(-1) ?? '', signal: run.signal };
  const done = await restoreFile({ from, name, stat, to, wanted, temporary, sha256, signal }, rule);
  return wanted === path.at(-1) ? done : 'renamed';
}

/** Discards the pins, so that one item's failure does not affect the next. */
function resetPins(run: Restoring): void {
  run.sources.close();
  run.places.close();
}

/** Merges a folder. After a cancel the recorded outcomes stay, and the caller counts the rest. */
async function mergeFolder(run: Restoring, entry: RestoreEntry): Promise<void> {
  const folder = join(entry.folder, entry.name);
  const { root, within } = entry;
  const entries = listFolder(folder).names.map((name): RestoreEntry => ({
    folder,
    name,
    root,
    path: [...entry.path, name],
    known: null,
    within,
  }));
  for (const group of inFamilies(entries, run.style)) {
    await restoreGroup(run, group);
    await nextTurn();
  }
  if (listFolder(folder).names.length > 0) return;
  run.sources.open(entry.folder, () => pinSource(run, entry.folder)).removeFolder(entry.name);
}

/** Counts the rest after a cancel from the index, without reading the disk. */
function countRest(run: Restoring, entry: RestoreEntry, countedBefore: number, cancelled: Cancelled): void {
  if (entry.known === null) throw cancelled;
  const rest = entry.known.files - (run.tally.counted - countedBefore);
  if (rest > 0) run.tally.addKept(rest, 'cancelled', shownPath(run, entry));
}

/** Removes the folders inside an item that this left empty: they are back in their places. */
function dropEmptied(run: Restoring, { folder, within }: RestoreEntry): void {
  if (within === null) return;
  const top = itemPath(run.batch.folder.path, within.id);
  try {
    for (let path = folder; isWithin(path, top); path = dirname(path)) {
      if (listFolder(path).names.length > 0) return;
      const parent = dirname(path);
      run.sources.open(parent, () => pinSource(run, parent)).removeFolder(basename(path));
    }
  } catch {
    // An empty folder that stays loses nothing; the next restore of the batch takes it along.
    resetPins(run);
  }
}

/**
 * Restores one entry by the conflict rule and records the outcome of each file. Returns why it stayed, or null. For
 * what was asked for it never throws; for content of a merged folder it throws only `Cancelled`.
 */
async function restoreOne(
  run: Restoring,
  entry: RestoreEntry,
  way: FamilyWay | null,
): Promise<RestoreReason | null> {
  const { counted } = run.tally;
  let amount: Amount = { files: entry.known?.files ?? 0, bytes: 0, allocated: 0 };
  try {
    if (way === null && run.signal.aborted) throw new Cancelled();
    const isFolder = lstatSync(diskPath(join(entry.folder, entry.name))).isDirectory();
    amount = await amountOf(entry, isFolder);
    const signIns = await run.signIns.count(entry.root, entry.path, join(entry.folder, entry.name));
    const done = await moveEntry(run, entry, way);
    if (done === 'merge') await mergeFolder(run, entry);
    else run.tally.addRestored(amount, done, signIns);
    if (entry.known !== null) dropEmptied(run, entry);
    return null;
  } catch (error) {
    resetPins(run);
    if (error instanceof Cancelled) {
      countRest(run, entry, counted, error);
      return 'cancelled';
    }
    const reason = reasonOf(error);
    run.tally.addKept(amount.files, reason, shownPath(run, entry));
    return reason;
  }
}

const never = new AbortController().signal;

function nameOf({ path }: RestoreEntry): string {
  return path.at(-1) ?? '';
}

/** True for the copy that an interrupted restore made of the source before it could remove that. */
function isOwnCopy(run: Restoring, source: PinnedStat, existing: PinnedStat): boolean {
  return run.batch.wasCutOff && existing.bytes === source.bytes && existing.mtimeMs === source.mtimeMs;
}

/**
 * Whether a file beside the place of a database is not of its family. What was left there when the batch was made, or put
 * there by an interrupted restore, is older than the batch; what a messenger wrote since is newer.
 */
function isForeign(run: Restoring, existing: PinnedStat | null): boolean {
  return existing !== null && existing.kind !== 'folder' && existing.mtimeMs > run.batch.header.at;
}

/** How the files of a family go; null when all stay because a name is taken. */
function familyWay(run: Restoring, group: readonly RestoreEntry[], first: RestoreEntry): FamilyWays | null {
  const sources = group.map((entry) => ({
    name: nameOf(entry),
    stat: run.sources.open(entry.folder, () => pinSource(run, entry.folder)).stat(entry.name),
  }));
  const to = openTarget(run, first);
  // not the source itself, which an interrupted restore may have linked there
  const taken = (rename: (name: string) => string) =>
    sources.flatMap(({ name, stat }) => {
      const existing = lookFor(to, rename(name));
      const isSame = existing === null || (existing.ino === stat.ino && existing.dev === stat.dev);
      return isSame ? [] : [{ name, existing, isOwn: isOwnCopy(run, stat, existing) }];
    });
  const inTheWay = taken((name) => name);
  const hasDatabase = group.some((entry) => !isJournal(nameOf(entry)));
  const others = databaseFamily(nameOf(first)).filter((name) => sources.every((one) => one.name !== name));
  // a database beside a journal that is not its own may be spoilt when it is opened
  const isMixed = hasDatabase && others.some((name) => isForeign(run, lookFor(to, name)));
  if (!isMixed && inTheWay.every(({ isOwn }) => isOwn))
    return {
      copied: new Set(inTheWay.map(({ name }) => name)),
      of: (wanted) => ({ rule: 'skip', wanted, signal: never }),
    };
  const copied: FamilyWays['copied'] = new Set();
  if (run.rule === 'overwrite') {
    if (isMixed || inTheWay.some(({ existing: { kind } }) => kind !== 'file' && kind !== 'link')) return null;
    return { copied, of: (wanted) => ({ rule: 'overwrite', wanted, signal: never }) };
  }
  for (let number = 2; run.rule === 'rename' && number < 10_000; number += 1) {
    const database = nameBeside(databaseOf(nameOf(first)), number);
    const isFree = others.every((name) => lookFor(to, renamedWith(name, database)) === null);
    if (isFree && taken((name) => renamedWith(name, database)).length === 0)
      return {
        copied,
        of: (name) => ({ rule: 'skip', wanted: renamedWith(name, database), signal: never }),
      };
  }
  return null;
}

/** Restores a database after its journals, and only with all of them. */
async function restoreFamily(
  run: Restoring,
  group: readonly RestoreEntry[],
  first: RestoreEntry,
): Promise<void> {
  let stays: RestoreReason | null = null;
  let ways: FamilyWays | null = null;
  try {
    if (run.signal.aborted) throw new Cancelled();
    ways = familyWay(run, group, first);
    if (ways === null) stays = 'in-the-way';
  } catch (error) {
    resetPins(run);
    if (error instanceof Cancelled && first.known === null) throw error;
    stays = error instanceof Cancelled ? 'cancelled' : reasonOf(error);
  }
  for (const entry of group) {
    const name = nameOf(entry);
    if (stays !== null || ways === null) {
      run.tally.addKept(1, stays ?? 'in-the-way', shownPath(run, entry));
      continue;
    }
    const reason = await restoreOne(run, entry, ways.of(name));
    if (!ways.copied.has(name)) stays = reason;
  }
}

/** Restores what `inFamilies` put together. */
export async function restoreGroup(run: Restoring, group: readonly RestoreEntry[]): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const isFamily = group.length > 1 || isOfDatabase(nameOf(first));
  const isFile = (entry: RestoreEntry): boolean =>
    lstatSync(diskPath(join(entry.folder, entry.name)), { throwIfNoEntry: false })?.isDirectory() === false;
  if (isFamily && group.every(isFile)) await restoreFamily(run, group, first);
  else for (const entry of group) await restoreOne(run, entry, null);
}

/** Groups the files of each database, its journals first; everything else stays alone, in its order. */
export function inFamilies(
  entries: readonly RestoreEntry[],
  style: PathStyle,
): readonly (readonly RestoreEntry[])[] {
  const databases = new Map<string, RestoreEntry[]>();
  const keyOf = ({ root, path, known, within }: RestoreEntry): string =>
    JSON.stringify([
      ...[root, path.slice(0, -1), known === null, within?.id],
      familyOf(path.at(-1) ?? '', style),
    ]);
  const hasJournal = new Set(entries.filter(({ path }) => isJournal(path.at(-1) ?? '')).map(keyOf));
  const groups: RestoreEntry[][] = [];
  for (const entry of entries) {
    const name = nameOf(entry);
    const key = hasJournal.size > 0 || isOfDatabase(name) ? keyOf(entry) : '';
    if (!hasJournal.has(key)) {
      groups.push([entry]);
      continue;
    }
    const group = databases.get(key);
    if (group !== undefined) group.push(entry);
    else {
      const started = [entry];
      databases.set(key, started);
      groups.push(started);
    }
  }
  const rank = ({ path }: RestoreEntry): number => (isJournal(path.at(-1) ?? '') ? 0 : 1);
  return groups.map((group) => group.toSorted((a, b) => rank(a) - rank(b)));
}
