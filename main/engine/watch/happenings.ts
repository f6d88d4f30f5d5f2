import type { SignInView } from '../../../app/contract/sign-in.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Account, Discovery, Root } from '../discovery/discovery.ts';
import type { CellChange, ReceivedFile } from './protocol.ts';
import type { Happening } from './timeline.ts';

type ProductOf = (rootId: string, accountId: string | null) => Happening['product'];

/** Changed sums and received files in the words of the timeline. */
export function changeHappenings(
  changes: readonly CellChange[],
  received: readonly ReceivedFile[],
  productOf: ProductOf,
): readonly Happening[] {
  const sums = changes.flatMap(({ rootId, accountId, category, files, bytes }): Happening[] => {
    if (files === 0 && bytes === 0) return [];
    const kind = bytes > 0 || (bytes === 0 && files > 0) ? 'grew' : 'shrank';
    return [{ kind, rootId, accountId, product: productOf(rootId, accountId), category, files, bytes }];
  });
  const arrived = received.filter(({ isUpdate }) => !isUpdate);
  const files = arrived.map(({ rootId, accountId, name, bytes, top, id }): Happening => ({
    ...{ kind: 'file-received', rootId, accountId, product: productOf(rootId, accountId) },
    ...{ category: 'received', files: 1, bytes, name, top, fileId: id },
  }));
  return [...sums, ...files];
}

interface Owned {
  readonly root: Root;
  readonly account: Account;
}

function accountsOf(discovery: Discovery): ReadonlyMap<string, Owned> {
  return new Map(
    discovery.roots.flatMap((root) =>
      root.accounts.map((account) => [account.id, { root, account }] as const),
    ),
  );
}

/** The pointers that lead to a root: when one of them leads elsewhere, the root has moved. */
function pointersOf(root: Root): readonly string[] {
  return root.foundBy.filter(({ by }) => by !== 'folder').map(({ rule, from }) => `${rule} ${from}`);
}

/** The earlier root under the same pointer, or a lost one of the same messenger with an account in common. */
function movedFrom(root: Root, before: Discovery, gone: readonly Root[]): Root | undefined {
  const mine = pointersOf(root);
  const isAlike = (other: Root): boolean =>
    other.platform.id === root.platform.id && other.kind === root.kind && other.id !== root.id;
  return (
    before.roots.find((other) => isAlike(other) && pointersOf(other).some((one) => mine.includes(one))) ??
    gone.find((other) => {
      const folders = new Set(other.accounts.map(({ folder }) => folder));
      return isAlike(other) && root.accounts.some(({ folder }) => folders.has(folder));
    })
  );
}

/** Differences between two discoveries: roots and accounts that appeared, moved or went. */
export function discoveryHappenings(before: Discovery, now: Discovery): readonly Happening[] {
  const had = new Set(before.roots.map(({ id }) => id));
  const has = new Set(now.roots.map(({ id }) => id));
  const gone = before.roots.filter(({ id }) => !has.has(id));
  const found: Happening[] = [];
  const moved = new Set<string>();
  const movedAccounts = new Set<string>();
  for (const root of now.roots.filter(({ id }) => !had.has(id))) {
    const about = { rootId: root.id, product: root.platform.product };
    const from = movedFrom(root, before, gone);
    if (from === undefined) found.push({ kind: 'root-appeared', ...about });
    else {
      found.push({ kind: 'root-moved', ...about, name: root.realPath });
      moved.add(from.id);
      for (const { folder } of from.accounts) movedAccounts.add(`${root.id}/${folder}`);
    }
  }
  for (const { id, platform } of gone)
    if (!moved.has(id)) found.push({ kind: 'root-gone', rootId: id, product: platform.product });

  const [oldOnes, newOnes] = [accountsOf(before), accountsOf(now)];
  for (const [accountId, { root, account }] of newOnes) {
    if (oldOnes.has(accountId) || movedAccounts.has(`${root.id}/${account.folder}`)) continue;
    const { product } = lineOf(root.platform, account);
    found.push({ kind: 'account-appeared', rootId: root.id, accountId, product });
  }
  for (const [accountId, { root, account }] of oldOnes) {
    if (newOnes.has(accountId) || moved.has(root.id)) continue;
    const { product } = lineOf(root.platform, account);
    found.push({ kind: 'account-gone', rootId: root.id, accountId, product });
  }
  return found;
}

type About = Pick<Happening, 'rootId' | 'accountId' | 'product'>;
type AboutAccount = (accountId: string) => About | null;

/** Sign-in files per row of the platform; a file that accounts share counts once and for no account. */
function filesByRow(
  view: SignInView,
  of: AboutAccount,
): ReadonlyMap<string, { about: About; files: number }> {
  const rows = new Map<string, { about: About; files: number }>();
  for (const { accountId, credentials } of view.accounts) {
    const about = of(accountId);
    if (about === null) continue;
    for (const { location, files, shared } of credentials) {
      const owner = shared ? { ...about, accountId: null } : about;
      rows.set(`${about.rootId}/${owner.accountId ?? ''}/${location}`, { about: owner, files });
    }
  }
  return rows;
}

function credentialHappenings(before: SignInView, now: SignInView, of: AboutAccount): readonly Happening[] {
  const [had, has] = [filesByRow(before, of), filesByRow(now, of)];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((row): Happening[] => {
    const about = (has.get(row) ?? had.get(row))?.about;
    const files = (has.get(row)?.files ?? 0) - (had.get(row)?.files ?? 0);
    if (about === undefined || files === 0) return [];
    const kind = files > 0 ? 'credentials-written' : 'credentials-gone';
    return [{ kind, ...about, category: 'credentials', files }];
  });
}

function copyHappenings(before: SignInView, now: SignInView, discovery: Discovery): readonly Happening[] {
  return now.switcherCopies.flatMap(({ rootId, location, files }): Happening[] => {
    const known = before.switcherCopies.find((one) => one.rootId === rootId && one.location === location);
    const more = files - (known?.files ?? 0);
    const root = discovery.roots.find(({ id }) => id === rootId);
    if (more <= 0 || root === undefined) return [];
    const { product } = root.platform;
    return [{ kind: 'switcher-copy', rootId, product, category: 'credentials', files: more }];
  });
}

/** Differences between two checks of the sign-ins on the disk. */
export function signInHappenings(
  before: SignInView,
  now: SignInView,
  discovery: Discovery,
): readonly Happening[] {
  const owners = new Map<string, About>();
  for (const root of discovery.roots)
    for (const account of root.accounts) {
      const { product } = lineOf(root.platform, account);
      owners.set(account.id, { rootId: root.id, accountId: account.id, product });
    }
  const of: AboutAccount = (accountId) => owners.get(accountId) ?? null;
  const known = new Map(before.accounts.map((account) => [account.accountId, account.autoLogin]));
  const signs = now.accounts.flatMap(({ accountId, autoLogin }): Happening[] => {
    const about = of(accountId);
    const was = known.get(accountId) ?? 'no';
    if (about === null || was === autoLogin) return [];
    if (autoLogin === 'yes') return [{ kind: 'signed-in', ...about }];
    return was === 'yes' && autoLogin === 'no' ? [{ kind: 'signed-out', ...about }] : [];
  });
  return [...signs, ...credentialHappenings(before, now, of), ...copyHappenings(before, now, discovery)];
}
