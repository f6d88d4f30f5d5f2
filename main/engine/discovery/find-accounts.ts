import type { Dirent } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PathPattern, Platform } from '../../../app/platforms/platform.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import { accountLine } from './account-line.ts';
import type { Account } from './discovery.ts';
import { expandPattern } from './expand-pattern.ts';
import { stableId } from './ids.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';
import { isCaseless, matchesShape } from './shape.ts';
import type { ShapeAnswer } from './shape.ts';

/** The root whose account folders are looked at. */
export interface AccountRoot {
  readonly platform: Platform;
  readonly id: string;
  readonly realPath: string;
  /** the root folder's owner */
  readonly uid: bigint;
}

export interface FoundAccounts {
  readonly accounts: readonly Account[];
  /** one of them has the whole shape of an account, which proves the root as well; remains do not */
  readonly provesRoot: boolean;
}

interface Recognised {
  readonly answer: ShapeAnswer;
  readonly isWhole: boolean;
}

function nameTest(platform: Platform, pattern: PathPattern): (name: string) => boolean {
  const [segment, ...more] = parsePattern(pattern, isCaseless(platform));
  if (segment === undefined || more.length > 0 || segment.kind === 'any-depth')
    throw new Error(`${platform.id}: account folders lie directly below the root`);
  return segment.kind === 'literal' ? (name) => name === segment.name : (name) => segment.regex.test(name);
}

/** 4.x adds four hex digits to the account's own name; the shared files know only the name. */
function accountKey(folder: string, rule: Platform['data']['accountKey']): string {
  return rule === 'folder' ? folder : folder.replace(/_[0-9a-f]{4}$/iu, '');
}

/** Whether a folder is another user's than the root is. Windows gives every file the same owner, so it never says yes. */
async function isAnothers(path: string, root: AccountRoot): Promise<boolean> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  return found !== null && found.uid !== root.uid;
}

/** By the whole shape, or else by what a deep clean that removed only part of the account leaves of it. */
async function recognise(platform: Platform, path: string, name: string): Promise<Recognised> {
  const { accountShape, remains } = platform.data;
  const caseless = isCaseless(platform);
  const whole = await matchesShape(path, accountShape, caseless);
  if (whole !== 'no') return { answer: whole, isWhole: whole === 'yes' };
  const shapes = (remains?.shapes ?? []).filter(({ names }) => nameTest(platform, names)(name));
  const any = shapes.map(({ shape }) => shape);
  return { answer: await matchesShape(path, { any }, caseless), isWhole: false };
}

interface FoundAccount {
  readonly account: Account;
  readonly isWhole: boolean;
}

async function accountIn(
  root: AccountRoot,
  entry: Dirent,
  book: DiscoveryNotes,
): Promise<FoundAccount | null> {
  const { platform, realPath } = root;
  const path = join(realPath, entry.name);
  if (entry.isSymbolicLink()) book.note('not-an-account', path, 'link');
  if (!entry.isDirectory()) return null;
  if (entry.name.includes('\ufffd')) {
    book.note('not-an-account', path, 'name');
    return null;
  }
  const { answer, isWhole } = await recognise(platform, path, entry.name);
  const isMine = answer === 'no' || !(await isAnothers(path, root));
  if (!isMine) book.note('other-user', path);
  else if (answer === 'no') book.note('not-an-account', path, 'shape');
  else if (answer === 'no-permission') book.note('no-permission', path);
  if (!isMine || answer === 'no') return null;
  const line = await accountLine(platform, realPath, path);
  const account: Account = {
    id: stableId(platform.id, realPath, entry.name),
    rootId: root.id,
    folder: entry.name,
    key: accountKey(entry.name, platform.data.accountKey),
    displayName: null,
    access: answer === 'yes' ? 'ok' : 'no-permission',
    ...(line === undefined ? {} : { of: line }),
  };
  return { account, isWhole };
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
  root: AccountRoot,
  entries: readonly Dirent[],
  book: DiscoveryNotes,
): Promise<FoundAccounts> {
  const { platform, realPath } = root;
  const fits = nameTest(platform, platform.data.accounts);
  const never = new Set(platform.data.notAccounts.map((name) => name.toLowerCase()));
  const found: FoundAccount[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.') || never.has(entry.name.toLowerCase()) || !fits(entry.name)) continue;
    const one = await accountIn(root, entry, book);
    if (one !== null) found.push(one);
  }
  const provesRoot = found.some(({ isWhole }) => isWhole);
  const accounts = found.map(({ account }) => account);
  const [only, ...others] = accounts;
  if (only === undefined || others.length > 0) return { accounts, provesRoot };
  return { accounts: [{ ...only, displayName: await markedName(platform, realPath) }], provesRoot };
}
