import type { Selection } from '../contract/plans.ts';
import type { Location, Support } from '../platforms/platform.ts';
import { reaches } from './levels.ts';
import { protection } from './protected.ts';
import type { Category } from './categories.ts';
import type { Extra, Level } from './levels.ts';
import type { KeepReason } from './keep-reasons.ts';

/** A selection prepared for deciding. `newest`: the youngest mtime that may go, ms; null = no filter. */
export interface Criteria {
  readonly level: Level;
  readonly include: ReadonlySet<Extra>;
  readonly newest: number | null;
}

/**
 * The owner of a place, seen from the selection. `folder`: inside a selected account's folder; `key`: named by a selected
 * account's key; `other`: an account that is not selected; `unknown`: a key of no known account; `shared`: no account's.
 */
export type Owner = 'folder' | 'key' | 'other' | 'unknown' | 'shared';

/** The facts that all files of a place share. */
export interface Place {
  readonly layout: 'recognised' | 'unknown';
  readonly support: Support;
  readonly owner: Owner;
  readonly location: Location | null;
  /** how many of the platform's accounts are selected */
  readonly selected: 'none' | 'some' | 'all';
  /** protection that the folders above give */
  readonly folderBits: number;
}

export interface Entry {
  readonly kind: 'file' | 'link' | 'special' | 'mount';
  readonly mtimeMs: number;
  /** protection that the name gives */
  readonly nameBits: number;
  /** the row names exactly this entry */
  readonly exact: boolean;
  /** a keep pattern matches it or a folder above it */
  readonly keptByPattern: boolean;
  /** false when the name cannot be written back as it was read */
  readonly representable: boolean;
}

export type Ruling = 'take' | KeepReason;

/** Prepares a selection, but for its keep patterns: they mean something else at each root, so the scan compiles them. */
export function criteriaOf(selection: Selection, now: number): Criteria {
  return {
    level: selection.level,
    include: new Set(selection.include),
    newest: selection.olderThanMs === null ? null : now - selection.olderThanMs,
  };
}

/** What an entry counts as: its row's category, or what its name and folders say where no row owns it. */
export function categoryOf(location: Location | null, bits: number): Category {
  if (location !== null) return location.category;
  if ((bits & protection.backup) !== 0) return 'backup';
  if ((bits & protection.database) !== 0) return 'database';
  if ((bits & protection.received) !== 0) return 'received';
  if ((bits & protection.personal) !== 0) return 'media';
  return (bits & protection.program) === 0 ? 'other' : 'binary';
}

/** Deep inside the selected account's own folder everything goes; a backup only with its own tick. */
function ruleAccountFolder(criteria: Criteria, place: Place): Ruling {
  const backup =
    place.location === null
      ? (place.folderBits & protection.backup) !== 0
      : place.location.category === 'backup';
  return backup && !criteria.include.has('phone-backups') ? 'not-included' : 'take';
}

/**
 * Shared files serve every account of a messenger, so they go only when all its accounts are selected. Exception from level
 * system on: a shared sign-in, because leaving it would sign an account in, and removing it costs the others one scan.
 */
function ruleShared(criteria: Criteria, place: Place, location: Location): Ruling {
  if (place.selected === 'all') return 'take';
  const signIn = location.category === 'credentials' && place.owner === 'shared';
  return signIn && place.selected === 'some' && reaches(criteria.level, 'system') ? 'take' : 'not-selected';
}

function ruleOptIn(criteria: Criteria, place: Place, location: Location): Ruling {
  const { optIn } = location;
  if (location.category === 'backup' && !criteria.include.has('phone-backups')) return 'not-included';
  if (optIn === undefined || criteria.include.has(optIn)) return 'take';
  return criteria.level === 'deep' && place.owner === 'key' && optIn !== 'phone-backups'
    ? 'take'
    : 'not-included';
}

/** Rows that may never say `basic` or `system`, whatever the catalogue holds. */
function ruleGuarded(criteria: Criteria, location: Location): Ruling {
  if (location.category === 'binary') return 'protected';
  if (criteria.level === 'deep') return 'take';
  if (location.category === 'database' || location.category === 'backup') return 'protected';
  return location.category === 'received' && location.optIn !== 'received' ? 'protected' : 'take';
}

function firstRefusal(...rulings: readonly (() => Ruling)[]): Ruling {
  for (const ruling of rulings) {
    const result = ruling();
    if (result !== 'take') return result;
  }
  return 'take';
}

