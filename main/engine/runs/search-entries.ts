import { join } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { FolderPins, Identity, PinnedFolder, PinRefusal, TrashLook } from '../../system/ports.ts';
import type { FrozenPlan, PlanEntry } from '../planning/frozen-plan.ts';
import type { OpenPart } from '../quarantine/open-part.ts';
import { begunErase, finishErase } from '../removal/erase-finish.ts';
import type { FinishPace } from '../removal/erase-finish.ts';
import { outcomeOfError } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import type { JournalHeader } from '../ledger/journal-lines.ts';

export interface SearchSettings {
  readonly plan: FrozenPlan;
  readonly header: JournalHeader;
  /** what the quarantine holds of this run */
  readonly part: OpenPart | null;
  /** null where nobody can look into the bin */
  readonly bin: TrashLook | null;
  readonly pins: FolderPins;
  readonly style: PathStyle;
}

/** Looks for what a crash may have taken away. */
export interface Search {
  /** `open`: it is still in its place; `begun`: half erased, to be finished. Changes nothing */
  entry(entry: PlanEntry): Outcome | 'open' | 'begun';
  /** finishes what was found begun; stopped, it is begun the next time as well */
  finish(entry: PlanEntry, pace: FinishPace): Promise<Outcome | 'stopped'>;
  /** how a folder left as a whole, null when it did not or nobody can tell */
  folder(folder: number): Outcome | null;
  close(): void;
}

type Held = PinnedFolder | PinRefusal | 'unreadable';

/** A root that is away, such as a disk that was unplugged, says nothing about what was in it. */
function rootLoss({ plan, pins }: SearchSettings, index: number): Exclude<Held, PinnedFolder> | null {
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

/** The absolute path of a planned folder. */
export function placeOfFolder(plan: FrozenPlan, index: number): string {
  const { root, segments } = plan.folder(index);
  return join(plan.roots[root]?.realPath ?? '', ...segments);
}

function holdFolder(settings: SearchSettings, index: number): Held {
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

/** Same inode under the planned name: it was not taken, whatever else has changed of it. */
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

/** Where the run keeps or hands on what it takes, it can be seen there. */
function wayOfSeen(settings: SearchSettings, entry: PlanEntry): Outcome | null {
  const { part, bin, header, plan } = settings;
  const identity = identityOf(settings, entry);
  if (part?.has(entry.id, identity) === true) return 'quarantined';
  const isInBin = header.mode === 'trash' && bin?.holds(plan.pathOf(entry.id), identity) === true;
  return isInBin ? 'trashed' : null;
}

/** How an entry went that is in no place where it could be: never a stronger word than the disk supports. */
function wayOfGone({ header }: SearchSettings, entry: PlanEntry): Outcome {
  const group = header.groups.find(({ id }) => id === entry.group);
  if (header.mode === 'quarantine' || header.mode === 'trash')
    return group?.category === 'credentials' ? 'deleted-credential' : 'vanished';
  return header.mode === 'erase' && entry.kind === 'link' ? 'deleted-link' : 'deleted';
}

/**
 * A run removes some of the folders that it has emptied: one of those that is gone says what its entries' absence says.
 * Into one that is now a link, a mount or another folder nobody looks: its entries have that refusal, and no better word.
 */
function wayOfLost(settings: SearchSettings, entry: PlanEntry, held: PinRefusal | 'unreadable'): Outcome {
  if (held === 'unreadable') return 'unknown';
  const isGone = held === 'vanished' && settings.plan.folder(entry.folder).removable;
  return isGone ? wayOfGone(settings, entry) : held;
}

/** `begun` comes before `gone`: under its other name it is still there. */
function wayOfMissing(settings: SearchSettings, entry: PlanEntry, folder: PinnedFolder): Outcome | 'begun' {
  const { header } = settings;
  if (header.mode !== 'erase') return wayOfGone(settings, entry);
  try {
    const begun = begunErase(folder, header.runId, entry, identityOf(settings, entry));
    return begun === null ? wayOfGone(settings, entry) : 'begun';
  } catch {
    return 'unknown';
  }
}

function lookAt(settings: SearchSettings, entry: PlanEntry, held: Held): Outcome | 'open' | 'begun' {
  if (typeof held === 'string') return wayOfSeen(settings, entry) ?? wayOfLost(settings, entry, held);
  const isThere = isInPlace(held, entry.name, entry.ino);
  if (isThere === true) return 'open';
  const seen = wayOfSeen(settings, entry);
  if (seen !== null) return seen;
  return isThere === 'could-not-tell' ? 'unknown' : wayOfMissing(settings, entry, held);
}

async function finishBegun(
  settings: SearchSettings,
  entry: PlanEntry,
  held: Held,
  pace: FinishPace,
): Promise<Outcome | 'stopped'> {
  if (typeof held === 'string') return wayOfLost(settings, entry, held);
  const identity = identityOf(settings, entry);
  try {
    const name = begunErase(held, settings.header.runId, entry, identity);
    return name === null ? wayOfGone(settings, entry) : await finishErase(held, name, identity, pace);
  } catch {
    return 'unknown';
  }
}

function folderWay({ plan, part, header, bin }: SearchSettings, index: number, held: Held): Outcome | null {
  if (typeof held !== 'string') return null;
  const { identity } = plan.folder(index);
  if (part?.hasFolder(index, identity) === true) return 'quarantined';
  return header.mode === 'trash' && bin?.holds(placeOfFolder(plan, index), identity) === true
    ? 'trashed'
    : null;
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
    entry: (entry) => lookAt(settings, entry, hold(entry.folder)),
    finish: (entry, pace) => finishBegun(settings, entry, hold(entry.folder), pace),
  };
}
