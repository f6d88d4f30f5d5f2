import type { Dirent } from 'node:fs';
import { basename, join } from 'node:path';
import type { Platform } from '../../../app/platforms/platform.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import type { Account } from './discovery.ts';
import { expandPattern } from './expand-pattern.ts';
import { stableId } from './ids.ts';
import type { Notebook } from './notebook.ts';
import { matchesShape } from './shape.ts';

/** Layouts of Windows and macOS are read without regard to case, as those systems do. */
export function isCaseless(platform: Platform): boolean {
  return platform.system !== 'linux';
}

function nameTest(platform: Platform): (name: string) => boolean {
  const [segment, ...more] = parsePattern(platform.data.accounts, isCaseless(platform));
  if (segment === undefined || more.length > 0 || segment.kind === 'any-depth')
    throw new Error(`${platform.id}: account folders lie directly below the root`);
  return segment.kind === 'literal' ? (name) => name === segment.name : (name) => segment.regex.test(name);
}

/** 4.x adds four hex digits to the account's own name; the shared files know only the name. */
function accountKey(folder: string, rule: Platform['data']['accountKey']): string {
  return rule === 'folder' ? folder : folder.replace(/_[0-9a-f]{4}$/iu, '');
}

async function accountIn(
  platform: Platform,
  rootId: string,
  realPath: string,
  entry: Dirent,
  book: Notebook,
): Promise<Account | null> {
  const path = join(realPath, entry.name);
  if (entry.isSymbolicLink()) book.note('not-an-account', path, 'link');
  if (!entry.isDirectory()) return null;
  if (entry.name.includes('\ufffd')) {
    book.note('not-an-account', path, 'name');
    return null;
  }
  const answer = await matchesShape(path, platform.data.accountShape, isCaseless(platform));
  if (answer === 'no') book.note('not-an-account', path, 'shape');
  if (answer === 'no-permission') book.note('no-permission', path);
  if (answer === 'no') return null;
  return {
    id: stableId(platform.id, realPath, entry.name),
    rootId,
    folder: entry.name,
    key: accountKey(entry.name, platform.data.accountKey),
    displayName: null,
    access: answer === 'yes' ? 'ok' : 'no-permission',
  };
}

/** The one account's number from the one marker; with two of either nobody can tell which is whose. */
async function markedName(platform: Platform, realPath: string): Promise<string | null> {
  const pattern = platform.data.accountMarkers;
  if (pattern === undefined) return null;
  const found = await expandPattern(realPath, pattern, { caseless: isCaseless(platform), maxFolders: 2_000 });
  const names = new Set(found.matches.map((match) => basename(match.path).slice(1)));
  const [only] = names;
  if (found.unreadable.length > 0 || names.size !== 1 || only === undefined) return null;
  return /^[1-9][0-9]{4,11}$/.test(only) ? only : null;
}

/**
 * The accounts of one root, recognised by what their folders hold and never by name alone. A folder that cannot be
 * looked into is listed without access rather than passed over. Looks, and follows no link.
 */
export async function findAccounts(
  platform: Platform,
  rootId: string,
  realPath: string,
  entries: readonly Dirent[],
  book: Notebook,
): Promise<readonly Account[]> {
  const fits = nameTest(platform);
  const never = new Set(platform.data.notAccounts.map((name) => name.toLowerCase()));
  const accounts: Account[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.') || never.has(entry.name.toLowerCase()) || !fits(entry.name)) continue;
    const account = await accountIn(platform, rootId, realPath, entry, book);
    if (account !== null) accounts.push(account);
  }
  const [only, ...others] = accounts;
  if (only === undefined || others.length > 0) return accounts;
  return [{ ...only, displayName: await markedName(platform, realPath) }];
}
