import { databaseOf, isDatabaseFile } from '../../../app/cleanup/protected.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';

/** The database that a name belongs to, as one key for all of its files. Windows knows no case. */
export function familyOf(name: string, style: PathStyle): string {
  return style === 'windows' ? databaseOf(name).toLowerCase() : databaseOf(name);
}

/** True for a database and for its journals. */
export function isOfDatabase(name: string): boolean {
  return isDatabaseFile(name) || isJournal(name);
}

export function isJournal(name: string): boolean {
  return databaseOf(name) !== name;
}

/** The name of a file's place in another family: `x.db-wal` of `x (2).db` is `x (2).db-wal`. */
export function renamedWith(name: string, database: string): string {
  return database + name.slice(databaseOf(name).length);
}
