import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import type { Identity, PinnedFolder, PinnedStat } from '../../system/ports.ts';
import { diskPath } from '../fs/disk-names.ts';
import type { PlanEntry } from '../plans/frozen-plan.ts';
import type { EntryBatch, FolderItem } from '../ledger/batch.ts';
import type { Disposal } from '../ledger/disposal.ts';
import { numberOf, outcomeOfError } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { createOpenFolders } from './open-folders.ts';
import type { Bounds, OpenFolders } from './open-folders.ts';
import type { MovableFolder } from './protocol.ts';

/**
 * The only code in the product that removes a messenger's data. It compares each name with the plan, then passes
 * exactly that name to its disposal. It never descends by itself.
 */
export interface Sink {
  /** one outcome number per entry, in order */
  removeEntries(batch: EntryBatch, isCancelled: () => boolean): Uint8Array;
  /** one outcome number per folder; a folder that is not empty stays */
  removeFolders(folders: readonly FolderItem[], isCancelled: () => boolean): Uint8Array;
  /**
   * one outcome number per folder; all contents were compared just before. A folder without a removal outcome is
   * untouched
   */
  takeFolders(folders: readonly MovableFolder[], isCancelled: () => boolean): Uint8Array;
}

export interface SinkSettings extends Bounds {
  readonly disposal: Disposal;
}

function isSame(one: Identity, other: Identity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** The first difference from the plan, as the entry's outcome; null when there is none. */
function differenceOf(stat: PinnedStat, planned: PlanEntry, dev: bigint): Outcome | null {
  if (stat.dev !== dev) return 'mount';
  if (stat.kind !== planned.kind) return stat.kind === 'link' ? 'link' : 'replaced';
  if (stat.ino !== planned.ino) return 'replaced';
  const isUnchanged = stat.bytes === planned.bytes && stat.mtimeMs === planned.mtimeMs;
  return isUnchanged ? null : 'changed';
}

/** Checks a planned folder from its parent, and calls `work` only while both are as planned. */
function withFolder(
  settings: SinkSettings,
  openFolders: OpenFolders,
  item: FolderItem,
  work: (parent: PinnedFolder, name: string, stat: PinnedStat) => Outcome,
): Outcome {
  const name = item.segments.at(-1);
  const root = settings.roots[item.root];
  if (name === undefined || root === undefined) return 'outside-root';
  if (!item.segments.every((segment) => isPlainName(segment, settings.style))) return 'outside-root';
  if (settings.roots.some((other) => isSame(other.identity, item.identity))) return 'outside-root';
  const segments = item.segments.slice(0, -1);
  const place = diskPath(join(root.realPath, ...segments));
  const identity = item.parent ?? lstatSync(place, { bigint: true });
  const parent = openFolders.open({ root: item.root, segments, identity });
  if ('refused' in parent) return parent.refused;
  const stat = parent.folder.stat(name);
  if (stat.dev !== item.identity.dev) return 'mount';
  if (stat.kind !== 'folder') return stat.kind === 'link' ? 'link' : 'replaced';
  if (stat.ino !== item.identity.ino) return 'replaced';
  return work(parent.folder, name, stat);
}

function removeFolder(settings: SinkSettings, openFolders: OpenFolders, item: FolderItem): Outcome {
  return withFolder(settings, openFolders, item, (parent, name) => {
    parent.removeFolder(name);
    return 'deleted';
  });
}

/** A disposal that takes no whole folders leaves them untouched. */
function takeFolder(settings: SinkSettings, openFolders: OpenFolders, item: MovableFolder): Outcome {
  const { disposal } = settings;
  const { root, segments, folder } = item;
  return withFolder(settings, openFolders, item, (parent, name, stat) =>
    disposal.takeFolder === null
      ? 'folder-not-empty'
      : disposal.takeFolder({ parent, name, stat, folder, root, segments }),
  );
}

/** Entries without an outcome after a throw are answered as unknown. */
function settle(disposal: Disposal): void {
  try {
    disposal.settle();
  } catch {
    return;
  }
}

function outcomesOf<Item>(
  settings: SinkSettings,
  items: readonly Item[],
  isCancelled: () => boolean,
  one: (settings: SinkSettings, openFolders: OpenFolders, item: Item) => Outcome,
): Uint8Array {
  const openFolders = createOpenFolders(settings, () => undefined);
  try {
    return Uint8Array.from(items, (item) => {
      try {
        return numberOf(isCancelled() ? 'cancelled' : one(settings, openFolders, item));
      } catch (error) {
        return numberOf(outcomeOfError(error));
      }
    });
  } finally {
    openFolders.closeAll();
  }
}

/** Collects one outcome per entry: the first report counts, and an entry without a report is never a removal. */
function createAnswers(count: number) {
  const unreported = 255;
  const outcomes = new Uint8Array(count).fill(unreported);
  return {
    report(index: number, outcome: Outcome): void {
      if (outcomes[index] === unreported) outcomes[index] = numberOf(outcome);
    },
    all: (outcome: Outcome): Uint8Array => outcomes.slice().fill(numberOf(outcome)),
    close: (): Uint8Array =>
      outcomes.map((outcome) => (outcome === unreported ? numberOf('unknown') : outcome)),
  };
}

type Answers = ReturnType<typeof createAnswers>;

function takeEntry(
  settings: SinkSettings,
  openFolders: OpenFolders,
  batch: EntryBatch,
  index: number,
  answers: Answers,
): void {
  const { entry, folder } = batch.at(index);
  const { name } = entry;
  const report = (outcome: Outcome): void => answers.report(index, outcome);
  if (!isPlainName(name, settings.style)) {
    report('name-not-representable');
    return;
  }
  const opened = openFolders.open(folder);
  if ('refused' in opened) {
    report(opened.refused);
    return;
  }
  const stat = opened.folder.stat(name);
  const difference = differenceOf(stat, entry, folder.identity.dev);
  if (difference !== null) {
    report(difference);
    return;
  }
  const { root, segments } = folder;
  settings.disposal.take({
    folder: opened.folder,
    name,
    stat,
    entry: batch.from + index,
    root,
    segments,
    report,
  });
}

function removeEntries(settings: SinkSettings, batch: EntryBatch, isCancelled: () => boolean): Uint8Array {
  const answers = createAnswers(batch.count);
  try {
    settings.disposal.prepare(batch);
  } catch (error) {
    return answers.all(outcomeOfError(error));
  }
  const openFolders = createOpenFolders(settings, () => settle(settings.disposal));
  for (let index = 0; index < batch.count; index += 1) {
    try {
      if (isCancelled()) answers.report(index, 'cancelled');
      else takeEntry(settings, openFolders, batch, index, answers);
    } catch (error) {
      answers.report(index, outcomeOfError(error));
    }
  }
  openFolders.closeAll();
  return answers.close();
}

/** Creates the sink of one run, limited to that run's roots. */
export function createSink(settings: SinkSettings): Sink {
  return {
    removeEntries: (batch, isCancelled) => removeEntries(settings, batch, isCancelled),
    removeFolders: (folders, isCancelled) => outcomesOf(settings, folders, isCancelled, removeFolder),
    takeFolders: (folders, isCancelled) => outcomesOf(settings, folders, isCancelled, takeFolder),
  };
}
