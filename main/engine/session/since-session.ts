import { relative, sep } from 'node:path';
import type { Discovery } from '../discovery/discovery.ts';
import { isWithin } from '../fs/disk-names.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { reducePlan } from '../planning/reduce-plan.ts';
import { ownersShare } from './owners.ts';
import type { SessionGround } from './sessions.ts';

/** True for a path in an owner's account, or in a place that was unreadable when the session began. */
function isOwners(path: string, { roots }: Discovery, { owners, baseline }: SessionGround): boolean {
  return roots.some(({ realPath }) => {
    if (!isWithin(path, realPath)) return false;
    const segments = relative(realPath, path)
      .split(sep)
      .filter((part) => part !== '');
    return segments.some((name) => owners.isNamed(name)) || baseline.isBlind(realPath, segments);
  });
}

/** Reduces the plan to entries that are new since the session began. The others are kept, each with its reason. */
export async function sinceSession(
  plan: FrozenPlan,
  discovery: Discovery,
  ground: SessionGround,
): Promise<FrozenPlan> {
  const { reasons, wasThere } = await ownersShare(plan, discovery, ground);
  const unreadable = plan.view.unreadable.filter(({ path }) => !isOwners(path, discovery, ground));
  return reducePlan(plan, reasons, plan.view.id, (folder) => wasThere[folder] === true, unreadable);
}
