import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { RemovalWay } from '../../app/cleanup/outcomes.ts';
import type { StayingView } from '../../app/contract/plans.ts';
import type { Amount } from '../../app/contract/shapes.ts';
import { SignOffError } from '../../app/contract/errors.ts';
import type { ReportView } from '../../app/contract/runs.ts';
import { answerTrash } from '../system/portable/asking-bin.ts';
import { variable } from '../system/portable/environment.ts';
import type { TrashPlace } from '../system/ports.ts';
import { platformsOf } from '../engine/discovery/discover.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import type { JobControl } from '../engine/jobs/jobs.ts';
import { closeRun } from '../engine/runs/close-run.ts';
import { hasRunEnded, listInterrupted, unfinishedRun } from '../engine/runs/interrupted.ts';
import type { ReconcileDeps } from '../engine/runs/reconcile.ts';
import { sumOf } from '../engine/planning/scan.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import type { FrozenPlan } from '../engine/plans/frozen-plan.ts';
import type { PlanStore } from '../engine/plans/plan-store.ts';
import type { ExecuteDeps } from '../engine/runs/execute.ts';
import { demandSamePlan, resume } from '../engine/runs/execute.ts';
import { demandRootsInPlace } from '../engine/runs/plan-roots.ts';
import { assertQuiet, mustNotRun } from '../engine/discovery/running.ts';
import type { System } from '../system/system.ts';
import { hasRecycleBin } from '../system/trash-bin.ts';
import type { AssistantOptions } from './assistant.ts';

/** Where this host's trash is. `close` stops answering the removal threads. */
export interface TrashWiring {
  readonly place: TrashPlace | null;
  close(): void;
}

const nothing = (): void => undefined;

function dataHomeOf(env: AssistantOptions['env']): string | null {
  const named = variable(env, 'linux', 'XDG_DATA_HOME');
  if (named !== null && posix.isAbsolute(named)) return named;
  const home = variable(env, 'linux', 'HOME');
  return home !== null && posix.isAbsolute(home) ? posix.join(home, '.local', 'share') : null;
}

/**
 * Linux has a trash folder of its own. Elsewhere the desktop's trash, where the host can use it, otherwise the recycle
 * bin of Windows.
 */
export function wireTrash(options: Pick<AssistantOptions, 'env' | 'system' | 'trashItem'>): TrashWiring {
  if (options.system === 'linux') {
    const dataHome = dataHomeOf(options.env);
    return { place: dataHome === null ? null : { kind: 'xdg', dataHome }, close: nothing };
  }
  if (options.trashItem === undefined) {
    const isBin = options.system === 'windows' && hasRecycleBin();
    return { place: isBin ? { kind: 'recycle-bin' } : null, close: nothing };
  }
  return answerTrash(options.trashItem);
}

type Quiet = (plan: FrozenPlan, found: Discovery) => Promise<void>;

/** Refuses while a messenger with files in the plan runs. QQ may run while WeChat is cleaned. */
export function quietFor(options: AssistantOptions, system: System): Quiet {
  return async (plan, { roots }) => {
    const planned = new Set(plan.roots.map((root) => root.id));
    const cleaned = roots.filter((root) => planned.has(root.id)).map((root) => root.platform);
    if (cleaned.length === 0 && planned.size > 0)
      throw new SignOffError('plan-changed', { plan: plan.view.id, path: plan.roots[0]?.realPath ?? '' });
    await assertQuiet(system.processes, mustNotRun(cleaned, platformsOf(options.system)));
  };
}

/** Like `quietFor`, for a resumed run: when a root is no longer recognised, every messenger must have quit. */
export function quietForRest(options: AssistantOptions, system: System): Quiet {
  return async (plan, { roots }) => {
    const known = plan.roots.map(({ id }) => roots.find((root) => root.id === id)?.platform);
    const all = platformsOf(options.system);
    const cleaned = known.filter((platform) => platform !== undefined);
    const isAllKnown = cleaned.length === known.length;
    await assertQuiet(system.processes, isAllKnown ? mustNotRun(cleaned, all) : all);
  };
}

function restorableRow(reason: 'in-quarantine' | 'in-trash', place: string, amount: Amount): StayingView {
  return {
    ...{ reason, category: null, accountId: null, place },
    ...{ target: null, leadsTo: null, mayHoldSignIn: false, newest: null },
    ...amount,
  };
}

/** What a run put into the quarantine or the trash: it can be restored by every user of this system account. */
export function restorableIn(state: StateFolder, bin: TrashPlace | null) {
  return ({ quarantineId, ways }: ReportView): readonly StayingView[] => {
    const amountOf = (way: RemovalWay): Amount | undefined => {
      const used = ways.find((one) => one.way === way);
      return used === undefined ? undefined : sumOf([used]);
    };
    const [quarantined, trashed] = [amountOf('quarantined'), amountOf('trashed')];
    const rows: StayingView[] = [];
    const batch = quarantineId === null ? null : join(state.path, 'quarantine', quarantineId);
    if (quarantined !== undefined && batch !== null && existsSync(batch))
      rows.push(restorableRow('in-quarantine', batch, quarantined));
    const trash = bin?.kind === 'xdg' ? posix.join(bin.dataHome, 'Trash') : '';
    if (trashed !== undefined) rows.push(restorableRow('in-trash', trash, trashed));
    return rows;
  };
}

/** A spent plan; null when its file is missing or damaged. */
async function planOf(plans: PlanStore, planId: string): Promise<FrozenPlan | null> {
  try {
    return await plans.loadSpent(planId);
  } catch (error) {
    if (error instanceof SignOffError && ['plan-not-found', 'plan-damaged'].includes(error.code)) return null;
    throw error;
  }
}

type Removal = Omit<ExecuteDeps, 'assertQuiet'> & ReconcileDeps;

interface Demands {
  readonly quiet: Quiet;
  /** throws `plan-holds-kept` */
  readonly demandFree: (plan: FrozenPlan) => Promise<void>;
}

/** Resuming, listing and closing runs that were cut off or stopped. */
export function wireInterrupted(
  removal: Removal,
  plans: PlanStore,
  system: System,
  { quiet, demandFree }: Demands,
) {
  return {
    async resumable(runId: string) {
      const { proof } = await unfinishedRun(removal, runId);
      const plan = await planOf(plans, proof.header.planId);
      if (plan === null) throw new SignOffError('run-not-resumable', { run: runId });
      demandSamePlan(proof, plan);
      await demandFree(plan);
      const found = await removal.rediscover();
      await quiet(plan, found);
      demandRootsInPlace(plan, found);
      return { plan, mode: proof.header.mode };
    },
    resume: (plan: FrozenPlan, runId: string, control: JobControl) =>
      resume({ ...removal, assertQuiet: (found) => quiet(plan, found) }, plan, runId, control),
    interrupted: () => listInterrupted(removal, system.marks),
    hasEnded: (runId: string) => hasRunEnded(removal, runId),
    async closeInterrupted(runId: string): Promise<ReportView> {
      const { planId } = (await unfinishedRun(removal, runId)).proof.header;
      return closeRun(removal, runId, await planOf(plans, planId));
    },
  };
}
