import { join } from 'node:path';
import type { Shape } from '../../../app/platforms/platform.ts';
import type { Account, Discovery, Root } from '../discovery/discovery.ts';
import { expandPattern } from '../discovery/expand-pattern.ts';
import { isCaseless } from '../discovery/shape.ts';
import { statsAt, wasMadeBefore, wasWrittenBefore } from './birth.ts';
import type { Span } from './birth.ts';
import type { KnownDevices } from './known-devices.ts';
import { ownerAccount } from './owner-accounts.ts';
import type { OwnerAccount, OwnerAccounts } from './owner-accounts.ts';

/** The session's record of its start. */
interface SessionRecord {
  readonly owners: OwnerAccounts;
  readonly devices: KnownDevices;
  readonly span: Span | null;
}

function patternsOf(shape: Shape): readonly string[] {
  if ('folder' in shape) return [shape.folder];
  if ('file' in shape) return [shape.file];
  return ('all' in shape ? shape.all : shape.any).flatMap(patternsOf);
}

function isBefore(path: string, span: Span): boolean {
  const stats = statsAt(path);
  return stats !== null && wasMadeBefore(stats, span);
}

/** A database that was last written before the session came from elsewhere: a guest's messenger writes its own. */
function isOlderContent(path: string, span: Span): boolean {
  const stats = statsAt(path);
  return stats?.isFile() === true && wasWrittenBefore(stats, span);
}

/** Whether the account's folder, or an entry that identifies it, was created before the session began. */
async function isOlderThanSession(
  { platform, realPath }: Root,
  account: Account,
  span: Span,
): Promise<boolean> {
  const folder = join(realPath, account.folder);
  if (isBefore(folder, span)) return true;
  for (const pattern of patternsOf(platform.data.accountShape)) {
    const options = { caseless: isCaseless(platform), maxFolders: 2_000 };
    const { matches } = await expandPattern(folder, pattern, options);
    if (matches.some(({ path }) => isBefore(path, span) || isOlderContent(path, span))) return true;
  }
  return false;
}

/**
 * Accounts that are older than the session and were in no root then: the owner moved them into a root. Skips disks that
 * were connected later, because an old account there may be the guest's.
 */
export async function accountsMadeBefore(
  { roots }: Discovery,
  { owners, devices, span }: SessionRecord,
): Promise<readonly OwnerAccount[]> {
  const found: OwnerAccount[] = [];
  if (span === null) return found;
  for (const root of roots) {
    for (const account of root.accounts) {
      const stats = statsAt(join(root.realPath, account.folder));
      if (stats === null || devices.formerly(stats.dev) === null || owners.has(root, account)) continue;
      if (await isOlderThanSession(root, account, span)) found.push(ownerAccount(root, account));
    }
  }
  return found;
}