/** Where only the basic level is supported, a deeper level or an extra asks for no more than caches and logs. */
function withinSupport(criteria: Criteria, support: Support): Criteria {
  return support === 'basic-only' ? { ...criteria, level: 'basic', include: new Set() } : criteria;
}

/** Whether a row may be cleaned at all on a platform of this support. */
function isMeasuredOnly(support: Support, location: Location | null): boolean {
  if (support !== 'basic-only') return support === 'detect-only';
  return location?.level !== 'basic' || !['cache', 'logs'].includes(location.category);
}

/** The ruling for all files of a place. `take`: each file still needs `ruleEntry`. */
export function rulePlace(selected: Criteria, place: Place): Ruling {
  const { location, owner } = place;
  const criteria = withinSupport(selected, place.support);
  if (place.layout === 'unknown') return 'unknown-layout';
  if (isMeasuredOnly(place.support, location)) return 'report-only';
  if (owner === 'other') return 'not-selected';
  if (owner === 'folder' && criteria.level === 'deep') return ruleAccountFolder(criteria, place);
  if (location === null) return owner === 'folder' ? 'deeper-level' : 'report-only';
  if (location.level === 'never' || location.confidence === 'C') return 'report-only';
  const needed = location.level;
  return firstRefusal(
    () => (reaches(criteria.level, needed) ? 'take' : 'deeper-level'),
    () => ruleGuarded(criteria, location),
    () => (owner === 'folder' || owner === 'key' ? 'take' : ruleShared(criteria, place, location)),
    () => ruleOptIn(criteria, place, location),
  );
}

/** The protection that remains under this level and these extras. */
function standingProtection(criteria: Criteria, place: Place, nameBits: number): number {
  const bits = place.folderBits | nameBits;
  if (criteria.level === 'deep') {
    if (place.owner === 'folder') return 0;
    const backup = place.location?.category === 'backup' ? 0 : place.folderBits & protection.backup;
    return backup | (nameBits & protection.program);
  }
  const receivedTicked =
    place.location?.category === 'received' &&
    place.location.optIn === 'received' &&
    criteria.include.has('received');
  return receivedTicked ? bits & ~(protection.received | protection.program) : bits;
}

/**
 * Whether a link goes, never what it leads to. A link in the place of a sign-in goes as the sign-in would: the messenger
 * signs in through it.
 */
function mayRemoveLink({ level }: Criteria, { owner, location }: Place): boolean {
  return (level === 'deep' && owner === 'folder') || location?.category === 'credentials';
}

/**
 * Decides one entry of a place that was ruled `take`. The age is the file's own; it does not apply to credentials,
 * because an old sign-in still signs in.
 */
export function ruleEntry(selected: Criteria, place: Place, entry: Entry): Ruling {
  const criteria = withinSupport(selected, place.support);
  if (entry.kind === 'mount') return 'mount';
  if (entry.kind === 'special') return 'special-file';
  if (!entry.representable) return 'name-not-representable';
  if (entry.kind === 'link' && !mayRemoveLink(criteria, place)) return 'link';
  const isNamedByRow = place.location?.overridesProtection === true && entry.exact;
  if (!isNamedByRow && standingProtection(criteria, place, entry.nameBits) !== 0) return 'protected';
  if (entry.keptByPattern) return 'kept-by-pattern';
  if (criteria.newest === null || place.location?.category === 'credentials') return 'take';
  return entry.mtimeMs <= criteria.newest ? 'take' : 'too-new';
}

/** The facts that decide whether an empty folder may be removed. */
export interface FolderFacts {
  /** its row matched this very folder and not one above it */
  readonly isOwnFolder: boolean;
  readonly isAccountFolder: boolean;
  /** its name is the key of a selected account, so that the empty folder would still name the person */
  readonly isNamedAfterSelected: boolean;
  readonly keptByPattern: boolean;
}

/**
 * Whether a folder may be removed when the run leaves it empty. A row's own folder stays at levels basic and system:
 * the messenger expects it. The caller never asks for a root.
 */
export function mayRemoveFolder(selected: Criteria, place: Place, folder: FolderFacts): boolean {
  const criteria = withinSupport(selected, place.support);
  if (folder.keptByPattern || place.layout === 'unknown' || place.support === 'detect-only') return false;
  if (folder.isNamedAfterSelected && place.owner !== 'other') return reaches(criteria.level, 'system');
  if (rulePlace(criteria, place) !== 'take') return false;
  if (criteria.level === 'deep' && place.owner === 'folder') return true;
  if (folder.isOwnFolder || folder.isAccountFolder) return false;
  return standingProtection(criteria, place, 0) === 0;
}
