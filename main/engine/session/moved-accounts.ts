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

/** What the session knows of the moment in which it began. */
interface Known {
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

/** Whether the account's folder, or anything in it that makes it an account, was made before the session began. */
async function wasThereBefore({ platform, realPath }: Root, account: Account, span: Span): Promise<boolean> {
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
 * Accounts that no root held when the session began, although they are older: the owner's, moved into a root since. On a
 * disk that was plugged in later an old account may as well be the guest's, so age says nothing there.
 */
export async function accountsMadeBefore(
  { roots }: Discovery,
  { owners, devices, span }: Known,
): Promise<readonly OwnerAccount[]> {
  const found: OwnerAccount[] = [];
  if (span === null) return found;
  for (const root of roots) {
    for (const account of root.accounts) {
      const stats = statsAt(join(root.realPath, account.folder));
      if (stats === null || devices.formerly(stats.dev) === null || owners.has(root, account)) continue;
      if (await wasThereBefore(root, account, span)) found.push(ownerAccount(root, account));
    }
  }
  return found;
}
