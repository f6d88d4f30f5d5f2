import { listFolder } from '../fs/disk-names.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { diskKeepsBirths, statsAt, wasMadeWithin } from './birth.ts';
import type { SessionGround } from './sessions.ts';

/** What a session knows about a current root. Nothing in an owner's root counts as the guest's. */
export type RootStanding =
  | { readonly kind: 'owners' }
  /** `known`: recorded at the start; `new`: created since. `dev`: the recorded device, null = match any device */
  | { readonly kind: 'known' | 'new'; readonly dev: bigint | null; readonly keepsBirths: boolean };

const owners = { kind: 'owners' } as const satisfies RootStanding;

/** Whether a root contains an owner's account, even in part: then the owner's storage is moved there. */
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
 * The standing of each root of the plan. A root is new only when it was provably created in this session,
 * on a known disk and not by moving the owner's storage.
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
