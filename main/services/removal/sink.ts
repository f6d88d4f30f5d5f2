import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { FolderPins, Identity, PinnedFolder, PinnedStat } from '../../system/ports.ts';
import type { BatchFolder, EntryBatch, FolderItem, SinkRoot } from './batch.ts';
import { numberOf, outcomeOfError } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';

/**
 * The only place in the product that removes what belongs to a messenger. It removes exactly the names it is given,
 * each after comparing it with the plan, and never descends by itself. Of a hard-linked file only this name goes.
 */
export interface Sink {
  /** one outcome number per entry, in order */
  removeEntries(batch: EntryBatch, isCancelled: () => boolean): Uint8Array;
  /** one outcome number per folder; a folder that is not empty stays */
  removeFolders(folders: readonly FolderItem[], isCancelled: () => boolean): Uint8Array;
}

export interface SinkSettings {
  readonly pins: FolderPins;
  readonly style: PathStyle;
  readonly roots: readonly SinkRoot[];
}

type Pinned = { readonly folder: PinnedFolder } | { readonly why: Outcome };

function isSame(one: Identity, other: Identity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

function differs(stat: PinnedStat, batch: EntryBatch, index: number, dev: bigint): Outcome | null {
  if (stat.dev !== dev) return 'mount';
  const planned = batch.links[index] === 1 ? 'link' : 'file';
  if (stat.kind !== planned) return stat.kind === 'link' ? 'link' : 'replaced';
  if (stat.ino !== batch.inos[index]) return 'replaced';
  const isUnchanged = stat.bytes === batch.bytes[index] && stat.mtimeMs === batch.mtimes[index];
  return isUnchanged ? null : 'changed';
}

function removeEntry(folder: PinnedFolder, batch: EntryBatch, index: number, dev: bigint): Outcome {
  const name = batch.names[index] ?? '';
  const why = differs(folder.stat(name), batch, index, dev);
  if (why !== null) return why;
  folder.removeFile(name);
  return 'deleted';
}

/** Pins a planned folder below its root, or says why nothing in it may be touched. */
function pinFolder(settings: SinkSettings, folder: BatchFolder | undefined): Pinned {
  const root = folder === undefined ? undefined : settings.roots[folder.root];
  if (folder === undefined || root === undefined) return { why: 'outside-root' };
  if (!folder.segments.every((segment) => isPlainName(segment, settings.style)))
    return { why: 'outside-root' };
  if (folder.identity.dev !== root.identity.dev) return { why: 'mount' };
  const isRootItself = settings.pins.pin(root.realPath, root.identity, root.realPath);
  if (typeof isRootItself === 'string') return { why: isRootItself };
  isRootItself.close();
  const pin = settings.pins.pin(join(root.realPath, ...folder.segments), folder.identity, root.realPath);
  return typeof pin === 'string' ? { why: pin } : { folder: pin };
}

function removeFolder(settings: SinkSettings, item: FolderItem): Outcome {
  const name = item.segments.at(-1);
  const root = settings.roots[item.root];
  if (name === undefined || root === undefined) return 'outside-root';
  if (!item.segments.every((segment) => isPlainName(segment, settings.style))) return 'outside-root';
  if (settings.roots.some((other) => isSame(other.identity, item.identity))) return 'outside-root';
  const segments = item.segments.slice(0, -1);
  const identity = item.parent ?? lstatSync(join(root.realPath, ...segments), { bigint: true });
  const parent = pinFolder(settings, { root: item.root, segments, identity });
  if ('why' in parent) return parent.why;
  try {
    const stat = parent.folder.stat(name);
    if (stat.dev !== item.identity.dev) return 'mount';
    if (stat.kind !== 'folder') return stat.kind === 'link' ? 'link' : 'replaced';
    if (stat.ino !== item.identity.ino) return 'replaced';
    parent.folder.removeFolder(name);
    return 'deleted';
  } finally {
    parent.folder.close();
  }
}

/** Keeps one folder pinned for as long as the plan's entries stay in it. */
function createHold(settings: SinkSettings) {
  let held: { readonly key: BatchFolder | undefined; readonly pin: Pinned } | null = null;
  const release = (): void => {
    if (held !== null && 'folder' in held.pin) held.pin.folder.close();
    held = null;
  };
  return {
    release,
    of(folder: BatchFolder | undefined): Pinned {
      if (held === null || held.key !== folder) {
        release();
        held = { key: folder, pin: pinFolder(settings, folder) };
      }
      return held.pin;
    },
  };
}

function attempt(work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** Makes the sink for one run, bounded by that run's roots. */
export function createSink(settings: SinkSettings): Sink {
  return {
    removeEntries(batch, isCancelled) {
      const hold = createHold(settings);
      const one = (index: number): Outcome => {
        if (isCancelled()) return 'cancelled';
        if (!isPlainName(batch.names[index] ?? '', settings.style)) return 'name-not-representable';
        const folder = batch.folders[batch.folderOf[index] ?? -1];
        const pin = hold.of(folder);
        return 'why' in pin ? pin.why : removeEntry(pin.folder, batch, index, folder?.identity.dev ?? -1n);
      };
      try {
        return Uint8Array.from(batch.names, (_name, index) => numberOf(attempt(() => one(index))));
      } finally {
        hold.release();
      }
    },
    removeFolders(folders, isCancelled) {
      const one = (item: FolderItem): Outcome => (isCancelled() ? 'cancelled' : removeFolder(settings, item));
      return Uint8Array.from(folders, (item) => numberOf(attempt(() => one(item))));
    },
  };
}
