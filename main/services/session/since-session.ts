import { lstat } from 'node:fs/promises';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { reduced } from '../planning/plan-table.ts';
import { ownersShare } from './owners.ts';
import type { SessionGround } from './sessions.ts';

/** When a folder was made, milliseconds; 0 = the file system does not say, and then it counts as old. */
async function madeAt(path: string): Promise<number> {
  try {
    return (await lstat(path)).birthtimeMs;
  } catch {
    return 0;
  }
}

/** The plan with nothing in it but what came since the session began; what was there before is kept and says why. */
export async function sinceSession(plan: FrozenPlan, ground: SessionGround): Promise<FrozenPlan> {
  const madeSince = new Set<string>();
  for (const { realPath } of plan.roots)
    if ((await madeAt(realPath)) > ground.startedAt) madeSince.add(realPath);
  const { reasons, wasThere } = await ownersShare(plan, ground, (realPath) => madeSince.has(realPath));
  return reduced(plan, reasons, plan.view.id, (folder) => wasThere[folder] === true);
}
