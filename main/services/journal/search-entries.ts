import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { diskPath } from '../../disk-names.ts';
import type { FolderPins, PinnedFolder, PinRefusal } from '../../system/ports.ts';
import type { FrozenPlan, PlanEntry } from '../planning/frozen-plan.ts';
import type { OpenPart } from '../quarantine/open-part.ts';
import { finishErase } from '../removal/erase-disposal.ts';
import { eraseAttempts, eraseNameOf } from '../removal/erase-name.ts';
import { outcomeOfError } from '../removal/outcomes.ts';
import type { Outcome } from '../removal/outcomes.ts';
import type { JournalHeader } from './journal-lines.ts';

export interface SearchSettings {
  readonly plan: FrozenPlan;
  readonly header: JournalHeader;
  /** what the quarantine holds of this run */
  readonly part: OpenPart | null;
  readonly pins: FolderPins;
  readonly style: PathStyle;
}

/** Looks for what a crash may have taken away. */
export interface Search {
  /** `open`: it is still in its place */
  entry(entry: PlanEntry): Outcome | 'open';
  /** how a folder left as a whole, null when it did not */
  folder(folder: number): Outcome | null;
  close(): void;
}

type Held = PinnedFolder | PinRefusal | 'unreadable';

function holdFolder({ plan, pins, style }: SearchSettings, index: number): Held {
  const folder = plan.folder(index);
  const root = plan.roots[folder.root];
  if (root === undefined || !folder.segments.every((segment) => isPlainName(segment, style)))
    return 'outside-root';
  try {
    return pins.pin(join(root.realPath, ...folder.segments), folder.identity, root.realPath);
  } catch {
    return 'unreadable';
  }
}

/** Same inode under the planned name: it was not taken, whatever else has changed of it. */
function isInPlace(folder: PinnedFolder, name: string, ino: bigint): boolean | 'could-not-tell' {
  try {
    return folder.stat(name).ino === ino;
  } catch (error) {
    return outcomeOfError(error) === 'vanished' ? false : 'could-not-tell';
  }
}

/** Finishes what lies under one of its erase names; null when nothing does. */
function finished(
  header: JournalHeader,
  folder: PinnedFolder,
  entry: PlanEntry,
  dev: bigint,
): Outcome | null {
  for (let attempt = 0; attempt < eraseAttempts; attempt += 1) {
    const name = eraseNameOf(header.runId, entry.id, entry.name, attempt);
    const outcome = finishErase(folder, name, { dev, ino: entry.ino });
    if (outcome !== 'vanished' && outcome !== 'replaced') return outcome;
  }
  return null;
}

/** How an entry went that is in no place where it could be: never a stronger word than the disk supports. */
function wayOfGone(settings: SearchSettings, entry: PlanEntry): Outcome {
  const { header } = settings;
  const group = header.groups.find(({ id }) => id === entry.group);
  if (header.mode === 'quarantine' || header.mode === 'trash') {
    if (group?.category === 'credentials') return 'deleted-credential';
    return header.mode === 'trash' ? 'trashed' : 'vanished';
  }
  if (header.mode === 'erase') return entry.kind === 'link' ? 'deleted-link' : 'deleted';
  return 'deleted';
}

/** A run removes some of the folders that it has emptied: one of those that is gone says what its entries' absence says. */
function wayOfMissing(
  settings: SearchSettings,
  entry: PlanEntry,
  folder: PinnedFolder | PinRefusal,
): Outcome {
  const { header, part, plan } = settings;
  const { identity, removable } = plan.folder(entry.folder);
  const { dev } = identity;
  if (part?.has(entry.id, { dev, ino: entry.ino }) === true) return 'quarantined';
  if (typeof folder === 'string')
    return folder === 'vanished' && removable ? wayOfGone(settings, entry) : 'vanished';
  const left = header.mode === 'erase' ? finished(header, folder, entry, dev) : null;
  return left ?? wayOfGone(settings, entry);
}

/** The folder that it lay in is still there, so it did not go away with something above it. */
function hasParent({ plan }: SearchSettings, index: number): boolean {
  const folder = plan.folder(index);
  const root = plan.roots[folder.root];
  if (root === undefined || folder.segments.length === 0) return false;
  try {
    return lstatSync(diskPath(join(root.realPath, ...folder.segments.slice(0, -1)))).isDirectory();
  } catch {
    return false;
  }
}

function folderWay(settings: SearchSettings, index: number, held: Held): Outcome | null {
  const { plan, part, header } = settings;
  if (typeof held !== 'string' || held === 'unreadable') return null;
  if (part?.hasFolder(index, plan.folder(index).identity) === true) return 'quarantined';
  return header.mode === 'trash' && held === 'vanished' && hasParent(settings, index) ? 'trashed' : null;
}

/** Keeps the folder open in which it looked last: a plan's entries come folder by folder. */
export function createSearch(settings: SearchSettings): Search {
  let last: { readonly index: number; readonly held: Held } | null = null;
  const close = (): void => {
    if (last !== null && typeof last.held !== 'string') last.held.close();
    last = null;
  };
  const hold = (index: number): Held => {
    if (last?.index === index) return last.held;
    close();
    last = { index, held: holdFolder(settings, index) };
    return last.held;
  };
  return {
    close,
    folder: (index) => folderWay(settings, index, hold(index)),
    entry(entry) {
      const held = hold(entry.folder);
      if (held === 'unreadable') return 'unknown';
      if (typeof held === 'string') return wayOfMissing(settings, entry, held);
      const isThere = isInPlace(held, entry.name, entry.ino);
      if (isThere === 'could-not-tell') return 'unknown';
      return isThere ? 'open' : wayOfMissing(settings, entry, held);
    },
  };
}
