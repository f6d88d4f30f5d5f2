import type { Dirent } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AccountLine, Platform, PathPattern } from '../../../app/platforms/platform.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import { isCaseless, matchesShape } from './shape.ts';
import type { ShapeAnswer } from './shape.ts';
import { stableId } from './discovery.ts';
import type { Account } from './discovery.ts';
import { expandPattern } from './expand-pattern.ts';
import type { DiscoveryNotes } from './discovery-notes.ts';

/** The product line of an account folder in a shared root; undefined when a shape cannot be read. */
async function accountLine(
  platform: Platform,
  rootPath: string,
  accountPath: string,
): Promise<AccountLine | undefined> {
  const caseless = isCaseless(platform);
  for (const line of platform.data.accountLines ?? []) {
    const own = line.account === undefined ? 'yes' : await matchesShape(accountPath, line.account, caseless);
    const rootAnswer = line.root === undefined ? 'yes' : await matchesShape(rootPath, line.root, caseless);
    if (own === 'no-permission' || rootAnswer === 'no-permission') return undefined;
    if (own === 'yes' && rootAnswer === 'yes') return line;
  }
  return undefined;
}

/** The root whose account folders are examined. */
interface AccountRoot {
  readonly platform: Platform;
  readonly id: string;
  readonly realPath: string;
  /** the root folder's owner */
  readonly uid: bigint;
}

interface FoundAccounts {
  readonly accounts: readonly Account[];
  /** an account has the whole shape, which also proves the root; remains do not */
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

/** 4.x appends four hex digits to the account name; shared files use the name without them. */
function accountKey(folder: string, rule: Platform['data']['accountKey']): string {
  return rule === 'folder' ? folder : folder.replace(/_[0-9a-f]{4}$/iu, '');
}

/** True when the folder and the root have different owners. Always false on Windows, where Node reports one owner. */
async function isAnothers(path: string, root: AccountRoot): Promise<boolean> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  return found !== null && found.uid !== root.uid;
}

/** Matches the whole shape, or else the remains that a partial deep clean leaves. */
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
  log: DiscoveryNotes,
): Promise<FoundAccount | null> {
  const { platform, realPath } = root;
  const path = join(realPath, entry.name);
  if (entry.isSymbolicLink()) log.note('not-an-account', path, 'link');
  if (!entry.isDirectory()) return null;
  if (entry.name.includes('\ufffd')) {
    log.note('not-an-account', path, 'name');
    return null;
  }
  const { answer, isWhole } = await recognise(platform, path, entry.name);
  const isMine = answer === 'no' || !(await isAnothers(path, root));
  if (!isMine) log.note('other-user', path);
  else if (answer === 'no') log.note('not-an-account', path, 'shape');
  else if (answer === 'no-permission') log.note('no-permission', path);
  if (!isMine || answer === 'no') return null;
  const line = await accountLine(platform, realPath, path);
  const account: Account = {
    id: stableId(platform.id, realPath, entry.name),
    rootId: root.id,
    folder: entry.name,
    key: accountKey(entry.name, platform.data.accountKey),
    displayName: null,
    access: answer === 'yes' ? 'ok' : 'no-permission',
    ...(line === undefined ? {} : { productLine: line }),
  };
  return { account, isWhole };
}

/** The account number from the only marker; null with several markers, because none can be assigned. */
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
 * Finds the accounts of one root by the content of their folders, never by name alone. Lists an unreadable folder as
 * `no-permission` instead of skipping it. Read-only; follows no link.
 */
export async function findAccounts(
  root: AccountRoot,
  entries: readonly Dirent[],
  log: DiscoveryNotes,
): Promise<FoundAccounts> {
  const { platform, realPath } = root;
  const fits = nameTest(platform, platform.data.accounts);
  const never = new Set(platform.data.notAccounts.map((name) => name.toLowerCase()));
  const found: FoundAccount[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.') || never.has(entry.name.toLowerCase()) || !fits(entry.name)) continue;
    const one = await accountIn(root, entry, log);
    if (one !== null) found.push(one);
  }
  const provesRoot = found.some(({ isWhole }) => isWhole);
  const accounts = found.map(({ account }) => account);
  const [only, ...others] = accounts;
  if (only === undefined || others.length > 0) return { accounts, provesRoot };
  return { accounts: [{ ...only, displayName: await markedName(platform, realPath) }], provesRoot };
}
