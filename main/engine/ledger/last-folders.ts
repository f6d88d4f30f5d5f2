import { join } from 'node:path';
import { listFolder } from '../fs/disk-names.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';

/** By plan folder: the account's folder that it is removed with, or a value of `noAccount`. */
export type LastFolders = Int32Array;

/** `any`: remove the folder as soon as it is empty. `missing`: the account's folder is not planned, so keep it. */
export const noAccount = { any: -1, missing: -2 } as const;

const known = new WeakMap<FrozenPlan, LastFolders>();

/** Whether `path`, below an account's folder, is a listed folder or a parent of one. */
function isListed(path: string, listed: readonly string[]): boolean {
  const wanted = path.toLowerCase();
  return listed.some((one) => one.toLowerCase() === wanted || one.toLowerCase().startsWith(`${wanted}/`));
}

/**
 * The folders by which discovery recognises an account. They must stay while anything of the account is left, or the
 * next run could not find it.
 */
export function lastFolders(plan: FrozenPlan): LastFolders {
  const cached = known.get(plan);
  if (cached !== undefined) return cached;
  const last = new Int32Array(plan.folderCount).fill(noAccount.any);
  const longest = Math.max(
    0,
    ...plan.roots.flatMap((root) => (root.lastFolders ?? []).map((one) => one.length)),
  );
  const accounts = new Map<string, number>();
  for (let index = 0; longest > 0 && index < plan.folderCount; index += 1) {
    const path = plan.folderPath(index);
    const end = path.indexOf('/');
    if (path === '' || path.length - end - 1 > longest + (end < 0 ? path.length : 0)) continue;
    const { root } = plan.folder(index);
    if (end < 0) accounts.set(`${root} ${path}`, index);
    else if (isListed(path.slice(end + 1), plan.roots[root]?.lastFolders ?? []))
      last[index] = accounts.get(`${root} ${path.slice(0, end)}`) ?? noAccount.missing;
  }
  known.set(plan, last);
  return last;
}

/** True when an account's folder holds only last folders at this moment; false when it is unreadable. */
export function holdsOnlyLast(plan: FrozenPlan, account: number): boolean {
  const last = lastFolders(plan);
  const { root } = plan.folder(account);
  const waiting = new Set<string>();
  for (let index = account + 1; index < plan.folderCount; index += 1)
    if (last[index] === account && plan.isRemovable(index)) waiting.add(plan.folderPath(index));
  const isOnlyLast = (path: string): boolean =>
    listFolder(join(plan.roots[root]?.realPath ?? '', ...path.split('/'))).names.every((name) => {
      const below = `${path}/${name}`;
      return waiting.has(below) && isOnlyLast(below);
    });
  try {
    return isOnlyLast(plan.folderPath(account));
  } catch {
    return false;
  }
}
