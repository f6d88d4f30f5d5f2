import { join } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { FolderPins, Identity, PinnedFolder, PinRefusal, TrashLook } from '../../system/ports.ts';
import type { FrozenPlan, PlanEntry } from '../plans/frozen-plan.ts';
import type { OpenPart } from '../quarantine/unfinished.ts';
import { begunErase, finishErase } from '../removal/erase-finish.ts';
import type { FinishPace } from '../removal/erase-finish.ts';
import { outcomeOfError } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import type { JournalHeader } from '../ledger/journal-lines.ts';

export interface SearchSettings {
  readonly plan: FrozenPlan;
  readonly header: JournalHeader;
  /** this run's part of the quarantine */
  readonly part: OpenPart | null;
  /** null where the trash cannot be read */
  readonly bin: TrashLook | null;
  readonly pins: FolderPins;
  readonly style: PathStyle;
}

/** Finds out where entries are after a crash. */
export interface Search {
  /** `open`: still in its place; `begun`: half erased, to be finished. Read-only */
  entry(entry: PlanEntry): Outcome | 'open' | 'begun';
  /** finishes a half-erased file; when stopped, the file stays `begun` */
  finish(entry: PlanEntry, pace: FinishPace): Promise<Outcome | 'stopped'>;
  /** how the folder was moved as a whole; null when it was not, or when that is unknown */
  folder(folder: number): Outcome | null;
  close(): void;
}

type Opened = PinnedFolder | PinRefusal | 'unreadable';

/** A missing root, such as an unplugged disk, proves nothing about its contents. */
function rootLoss({ plan, pins }: SearchSettings, index: number): Exclude<Opened, PinnedFolder> | null {
  const root = plan.roots[index];
  if (root === undefined) return 'outside-root';
  try {
    const pin = pins.pin(root.realPath, root.identity, root.realPath);
    if (typeof pin === 'string') return pin === 'vanished' ? 'unreadable' : pin;
    pin.close();
    return null;
  } catch {
    return 'unreadable';
  }
}

export function placeOfFolder(plan: FrozenPlan, index: number): string {
  const { root, segments } = plan.folder(index);
  return join(plan.roots[root]?.realPath ?? '', ...segments);
}

function openFolder(settings: SearchSettings, index: number): Opened {
  const { plan, pins, style } = settings;
  const folder = plan.folder(index);
  const root = plan.roots[folder.root];
  if (root === undefined || !folder.segments.every((segment) => isPlainName(segment, style)))
    return 'outside-root';
  try {
    const pin = pins.pin(placeOfFolder(plan, index), folder.identity, root.realPath);
    return pin === 'vanished' ? (rootLoss(settings, folder.root) ?? pin) : pin;
  } catch {
    return 'unreadable';
  }
}

/** The same inode under the planned name was not removed, even if its content has changed. */
function isInPlace(folder: PinnedFolder, name: string, ino: bigint): boolean | 'could-not-tell' {
  try {
    return folder.stat(name).ino === ino;
  } catch (error) {
    return outcomeOfError(error) === 'vanished' ? false : 'could-not-tell';
  }
}

function identityOf({ plan }: SearchSettings, entry: PlanEntry): Identity {
  return { dev: plan.folder(entry.folder).identity.dev, ino: entry.ino };
}

/** The outcome of an entry that the quarantine or the trash holds; null when neither does. */
function outcomeIfKept(settings: SearchSettings, entry: PlanEntry): Outcome | null {
  const { part, bin, header, plan } = settings;
  const identity = identityOf(settings, entry);
  if (part?.has(entry.id, identity) === true) return 'quarantined';
  const isInBin = header.mode === 'trash' && bin?.holds(plan.pathOf(entry.id), identity) === true;
  return isInBin ? 'trashed' : null;
}

/** The outcome of an entry found nowhere; claims no more than the disk proves. */
function outcomeIfGone({ header }: SearchSettings, entry: PlanEntry): Outcome {
  const group = header.groups.find(({ id }) => id === entry.group);
  if (header.mode === 'quarantine' || header.mode === 'trash')
    return group?.category === 'credentials' ? 'deleted-credential' : 'vanished';
  return header.mode === 'erase' && entry.kind === 'link' ? 'deleted-link' : 'deleted';
}

/**
 * A missing folder counts as emptied by the run only if the run may remove it. A link, mount or other folder in its
 * place is never opened; its entries keep that refusal.
 */
function outcomeIfFolderLost(
  settings: SearchSettings,
  entry: PlanEntry,
  opened: PinRefusal | 'unreadable',
): Outcome {
  if (opened === 'unreadable') return 'unknown';
  const isGone = opened === 'vanished' && settings.plan.folder(entry.folder).removable;
  return isGone ? outcomeIfGone(settings, entry) : opened;
}

/** Checks for `begun` first: a half-erased file still exists under its erase name. */
function outcomeIfMissing(
  settings: SearchSettings,
  entry: PlanEntry,
  folder: PinnedFolder,
): Outcome | 'begun' {
  const { header } = settings;
  if (header.mode !== 'erase') return outcomeIfGone(settings, entry);
  try {
    const begun = begunErase(folder, header.runId, entry, identityOf(settings, entry));
    return begun === null ? outcomeIfGone(settings, entry) : 'begun';
  } catch {
    return 'unknown';
  }
}

function locate(settings: SearchSettings, entry: PlanEntry, opened: Opened): Outcome | 'open' | 'begun' {
  if (typeof opened === 'string')
    return outcomeIfKept(settings, entry) ?? outcomeIfFolderLost(settings, entry, opened);
  const isThere = isInPlace(opened, entry.name, entry.ino);
  if (isThere === true) return 'open';
  const kept = outcomeIfKept(settings, entry);
  if (kept !== null) return kept;
  return isThere === 'could-not-tell' ? 'unknown' : outcomeIfMissing(settings, entry, opened);
}

async function finishBegun(
  settings: SearchSettings,
  entry: PlanEntry,
  opened: Opened,
  pace: FinishPace,
): Promise<Outcome | 'stopped'> {
  if (typeof opened === 'string') return outcomeIfFolderLost(settings, entry, opened);
  const identity = identityOf(settings, entry);
  try {
    const name = begunErase(opened, settings.header.runId, entry, identity);
    return name === null ? outcomeIfGone(settings, entry) : await finishErase(opened, name, identity, pace);
  } catch {
    return 'unknown';
  }
}

function outcomeOfFolder(
  { plan, part, header, bin }: SearchSettings,
  index: number,
  opened: Opened,
): Outcome | null {
  if (typeof opened !== 'string') return null;
  const { identity } = plan.folder(index);
  if (part?.hasFolder(index, identity) === true) return 'quarantined';
  return header.mode === 'trash' && bin?.holds(placeOfFolder(plan, index), identity) === true
    ? 'trashed'
    : null;
}

/** Keeps the last folder open, because a plan's entries come folder by folder. */
export function createSearch(settings: SearchSettings): Search {
  let last: { readonly index: number; readonly opened: Opened } | null = null;
  const close = (): void => {
    if (last !== null && typeof last.opened !== 'string') last.opened.close();
    last = null;
  };
  const open = (index: number): Opened => {
    if (last?.index === index) return last.opened;
    close();
    last = { index, opened: openFolder(settings, index) };
    return last.opened;
  };
  return {
    close,
    folder: (index) => outcomeOfFolder(settings, index, open(index)),
    entry: (entry) => locate(settings, entry, open(entry.folder)),
    finish: (entry, pace) => finishBegun(settings, entry, open(entry.folder), pace),
  };
}
