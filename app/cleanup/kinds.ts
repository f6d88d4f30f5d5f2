import type { Category } from './categories.ts';

/** What files are to a person who looks at them; the largest grouping that the window shows. */
export const kinds = ['database', 'media', 'received', 'credentials', 'cache', 'backup', 'other'] as const;
export type Kind = (typeof kinds)[number];

/** The kind of every category. */
export const kindOf: Readonly<Record<Category, Kind>> = {
  database: 'database',
  media: 'media',
  received: 'received',
  credentials: 'credentials',
  cache: 'cache',
  logs: 'cache',
  backup: 'backup',
  config: 'other',
  binary: 'other',
  other: 'other',
};

/** What people know by a name of its own, and look for within its kind. */
export const ownNames = ['stickers', 'favourites', 'web-sessions'] as const;
export type OwnName = (typeof ownNames)[number];

/** The rows of the catalogue that hold it. */
export const rowsOfName: Readonly<Record<OwnName, readonly string[]>> = {
  stickers: ['W4-06', 'W3-09', 'M-05.stickers', 'N-07.personal', 'Q-05'],
  favourites: ['W4-07', 'W3-10'],
  'web-sessions': [
    ...['W4-05', 'W4-24', 'W4-24.journal', 'L-10', 'L-10.users', 'L-10.journal'],
    ...['M-13', 'M-13.journal', 'N-14', 'N-14.journal', 'N-24', 'N-24.journal'],
  ],
};

const nameOfRow = new Map(ownNames.flatMap((name) => rowsOfName[name].map((row) => [row, name] as const)));

/** The name of its own that a row's files have; null for most. */
export function ownNameOf(location: string | null): OwnName | null {
  return location === null ? null : (nameOfRow.get(location) ?? null);
}

/** Rows with one folder for each chat, and the folders above those. A chat's folder never tells whose chat it is. */
export const chatRows: Readonly<Record<string, readonly [string, string]>> = {
  'W4-08': ['msg', 'attach'],
  'W3-07': ['FileStorage', 'MsgAttach'],
  'W3-07.thumb': ['FileStorage', 'MsgAttach'],
  'M-03': ['Message', 'MessageTemp'],
  'M-04': ['Message', 'MessageTemp'],
};

/** Whether a row's files lie in one folder for each chat. */
export function tellsChats(location: string | null): boolean {
  return location !== null && Object.hasOwn(chatRows, location);
}

/** The folder of the chat that a file of this row belongs to, by its folders below the root; null: none tells it. */
export function chatOf(location: string | null, folders: readonly string[]): string | null {
  const above = location === null ? undefined : chatRows[location];
  if (above === undefined) return null;
  const [outer, inner] = above.map((name) => name.toLowerCase());
  // the chat's folder is the last that has both above it, so a user's folder of that name higher up is no chat
  for (let at = folders.length - 1; at >= 2; at -= 1)
    if (folders[at - 1]?.toLowerCase() === inner && folders[at - 2]?.toLowerCase() === outer)
      return folders[at] ?? null;
  return null;
}
