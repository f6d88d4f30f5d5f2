import { lstatSync, realpathSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { VolumeView } from '../../../app/contract/plans.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { Volumes } from '../../system/ports.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import type { FrozenPlan, PlanRoot } from '../plans/frozen-plan.ts';

function isStill(planned: PlanRoot, now: Root): boolean {
  return (
    now.realPath === planned.realPath &&
    now.identity.dev === planned.identity.dev &&
    now.identity.ino === planned.identity.ino &&
    now.layout === 'recognised' &&
    now.platform.support !== 'detect-only' &&
    now.access === 'ok'
  );
}

/** Throws `plan-changed` unless discovery still recognises every root of the plan as the messenger's own. */
export function demandSameRoots(plan: FrozenPlan, discovery: Discovery): void {
  for (const planned of plan.roots) {
    if (!discovery.roots.some((now) => isStill(planned, now))) {
      throw new SignOffError('plan-changed', { plan: plan.view.id, path: planned.realPath });
    }
  }
}

/** True when the root is still the planned folder at its path. */
function isInPlace(planned: PlanRoot): boolean {
  try {
    const { dev, ino } = lstatSync(planned.realPath, { bigint: true });
    const isSame = dev === planned.identity.dev && ino === planned.identity.ino;
    return isSame && realpathSync(planned.realPath) === planned.realPath;
  } catch {
    return false;
  }
}

/**
 * Throws `plan-changed` unless every root is the planned folder. An unknown layout is allowed: half a deep clean may
 * have removed what a root is recognised by.
 */
export function demandRootsInPlace(plan: FrozenPlan, discovery: Discovery): void {
  for (const planned of plan.roots) {
    const known = discovery.roots.find((now) => now.realPath === planned.realPath);
    const isStillItself = known === undefined || isStill(planned, { ...known, layout: 'recognised' });
    if (!isStillItself || !isInPlace(planned))
      throw new SignOffError('plan-changed', { plan: plan.view.id, path: planned.realPath });
  }
}

/** The accounts in the plan, with the names that the receipt shows. */
export function accountsIn(plan: FrozenPlan, discovery: Discovery): ReportView['accounts'] {
  const ids = new Set<string | null>([
    ...plan.view.accounts.map((account) => account.accountId),
    ...plan.view.groups.map((group) => group.accountId),
  ]);
  return discovery.roots.flatMap((root) =>
    root.accounts
      .filter((account) => ids.has(account.id))
      .map((account) => ({
        accountId: account.id,
        ...lineOf(root.platform, account),
        ...{ folder: account.folder, rootId: account.rootId, key: account.key },
      })),
  );
}

/** The roots of the plan as its receipt keeps them. */
export function rootsIn(plan: FrozenPlan): ReportView['roots'] {
  return plan.roots.map(({ id, realPath, identity, foundAs }) => ({
    ...{ rootId: id, realPath, platform: foundAs?.platform ?? '', kind: foundAs?.kind ?? 'data' },
    ...{ dev: String(identity.dev), ino: String(identity.ino) },
  }));
}

/** The device of a folder, or of its nearest existing ancestor. */
async function deviceAt(path: string): Promise<bigint | null> {
  try {
    return (await lstat(path, { bigint: true })).dev;
  } catch {
    const above = dirname(path);
    return above === path ? null : deviceAt(above);
  }
}

/** Describes the volumes of a plan's roots; `stateFolder` is where the quarantine would be. */
export async function describeVolumes(
  volumes: Volumes,
  roots: FrozenPlan['roots'],
  stateFolder: string,
): Promise<readonly VolumeView[]> {
  const quarantine = await deviceAt(stateFolder);
  return Promise.all(
    roots.map(async ({ realPath, identity }) => ({
      root: realPath,
      ...(await volumes.factsOf(realPath)),
      sameAsQuarantine: quarantine === identity.dev,
    })),
  );
}
