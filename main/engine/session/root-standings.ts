import { listFolder } from '../fs/disk-names.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { diskKeepsBirths, statsAt, wasMadeWithin } from './birth.ts';
import type { SessionGround } from './sessions.ts';

/** What a session knows of a root of now. Nothing in an owner's root is ever taken for the guest's. */
export type RootStanding =
  | { readonly kind: 'owners' }
  /** `known`: it was there then, else it was made since. `dev`: its disk's number then, null when any may be meant */
  | { readonly kind: 'known' | 'new'; readonly dev: bigint | null; readonly keepsBirths: boolean };

const owners = { kind: 'owners' } as const satisfies RootStanding;

/** Whether a root holds an account of the owner's, whole or half, so that their storage was or is being moved there. */
function isMoved(realPath: string, { roots }: Discovery, { owners: accounts }: SessionGround): boolean {
  const found = roots.filter((root) => root.realPath === realPath);
  if (found.some((root) => root.accounts.some((account) => accounts.has(root, account)))) return true;
  try {
    return listFolder(realPath).names.some((name) => accounts.isNamed(name));
  } catch {
    return true;
  }
}

/**
 * By number of a root of the plan. New is only what is proven to have been made in this session, on a disk that was
 * there, by no move of the owner's storage; a drive that was plugged in is the owner's.
 */
export function rootStandings(
  plan: FrozenPlan,
  discovery: Discovery,
  ground: SessionGround,
): readonly RootStanding[] {
  const { baseline, devices, span } = ground;
  return plan.roots.map(({ realPath, identity }): RootStanding => {
    const dev = devices.formerly(identity.dev);
    const stats = statsAt(realPath);
    const tells = stats !== null && span !== null && diskKeepsBirths(realPath, stats);
    const isSame = stats?.ino === identity.ino && stats.dev === identity.dev;
    if (baseline.knowsRoot(realPath, { dev, ino: identity.ino }))
      return { kind: 'known', dev, keepsBirths: tells && isSame };
    if (dev === null || baseline.wasRoot({ dev, ino: identity.ino })) return owners;
    if (!tells || !isSame || !wasMadeWithin(stats, span)) return owners;
    return isMoved(realPath, discovery, ground) ? owners : { kind: 'new', dev: null, keepsBirths: true };
  });
}
