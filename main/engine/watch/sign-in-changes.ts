import type { SignInView } from '../../../app/contract/sign-in.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Happening } from './timeline.ts';

type Said = Pick<Happening, 'rootId' | 'accountId' | 'product'>;
type Of = (accountId: string) => Said | null;

/** Files per row; a file that accounts share is nobody's and counts once. */
function filesByRow(view: SignInView, of: Of): ReadonlyMap<string, { said: Said; files: number }> {
  const rows = new Map<string, { said: Said; files: number }>();
  for (const { accountId, credentials } of view.accounts) {
    const said = of(accountId);
    if (said === null) continue;
    for (const { location, files, shared } of credentials) {
      const owner = shared ? { ...said, accountId: null } : said;
      rows.set(`${said.rootId}/${owner.accountId ?? ''}/${location}`, { said: owner, files });
    }
  }
  return rows;
}

function credentialChanges(before: SignInView, now: SignInView, of: Of): readonly Happening[] {
  const [had, has] = [filesByRow(before, of), filesByRow(now, of)];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((row): Happening[] => {
    const said = (has.get(row) ?? had.get(row))?.said;
    const files = (has.get(row)?.files ?? 0) - (had.get(row)?.files ?? 0);
    if (said === undefined || files === 0) return [];
    const kind = files > 0 ? 'credentials-written' : 'credentials-gone';
    return [{ kind, ...said, category: 'credentials', files }];
  });
}

function copyChanges(before: SignInView, now: SignInView, discovery: Discovery): readonly Happening[] {
  return now.switcherCopies.flatMap(({ rootId, location, files }): Happening[] => {
    const known = before.switcherCopies.find((one) => one.rootId === rootId && one.location === location);
    const more = files - (known?.files ?? 0);
    const root = discovery.roots.find(({ id }) => id === rootId);
    if (more <= 0 || root === undefined) return [];
    const { product } = root.platform;
    return [{ kind: 'switcher-copy', rootId, product, category: 'credentials', files: more }];
  });
}

/** What a person is told when the sign-ins on the disk are others than before. */
export function signInChanges(
  before: SignInView,
  now: SignInView,
  discovery: Discovery,
): readonly Happening[] {
  const owners = new Map<string, Said>();
  for (const root of discovery.roots)
    for (const account of root.accounts) {
      const { product } = lineOf(root.platform, account);
      owners.set(account.id, { rootId: root.id, accountId: account.id, product });
    }
  const of: Of = (accountId) => owners.get(accountId) ?? null;
  const known = new Map(before.accounts.map((account) => [account.accountId, account.autoLogin]));
  const signs = now.accounts.flatMap(({ accountId, autoLogin }): Happening[] => {
    const said = of(accountId);
    const was = known.get(accountId) ?? 'no';
    if (said === null || was === autoLogin) return [];
    if (autoLogin === 'yes') return [{ kind: 'signed-in', ...said }];
    return was === 'yes' && autoLogin === 'no' ? [{ kind: 'signed-out', ...said }] : [];
  });
  return [...signs, ...credentialChanges(before, now, of), ...copyChanges(before, now, discovery)];
}
