import { basename, join } from 'node:path';
import { nameProtection, protection } from '../../../app/cleanup/protected.ts';
import type { Location, Platform } from '../../../app/platforms/platform.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import { expandPattern } from '../discovery/expand-pattern.ts';
import { isCaseless } from '../discovery/shape.ts';

/** What the disk holds for one row, for one root or account folder. */
export interface RowFiles {
  readonly row: Location;
  readonly rootId: string;
  /** the account folder that was looked in, null for rows below a root */
  readonly folder: string | null;
  /** how many files carry which `<account>` name; null for files that belong to no single account */
  readonly byKey: ReadonlyMap<string | null, number>;
  /** every one of them is on the protected list by its name */
  readonly isProtected: boolean;
  /** something on the way could not be read, so "none" is not certain */
  readonly unreadable: boolean;
}

/** A folder that a row's patterns are looked for in. */
export interface Place {
  readonly base: string;
  readonly folder: string | null;
  readonly readable: boolean;
}

/** Where one row's files lie below a root: in each account's folder, or in the root itself. */
export function placesOf(root: Root, row: Location): readonly Place[] {
  const readable = root.access === 'ok';
  if (row.in === 'account')
    return root.accounts.map(({ folder, access }) => ({
      base: join(root.realPath, folder),
      folder,
      readable: readable && access === 'ok',
    }));
  const fits = row.in === 'root' ? root.kind === 'data' : root.kind === 'state';
  return fits ? [{ base: root.realPath, folder: null, readable }] : [];
}

/** Looks for one row; `claimed` are files that an earlier row owns, such as an original among its copies. */
async function look(
  root: Root,
  row: Location,
  place: Place,
  claimed: Set<string>,
): Promise<Omit<RowFiles, 'rootId' | 'row'>> {
  const byKey = new Map<string | null, number>();
  let unreadable = !place.readable;
  let isProtected = true;
  for (const pattern of row.paths) {
    const found = await expandPattern(place.base, pattern, { caseless: isCaseless(root.platform) });
    unreadable ||= found.unreadable.length > 0;
    for (const { path, kind, account } of found.matches) {
      if (kind === 'folder' || claimed.has(path)) continue;
      claimed.add(path);
      isProtected &&= nameProtection(basename(path)) !== protection.none;
      byKey.set(account, (byKey.get(account) ?? 0) + 1);
    }
  }
  return { folder: place.folder, byKey, isProtected, unreadable };
}

/** The rows that say something about a sign-in: those of the platform's rule and copies left by switchers. */
function signInRows(platform: Platform): readonly Location[] {
  const named = new Set([...platform.signIn.autoLogin, ...platform.signIn.remembered]);
  return platform.locations.filter((row) => named.has(row.id) || row.leftBySwitcher === true);
}

/** A quick targeted look for sign-in files in every recognised root, links never entered, nothing opened. */
export async function credentialFiles(discovery: Discovery): Promise<readonly RowFiles[]> {
  const found: RowFiles[] = [];
  for (const root of discovery.roots) {
    if (root.layout === 'unknown' && root.access === 'ok') continue;
    const claimed = new Set<string>();
    for (const row of signInRows(root.platform)) {
      for (const place of placesOf(root, row)) {
        found.push({ row, rootId: root.id, ...(await look(root, row, place, claimed)) });
      }
    }
  }
  return found;
}
