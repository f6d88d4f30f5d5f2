import type { Discovery } from '../discovery/discovery.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { reduced } from '../planning/plan-table.ts';
import { ownersShare } from './owners.ts';
import type { SessionGround } from './sessions.ts';

/** The plan with nothing in it but what came since the session began; what was there before is kept and says why. */
export async function sinceSession(
  plan: FrozenPlan,
  discovery: Discovery,
  ground: SessionGround,
): Promise<FrozenPlan> {
  const { reasons, wasThere } = await ownersShare(plan, discovery, ground);
  return reduced(plan, reasons, plan.view.id, (folder) => wasThere[folder] === true);
}
