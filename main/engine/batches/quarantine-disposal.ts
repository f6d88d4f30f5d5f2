import { lstatSync, mkdirSync, renameSync, unlinkSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { PinLost } from '../../system/ports.ts';
import type { FolderPins, PinnedFolder, PinnedStat } from '../../system/ports.ts';
import { diskPath } from '../fs/disk-names.ts';
import type { SinkRoot, BatchFolder, EntryBatch } from '../ledger/batch.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';
import { errorCode } from '../fs/errors.ts';
import type { Disposal, FolderTarget, Target } from '../ledger/disposal.ts';
import { outcomeOfError } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { shardOf, copyName, entryItem, folderItem } from './index-lines.ts';
import type { ParentLine, ItemId, PartLine } from './index-lines.ts';
import { CopyRefused, demandUnchanged, copyToTemporary, renameCopy } from './copy-file.ts';
import type { CopyMade, CopyOrder } from './copy-file.ts';
import { openPartIndex } from './index-files.ts';
import type { PartIndex } from './index-files.ts';

/** Describes each parent folder once, before anything leaves it. */
interface ParentBook {
  /** Lines for the folder and its parents up to the root, without those already described. Read-only. */
  describe(root: number, segments: readonly string[]): readonly ParentLine[];
}

/** Null for an unreadable folder. Its entries cannot be moved either and report their own reason. */
function lookAt(path: string): BigIntStats | null {
  try {
    return lstatSync(diskPath(path), { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function lineFor(top: string, root: number, path: readonly string[]): ParentLine | null {
  const stats = lookAt(join(top, ...path));
  if (stats?.isDirectory() !== true) return null;
  return {
    kind: 'parent',
    root,
    path: [...path],
    mode: Number(stats.mode) & 0o7777,
    mtimeMs: fileTimeMs(stats.mtimeNs),
  };
}

function createParentBook(roots: readonly SinkRoot[]): ParentBook {
  const known = new Set<string>();
  return {
    describe(root, segments) {
      const top = roots[root]?.realPath;
      const lines: ParentLine[] = [];
      for (let length = segments.length; top !== undefined && length > 0; length -= 1) {
        const path = segments.slice(0, length);
        const key = `${root}\0${path.join('\0')}`;
        if (known.has(key)) break;
        known.add(key);
        const line = lineFor(top, root, path);
        if (line !== null) lines.push(line);
      }
      return lines;
    },
  };
}

/** The shards that hold items, pinned during use. */
interface ShardFolders {
  /** The item's shard, created when missing. Valid until the next call. */
  open(id: ItemId): PinnedFolder;
  /** Syncs the names in the last used shard to the disk. */
  sync(): void;
  close(): void;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!(errorCode(error) === 'EEXIST')) throw error;
  }
}

/** `top` is the real path of the batch's folder. Rejects shards outside it and shards that are links. */
function openShardFolders(top: string, pins: FolderPins): ShardFolders {
  let current: { readonly name: string; readonly pin: PinnedFolder } | null = null;
  const close = (): void => {
    current?.pin.close();
    current = null;
  };
  return {
    open(id) {
      const name = shardOf(id);
      if (current?.name === name) return current.pin;
      close();
      const path = join(top, 'items', name);
      makeFolder(path);
      const { dev, ino } = lstatSync(path, { bigint: true });
      const pin = pins.pin(path, { dev, ino }, top);
      if (typeof pin === 'string') throw new PinLost(pin);
      current = { name, pin };
      return pin;
    },
    sync() {
      if (current !== null) syncFolderSync(join(top, 'items', current.name));
    },
    close,
  };
}

/** True when the name is free in the folder. */
function isFree(folder: PinnedFolder, name: string): boolean {
  return lstatSync(folder.pathFor(name), { throwIfNoEntry: false }) === undefined;
}

interface QuarantineSettings {
  /** absolute real path from `beginPart` */
  readonly partFolder: string;
  /** Each worker writes its own index. */
  readonly worker: number;
  readonly roots: readonly SinkRoot[];
  readonly pins: FolderPins;
  readonly style: PathStyle;
  readonly isCancelled: () => boolean;
  /** Shared with the main thread: bytes copied inside entries that have no outcome yet. */
  readonly bytesDone?: BigInt64Array;
}

interface Part {
  readonly settings: QuarantineSettings;
  readonly dev: bigint;
  readonly index: PartIndex;
  readonly parents: ParentBook;
  readonly shards: ShardFolders;
}

function isOtherVolume(error: unknown): boolean {
  return errorCode(error) === 'EXDEV';
}

/** Writes one line per entry before the move. Finishing drops the lines of entries that did not move. */
function linesOf(part: Part, batch: EntryBatch): (PartLine | ParentLine)[] {
  const parents: ParentLine[] = [];
  const lines: PartLine[] = [];
  let previousFolder: BatchFolder | null = null;
  for (let index = 0; index < batch.count; index += 1) {
    const { entry, folder } = batch.at(index);
    if (folder !== previousFolder) parents.push(...part.parents.describe(folder.root, folder.segments));
    previousFolder = folder;
    lines.push({
      kind: entry.kind,
      id: entryItem(entry.id),
      root: folder.root,
      path: [...folder.segments, entry.name],
      ino: String(entry.ino),
    });
  }
  return [...parents, ...lines];
}

/** Compares inode, size and time, because the system can reuse an inode number at once. */
function isSameFile(now: PinnedStat, stat: PinnedStat): boolean {
  if (now.ino !== stat.ino || now.kind !== stat.kind) return false;
  return stat.kind === 'folder' || (now.bytes === stat.bytes && now.mtimeMs === stat.mtimeMs);
}

/** What was moved goes back to its place; false if that is taken or cannot be reached. */
function putBack(from: PinnedFolder, name: string, shard: PinnedFolder, id: ItemId): boolean {
  try {
    if (!isFree(from, name)) return false;
    renameSync(shard.pathFor(id), from.pathFor(name));
    return true;
  } catch {
    return false;
  }
}

/**
 * Renames once, then checks the moved file again: another process may have changed the name in between. What cannot be
 * checked goes back as well, so that a failed entry is where it was; `unknown` if it could not.
 */
function move(from: PinnedFolder, name: string, stat: PinnedStat, shard: PinnedFolder, id: ItemId): Outcome {
  if (!isFree(shard, id)) return 'unknown';
  renameSync(from.pathFor(name), shard.pathFor(id));
  let isSame: boolean;
  try {
    isSame = isSameFile(shard.stat(id), stat);
  } catch (error) {
    return putBack(from, name, shard, id) ? outcomeOfError(error) : 'unknown';
  }
  if (isSame) return 'quarantined';
  putBack(from, name, shard, id);
  return 'replaced';
}

function copyInSteps(part: Part, order: CopyOrder): CopyMade | 'cancelled' {
  const { isCancelled, bytesDone } = part.settings;
  const steps = copyToTemporary(order);
  for (;;) {
    if (isCancelled()) {
      steps.return({ ino: 0n, sha256: null });
      return 'cancelled';
    }
    const step = steps.next();
    if (step.done === true) return step.value;
    if (bytesDone !== undefined) Atomics.add(bytesDone, 0, BigInt(step.value));
  }
}

/** Removes the original last, after its copy was read back and synced under its name. */
function commitCopy(part: Part, order: CopyOrder, line: PartLine): void {
  const { id } = line;
  try {
    part.index.write([line]);
    demandUnchanged(order);
    renameCopy(order.to, order.temporary, id);
  } catch (error) {
    unlinkSync(order.to.pathFor(order.temporary));
    throw error;
  }
  try {
    part.shards.sync();
    demandUnchanged(order);
    order.from.removeFile(order.name);
  } catch (error) {
    if (!isFree(order.from, order.name)) unlinkSync(order.to.pathFor(id));
    throw error;
  }
}

function copy(part: Part, target: Target, shard: PinnedFolder, id: ItemId): Outcome {
  if (!isFree(shard, id)) return 'unknown';
  const { folder, name, stat, root, segments } = target;
  const order: CopyOrder = { from: folder, name, stat, to: shard, temporary: copyName(id) };
  const result = copyInSteps(part, order);
  if (result === 'cancelled') return 'cancelled';
  commitCopy(part, order, {
    kind: stat.kind === 'link' ? 'link' : 'file',
    id,
    root,
    path: [...segments, name],
    ino: String(result.ino),
    from: String(stat.ino),
    ...(result.sha256 === null ? {} : { sha256: result.sha256 }),
  });
  return 'quarantined';
}

function takeEntry(part: Part, target: Target): Outcome {
  const id = entryItem(target.entry);
  const shard = part.shards.open(id);
  try {
    if (target.stat.dev !== part.dev) return copy(part, target, shard, id);
    try {
      return move(target.folder, target.name, target.stat, shard, id);
    } catch (error) {
      if (isOtherVolume(error)) return copy(part, target, shard, id);
      throw error;
    }
  } catch (error) {
    return error instanceof CopyRefused ? error.reason : outcomeOfError(error);
  }
}

/** On another volume it returns `mount`: the entries of the folder are then copied one by one. */
function takeFolder(part: Part, target: FolderTarget): Outcome {
  if (target.stat.dev !== part.dev) return 'mount';
  const id = folderItem(target.folder);
  const { root, segments, stat } = target;
  try {
    const shard = part.shards.open(id);
    part.index.write([
      ...part.parents.describe(root, segments.slice(0, -1)),
      { kind: 'folder', id, root, path: [...segments], ino: String(stat.ino) },
    ]);
    return move(target.parent, target.name, stat, shard, id);
  } catch (error) {
    return isOtherVolume(error) ? 'mount' : outcomeOfError(error);
  }
}

/**
 * Moves checked entries to a run's unfinished batch and writes each to the index before its move. A folder whose
 * outcome is not a removal has not moved, so its entries can still be taken one by one.
 */
export function createQuarantineDisposal(settings: QuarantineSettings): Disposal {
  const { partFolder, worker, roots, pins } = settings;
  const { dev } = lstatSync(partFolder, { bigint: true });
  const part: Part = {
    settings,
    dev,
    index: openPartIndex(partFolder, worker),
    parents: createParentBook(roots),
    shards: openShardFolders(partFolder, pins),
  };
  const canTakeFolders = roots.some((root) => root.identity.dev === dev);
  return {
    prepare: (batch) => part.index.write(linesOf(part, batch)),
    take: (target) => target.report(takeEntry(part, target)),
    takeFolder: canTakeFolders ? (target) => takeFolder(part, target) : null,
    settle: () => undefined,
    close() {
      part.shards.close();
      part.index.close();
    },
  };
}
