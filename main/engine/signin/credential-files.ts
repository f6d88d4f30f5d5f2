import { basename, join } from 'node:path';
import { nameProtection, protection } from '../../../app/cleanup/protected.ts';
import type { Location, Platform } from '../../../app/platforms/platform.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import { expandPattern } from '../discovery/expand-pattern.ts';
import { isCaseless } from '../discovery/shape.ts';

/** One existing file of a row, or a link that may lead to one. Links are never entered. */
export interface CredentialFile {
  readonly path: string;
  /** the `<account>` name; null for a file of no single account */
  readonly key: string | null;
  /** `link-above`: a link on the way to the row, behind which the row's files may be */
  readonly kind: 'file' | 'link' | 'link-above';
}

/** The files of one row in one root or account folder. */
export interface RowFiles {
  readonly row: Location;
  readonly rootId: string;
  /** the searched account folder; null for rows below a root */
  readonly folder: string | null;
  readonly files: readonly CredentialFile[];
  /** every file name is on the protected list */
  readonly isProtected: boolean;
  /** a folder could not be read, so "none" is not certain */
  readonly unreadable: boolean;
}

/** A folder in which a row's patterns are searched. */
export interface Place {
  readonly base: string;
  readonly folder: string | null;
  readonly readable: boolean;
}

/** The folders to search for one row: each account's folder, or the root itself. */
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

/** Finds the files of one row. `claimed`: files of earlier rows, such as an original among its copies. */
async function findRowFiles(
  root: Root,
  row: Location,
  place: Place,
  claimed: Set<string>,
): Promise<Omit<RowFiles, 'rootId' | 'row'>> {
  const files: CredentialFile[] = [];
  let unreadable = !place.readable;
  let isProtected = true;
  for (const pattern of row.paths) {
    const found = await expandPattern(place.base, pattern, { caseless: isCaseless(root.platform) });
    unreadable ||= found.unreadable.length > 0;
    for (const { path, kind, account } of found.matches) {
      if (kind === 'folder' || claimed.has(path)) continue;
      claimed.add(path);
      isProtected &&= nameProtection(basename(path)) !== protection.none;
      files.push({ path, key: account, kind: kind === 'link' ? 'link' : 'file' });
    }
    for (const { path, account } of found.links) files.push({ path, key: account, kind: 'link-above' });
  }
  return { folder: place.folder, files, isProtected, unreadable };
}

/** Rows that show a sign-in: those of the platform's rule and copies left by account switchers. */
function signInRows(platform: Platform): readonly Location[] {
  const named = new Set([...platform.signIn.autoLogin, ...platform.signIn.remembered]);
  return platform.locations.filter((row) => named.has(row.id) || row.leftBySwitcher === true);
}

/** Finds sign-in files in every recognised root, without opening a file or entering a link. */
export async function credentialFiles(discovery: Discovery): Promise<readonly RowFiles[]> {
  const found: RowFiles[] = [];
  for (const root of discovery.roots) {
    if (root.layout === 'unknown' && root.access === 'ok') continue;
    const claimed = new Set<string>();
    for (const row of signInRows(root.platform)) {
      for (const place of placesOf(root, row)) {
        found.push({ row, rootId: root.id, ...(await findRowFiles(root, row, place, claimed)) });
      }
    }
  }
  return found;
}
