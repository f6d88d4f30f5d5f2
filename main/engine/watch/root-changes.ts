import { lineOf } from '../discovery/discovery.ts';
import type { Account, Discovery, Root } from '../discovery/discovery.ts';
import type { Happening } from './timeline.ts';

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

/** The pointers that lead to a root: where one leads elsewhere than before, the root has moved. */
function pointersOf(root: Root): readonly string[] {
  return root.foundBy.filter(({ by }) => by !== 'folder').map(({ rule, from }) => `${rule} ${from}`);
}

/** The root that was here before under the same pointer, or in the same place of the same messenger. */
function movedFrom(root: Root, before: Discovery, gone: readonly Root[]): Root | undefined {
  const mine = pointersOf(root);
  const alike = (other: Root): boolean =>
    other.platform.id === root.platform.id && other.kind === root.kind && other.id !== root.id;
  return (
    before.roots.find((other) => alike(other) && pointersOf(other).some((one) => mine.includes(one))) ??
    gone.find((other) => {
      const folders = new Set(other.accounts.map(({ folder }) => folder));
      return alike(other) && root.accounts.some(({ folder }) => folders.has(folder));
    })
  );
}

/** What a person is told when a discovery finds something else than the one before. */
export function rootChanges(before: Discovery, now: Discovery): readonly Happening[] {
  const had = new Set(before.roots.map(({ id }) => id));
  const has = new Set(now.roots.map(({ id }) => id));
  const gone = before.roots.filter(({ id }) => !has.has(id));
  const told: Happening[] = [];
  const moved = new Set<string>();
  const arrived = new Set<string>();
  for (const root of now.roots.filter(({ id }) => !had.has(id))) {
    const said = { rootId: root.id, product: root.platform.product };
    const from = movedFrom(root, before, gone);
    if (from === undefined) told.push({ kind: 'root-appeared', ...said });
    else {
      told.push({ kind: 'root-moved', ...said, name: root.realPath });
      moved.add(from.id);
      for (const { folder } of from.accounts) arrived.add(`${root.id}/${folder}`);
    }
  }
  for (const { id, platform } of gone)
    if (!moved.has(id)) told.push({ kind: 'root-gone', rootId: id, product: platform.product });

  const [oldOnes, newOnes] = [accountsOf(before), accountsOf(now)];
  for (const [accountId, { root, account }] of newOnes) {
    if (oldOnes.has(accountId) || arrived.has(`${root.id}/${account.folder}`)) continue;
    const { product } = lineOf(root.platform, account);
    told.push({ kind: 'account-appeared', rootId: root.id, accountId, product });
  }
  for (const [accountId, { root, account }] of oldOnes) {
    if (newOnes.has(accountId) || moved.has(root.id)) continue;
    const { product } = lineOf(root.platform, account);
    told.push({ kind: 'account-gone', rootId: root.id, accountId, product });
  }
  return told;
}
