import { z } from 'zod';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Account, Discovery, Root } from '../discovery/discovery.ts';

export const ownerAccountSchema = z.strictObject({
  accountId: z.string(),
  rootId: z.string(),
  folder: z.string(),
  key: z.string(),
  /** the root's own messenger and the account's, which differ where several share a root */
  products: z.array(z.string()),
  /** its folder is called as every other's of this messenger, so the name alone says nothing */
  isNameless: z.boolean(),
});

/** An account that was there when the person sat down, with what it is known by wherever it lies. */
export type OwnerAccount = Readonly<z.infer<typeof ownerAccountSchema>>;

function productsOf(root: Root, account: Account): string[] {
  return [...new Set([root.platform.product, lineOf(root.platform, account).product])];
}

export function ownerAccount(root: Root, account: Account): OwnerAccount {
  const [name] = parsePattern(root.platform.data.accounts);
  return {
    ...{ accountId: account.id, rootId: root.id, folder: account.folder, key: account.key },
    products: productsOf(root, account),
    isNameless: name?.kind === 'literal',
  };
}

/** All accounts that are there now, as the owner's. */
export function ownerAccountsIn({ roots }: Discovery): OwnerAccount[] {
  return roots.flatMap((root) => root.accounts.map((account) => ownerAccount(root, account)));
}

// names are compared without case on every system, because protecting too much is the safe side
const plain = (name: string): string => name.toLowerCase();

/**
 * Knows an owner's account again by messenger and name: its id holds the place where it lay, and storage is moved to
 * other places.
 */
export class OwnerAccounts {
  readonly size: number;
  private readonly accounts: readonly OwnerAccount[];
  private readonly ids: ReadonlySet<string>;
  private readonly marks = new Set<string>();
  private readonly names = new Set<string>();

  constructor(accounts: readonly OwnerAccount[]) {
    this.size = accounts.length;
    this.accounts = accounts;
    this.ids = new Set(accounts.map(({ accountId }) => accountId));
    for (const { products, folder, key, isNameless } of accounts)
      for (const name of [plain(folder), plain(key)]) {
        for (const product of products) this.marks.add(`${product}/${name}`);
        if (!isNameless) this.names.add(name);
      }
  }

  with(more: readonly OwnerAccount[]): OwnerAccounts {
    return more.length === 0 ? this : new OwnerAccounts([...this.accounts, ...more]);
  }

  has(root: Root, account: Account): boolean {
    if (this.ids.has(account.id)) return true;
    return productsOf(root, account).some((product) =>
      [account.folder, account.key].some((name) => this.marks.has(`${product}/${plain(name)}`)),
    );
  }

  /** ids of those accounts of now that are an owner's */
  idsIn({ roots }: Discovery): ReadonlySet<string> {
    const mine = roots.flatMap((root) => root.accounts.filter((account) => this.has(root, account)));
    return new Set([...this.ids, ...mine.map(({ id }) => id)]);
  }

  /** a folder or file that is called after an owner's account */
  isNamed(name: string): boolean {
    return (
      this.names.has(plain(name)) ||
      plain(name)
        .split('.')
        .some((part) => this.names.has(part))
    );
  }
}
