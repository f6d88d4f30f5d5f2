import { join } from 'node:path';
import { z } from 'zod';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import type { Shape } from '../../../app/platforms/platform.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Account, Discovery, Root } from '../discovery/discovery.ts';
import { expandPattern } from '../discovery/expand-pattern.ts';
import { isCaseless } from '../discovery/shape.ts';
import { statsAt, wasCreatedBefore, wasWrittenBefore } from './birth.ts';
import type { Span } from './birth.ts';
import type { KnownDevices } from './known-devices.ts';

export const ownerAccountSchema = z.strictObject({
  accountId: z.string(),
  rootId: z.string(),
  folder: z.string(),
  key: z.string(),
  /** products of the root and of the account, which differ in a shared root */
  products: z.array(z.string()),
  /** the messenger uses one fixed folder name, so the name does not identify the account */
  isNameless: z.boolean(),
});

/** An account that existed when the session began, with the names that identify it at any path. */
type OwnerAccount = Readonly<z.infer<typeof ownerAccountSchema>>;

function productsOf(root: Root, account: Account): string[] {
  return [...new Set([root.platform.product, lineOf(root.platform, account).product])];
}

function ownerAccount(root: Root, account: Account): OwnerAccount {
  const [name] = parsePattern(root.platform.data.accounts);
  return {
    ...{ accountId: account.id, rootId: root.id, folder: account.folder, key: account.key },
    products: productsOf(root, account),
    isNameless: name?.kind === 'literal',
  };
}

/** All current accounts, as owner accounts. */
export function ownerAccountsIn({ roots }: Discovery): OwnerAccount[] {
  return roots.flatMap((root) => root.accounts.map((account) => ownerAccount(root, account)));
}

// ignores case on every system, because protecting too much is the safe side
const plain = (name: string): string => name.toLowerCase();

/**
 * Recognises an owner's account by product and name. The id alone is not enough, because it depends on the path and
 * storage can be moved.
 */
export class OwnerAccounts {
  readonly size: number;
  private readonly accounts: readonly OwnerAccount[];
  private readonly ids: ReadonlySet<string>;
  private readonly productNames = new Set<string>();
  private readonly names = new Set<string>();

  constructor(accounts: readonly OwnerAccount[]) {
    this.size = accounts.length;
    this.accounts = accounts;
    this.ids = new Set(accounts.map(({ accountId }) => accountId));
    for (const { products, folder, key, isNameless } of accounts)
      for (const name of [plain(folder), plain(key)]) {
        for (const product of products) this.productNames.add(`${product}/${name}`);
        if (!isNameless) this.names.add(name);
      }
  }

  with(more: readonly OwnerAccount[]): OwnerAccounts {
    return more.length === 0 ? this : new OwnerAccounts([...this.accounts, ...more]);
  }

  has(root: Root, account: Account): boolean {
    if (this.ids.has(account.id)) return true;
    return productsOf(root, account).some((product) =>
      [account.folder, account.key].some((name) => this.productNames.has(`${product}/${plain(name)}`)),
    );
  }

  /** ids of current accounts that belong to the owner, plus the recorded ids */
  idsIn({ roots }: Discovery): ReadonlySet<string> {
    const mine = roots.flatMap((root) => root.accounts.filter((account) => this.has(root, account)));
    return new Set([...this.ids, ...mine.map(({ id }) => id)]);
  }

  /** true for a folder or file named after an owner's account */
  isNamed(name: string): boolean {
    return (
      this.names.has(plain(name)) ||
      plain(name)
        .split('.')
        .some((part) => this.names.has(part))
    );
  }
}

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
  return stats !== null && wasCreatedBefore(stats, span);
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
export async function accountsCreatedBefore(
  { roots }: Discovery,
  { owners, devices, span }: SessionRecord,
): Promise<readonly OwnerAccount[]> {
  const found: OwnerAccount[] = [];
  if (span === null) return found;
  for (const root of roots) {
    for (const account of root.accounts) {
      const stats = statsAt(join(root.realPath, account.folder));
      if (stats === null || devices.recordedDevice(stats.dev) === null || owners.has(root, account)) continue;
      if (await isOlderThanSession(root, account, span)) found.push(ownerAccount(root, account));
    }
  }
  return found;
}
