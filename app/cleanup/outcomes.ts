/** How planned entries can leave, stay or fail. Plain data without zod, for removal threads and the window as well. */

export const removalModes = ['quarantine', 'trash', 'delete', 'erase'] as const;
export type RemovalMode = (typeof removalModes)[number];

/** How a removed entry left its place. A way other than the mode's own says why the mode did not fit this entry. */
export const removalWays = [
  'quarantined',
  'trashed',
  'deleted',
  'erased',
  /** a restorable copy of a sign-in would be a trace, so it never goes into the quarantine or the trash */
  'deleted-credential',
  /** a link has no content of its own to overwrite */
  'deleted-link',
  /** its content has another name elsewhere */
  'deleted-hard-linked',
  /** sparse, compressed or a cloud placeholder: overwriting would fill the disk or download it first */
  'deleted-sparse',
  /** an empty file, or one hole: there is no content to overwrite */
  'deleted-empty',
  /** cancelled during overwriting: the file is removed, only a part of it was overwritten */
  'deleted-cut-short',
  /** removed but not, or not wholly, overwritten: another user's file, no room for new blocks, a faulty disk */
  'deleted-not-overwritten',
] as const;
export type RemovalWay = (typeof removalWays)[number];

/** Why a planned entry stayed although nothing went wrong. */
export const stayReasons = [
  'vanished',
  'changed',
  'replaced',
  'outside-root',
  'link',
  'mount',
  'folder-not-empty',
  'name-not-representable',
  'cancelled',
] as const;
export type StayReason = (typeof stayReasons)[number];

/** Why removal of an entry failed. */
export const failureCodes = [
  'in-use',
  'no-permission',
  'read-only',
  'io-error',
  'too-many-open-files',
  'disk-full',
  /** the system's trash refused it; the entry is still in its place */
  'trash-refused',
  /** a copy into the quarantine differed from its original; the original is still in its place */
  'copy-differs',
  'unknown',
] as const;
export type FailureCode = (typeof failureCodes)[number];
