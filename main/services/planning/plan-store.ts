import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { PlanEntriesPage } from '../../../app/contract/plan-views.ts';
import type { Clock } from '../../system/ports.ts';
import type { StateFolder } from '../state/state-folder.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { PlanFileDamaged, PlanFileOutdated } from './plan-file.ts';
import { pageOf } from './plan-page.ts';
import { readPlanFile, readPlanHead } from './read-plan-file.ts';
import { writePlanFile } from './write-plan-file.ts';

/** Frozen plans on the disk, readable by their owner only, because they name files. The last one stays in memory. */
export interface PlanStore {
  save(plan: FrozenPlan): Promise<void>;
  /** throws `plan-not-found`, `plan-used`, `plan-expired` or `plan-damaged` (kept aside) */
  load(planId: string): Promise<FrozenPlan>;
  /** a plan that was spent or has expired, for verification: never for removing anything */
  loadSpent(planId: string): Promise<FrozenPlan>;
  /** marks the plan as used, once and for all; throws what `load` throws, `plan-used` the second time */
  spend(planId: string): Promise<void>;
  /** removes the plan's file; a plan that is not there is no error */
  drop(planId: string): Promise<void>;
  page(planId: string, groupId: number, offset: number, limit: number): Promise<PlanEntriesPage>;
  /** removes what has expired: plans hold names of files, so they are a trace */
  sweep(): Promise<void>;
}

const folder = 'plans';
const planName = /^([A-Za-z0-9_-]{1,64})\.jsonl$/;
const validId = /^[A-Za-z0-9_-]{1,64}$/;
/** a spent plan waits this long for its verification */
const spentKeptMs = 24 * 60 * 60 * 1000;
const unfinishedKeptMs = 60 * 60 * 1000;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function unwritable(path: string, error: unknown): SignOffError {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new SignOffError('disk-full', { path }, { cause: error })
    : new SignOffError('data-dir-unusable', { path, reason: code }, { cause: error });
}

/** The only place that turns a plan's id into paths; an id that could leave the folder names no plan. */
function pathsOf(state: StateFolder, planId: string) {
  if (!validId.test(planId)) throw new SignOffError('plan-not-found', { plan: planId });
  const base = join(state.path, folder, planId);
  return { file: `${base}.jsonl`, unfinished: `${base}.unfinished`, spent: `${base}.spent` };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw unwritable(path, error);
  }
}

async function savePlan(state: StateFolder, plan: FrozenPlan): Promise<void> {
  const { file, unfinished } = pathsOf(state, plan.view.id);
  await state.place(folder, 'x');
  try {
    await writePlanFile(unfinished, plan);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw unwritable(file, error);
  }
}

async function readPlan(state: StateFolder, planId: string): Promise<FrozenPlan> {
  const { file } = pathsOf(state, planId);
  try {
    const plan = await readPlanFile(file);
    if (plan.view.id !== planId) throw new PlanFileDamaged('another plan under this name');
    return plan;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new SignOffError('plan-not-found', { plan: planId });
    if (error instanceof PlanFileOutdated) throw new SignOffError('plan-expired', { plan: planId });
    if (!(error instanceof PlanFileDamaged))
      throw new SignOffError('no-permission', { path: file }, { cause: error });
    await state.setAside(file);
    throw new SignOffError('plan-damaged', { plan: planId }, { cause: error });
  }
}

async function markSpent(state: StateFolder, planId: string): Promise<void> {
  const { spent } = pathsOf(state, planId);
  try {
    const marker = await open(spent, 'wx', 0o600);
    await marker.sync();
    await marker.close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new SignOffError('plan-used', { plan: planId });
    throw unwritable(spent, error);
  }
}

async function dropPlan(state: StateFolder, planId: string): Promise<void> {
  const { file, spent, unfinished } = pathsOf(state, planId);
  for (const path of [file, unfinished, spent]) await rm(path, { force: true });
}

async function isStale(state: StateFolder, planId: string, now: number): Promise<boolean> {
  const { file, spent } = pathsOf(state, planId);
  try {
    const { expiresAt } = await readPlanHead(file);
    return now > expiresAt + ((await exists(spent)) ? spentKeptMs : 0);
  } catch (error) {
    // another process may have swept it meanwhile
    if (codeOf(error) === 'ENOENT') return false;
    if (error instanceof PlanFileOutdated) return true;
    if (!(error instanceof PlanFileDamaged)) throw unwritable(file, error);
    await state.setAside(file);
    return false;
  }
}

/** Markers and half-written files whose plan is not there; a young one may belong to a save that is going on. */
async function sweepOrphans(path: string, now: number): Promise<void> {
  const names = await readdir(path);
  for (const name of names) {
    const plan = name.replace(/\.(?:unfinished|spent)$/, '.jsonl');
    if (plan === name || names.includes(plan)) continue;
    try {
      const { mtimeMs } = await stat(join(path, name));
      if (now - mtimeMs > unfinishedKeptMs) await rm(join(path, name), { force: true });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw unwritable(join(path, name), error);
    }
  }
}

async function sweepPlans(state: StateFolder, now: number): Promise<void> {
  const path = join(state.path, folder);
  if (!(await exists(path))) return;
  for (const name of await readdir(path)) {
    const planId = planName.exec(name)?.[1];
    if (planId !== undefined && (await isStale(state, planId, now))) await dropPlan(state, planId);
  }
  await sweepOrphans(path, now);
}

/** Opens the store in the assistant's own folder. */
export function openPlanStore(state: StateFolder, clock: Clock): PlanStore {
  let last: FrozenPlan | null = null;

  const loadSpent = async (planId: string): Promise<FrozenPlan> => {
    if (last?.view.id !== planId) last = await readPlan(state, planId);
    return last;
  };

  const load = async (planId: string): Promise<FrozenPlan> => {
    const { file, spent } = pathsOf(state, planId);
    if (await exists(spent)) throw new SignOffError('plan-used', { plan: planId });
    // another process may have used and dropped what is still in this one's memory
    if (!(await exists(file))) throw new SignOffError('plan-not-found', { plan: planId });
    const plan = await loadSpent(planId);
    if (clock.now() > plan.view.expiresAt) throw new SignOffError('plan-expired', { plan: planId });
    return plan;
  };

  return {
    load,
    loadSpent,
    async save(plan) {
      await savePlan(state, plan);
      last = plan;
    },
    async spend(planId) {
      await load(planId);
      await markSpent(state, planId);
    },
    async drop(planId) {
      if (last?.view.id === planId) last = null;
      await dropPlan(state, planId);
    },
    page: async (planId, groupId, offset, limit) => pageOf(await load(planId), groupId, offset, limit),
    async sweep() {
      if (last !== null && clock.now() > last.view.expiresAt) last = null;
      await sweepPlans(state, clock.now());
    },
  };
}
