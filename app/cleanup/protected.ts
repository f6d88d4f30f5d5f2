/**
 * The protected list: what levels basic and system never remove, whatever a row says. Names are compared without case
 * on every system, because protecting too much is the safe side.
 */
export const protection = {
  none: 0,
  /** chat databases, their journals and their folders */
  database: 1,
  /** files that the person received or saved */
  received: 2,
  /** favourites and the person's own stickers */
  personal: 4,
  /** phone backups */
  backup: 8,
  /** program files */
  program: 16,
} as const;

/** Folders by the last components of their path; everything below is protected. */
const protectedFolders: ReadonlyMap<string, number> = new Map([
  ['msg', protection.database],
  ['db_storage', protection.database],
  ['nt_db', protection.database],
  ['backup', protection.backup],
  ['backupfiles', protection.backup],
  ['old_backup', protection.backup],
  ['filerecv', protection.received],
  ['filestorage/file', protection.received],
  ['filestorage/fav', protection.personal],
  ['msg/file', protection.received],
  ['business/favorite', protection.personal],
  ['personal_emoji', protection.personal],
  ['customemotion', protection.personal],
  ['business/emoticon/persist', protection.personal],
]);

/**
 * WeChat 3.x keeps databases in `Msg`; 4.x keeps chat media in `msg`. Without case both are one name, so the media
 * folders of 4.x are named here; anything else below stays protected.
 */
const notDatabasesBelowMsg: readonly string[] = ['attach', 'video', 'file'];

const databaseName = /\.db(?:$|[.\-_])|-(?:wal|shm|journal)$|\.sqlite|\.material$/i;
const programName = /\.(?:exe|dll|node)$/i;
const anyProtectedName = /\.db|-wal$|-shm$|-journal$|\.sqlite|\.material$|\.exe$|\.dll$|\.node$/i;

/** What the folders down to one folder protect; grown one component at a time on the way down. */
export interface Guard {
  readonly bits: number;
  /** the bits without `Msg`, for the media folders of 4.x */
  readonly bitsWithoutMsg: number;
}

/** The guard of a root: names above a root never protect. */
export const rootGuard: Guard = { bits: 0, bitsWithoutMsg: 0 };

/** Last components of the list: nearly every folder has another name and changes nothing. */
const guardedNames: ReadonlySet<string> = new Set([
  ...[...protectedFolders.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)),
  ...notDatabasesBelowMsg,
]);

/** The guard inside the folder `name`, whose parent and grandparent are named too (empty where there is none). */
export function guardFolder(above: Guard, name: string, parent: string, grandparent: string): Guard {
  const own = name.toLowerCase();
  if (!guardedNames.has(own))
    return above.bits === above.bitsWithoutMsg ? above : { bits: above.bits, bitsWithoutMsg: above.bits };
  const two = `${parent.toLowerCase()}/${own}`;
  const three = `${grandparent.toLowerCase()}/${two}`;
  const isMedia = notDatabasesBelowMsg.includes(own) && parent.toLowerCase() === 'msg';
  const inherited = isMedia ? above.bitsWithoutMsg : above.bits;
  const longer = (protectedFolders.get(two) ?? 0) | (protectedFolders.get(three) ?? 0);
  const bits = inherited | longer | (protectedFolders.get(own) ?? 0);
  return { bits, bitsWithoutMsg: own === 'msg' ? inherited | longer : bits };
}

/** Protection by a file's own name. */
export function nameProtection(name: string): number {
  if (!anyProtectedName.test(name)) return 0;
  return (
    (databaseName.test(name) ? protection.database : 0) | (programName.test(name) ? protection.program : 0)
  );
}

/** The database that a journal or shared-memory file belongs to; any other name is its own. */
export function databaseOf(name: string): string {
  return name.replace(/-(?:wal|shm|journal)$/i, '');
}

/** A database with the journals that it may have, whichever of them is given; any other file alone. */
export function databaseFamily(path: string): readonly string[] {
  const database = databaseOf(path);
  if (database === path && !isDatabaseFile(path)) return [path];
  return [database, ...['-wal', '-shm', '-journal'].map((ending) => database + ending)];
}

/** A database itself, not its journal or key material: what a person would count. */
export function isDatabaseFile(name: string): boolean {
  return /\.(?:db|sqlite\d?)$/i.test(name);
}
