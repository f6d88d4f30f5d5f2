import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { PlanEntriesPage } from '../../../app/contract/plans.ts';
import type { Clock } from '../../system/ports.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { syncFolder } from '../fs/sync-folder.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { PlanFileDamaged, PlanFileOutdated, planFolder as folder, planPaths } from './plan-file.ts';
import { pageOf } from './plan-page.ts';
import { readPlanFile, readPlanHead } from './read-plan-file.ts';
import { writePlanFile } from './write-plan-file.ts';
import { errorCode, writeFailure } from '../fs/errors.ts';

/** Frozen plans on the disk, readable by their owner only, because they name files. The last one stays in memory. */
export interface PlanStore {
  save(plan: FrozenPlan): Promise<void>;
  /** throws `plan-not-found`, `plan-used`, `plan-expired` or `plan-damaged` (kept aside) */
  load(planId: string): Promise<FrozenPlan>;
  /** a plan that was spent or has expired, for verification: never for removing anything */
  loadSpent(planId: string): Promise<FrozenPlan>;
  /**
   * marks the plan as used, once and for all; plan and mark are on the disk when this resolves, because a run that is
   * cut off needs both. Throws what `load` throws, `plan-used` the second time
   */
  spend(planId: string): Promise<void>;
  /** removes the plan's file; a plan that is not there is no error */
  drop(planId: string): Promise<void>;
  page(planId: string, groupId: number, offset: number, limit: number): Promise<PlanEntriesPage>;
  /**
   * removes what has expired: plans hold names of files, so they are a trace. A used plan that is still in use stays,
   * and all used ones stay where nobody can tell
   */
  sweep(inUse: () => Promise<ReadonlySet<string>>): Promise<void>;
}

const planName = /^([A-Za-z0-9_-]{1,64})\.plan$/;
/** how plans were named before their content became columns; none of them is read any more */
const earlierName = /^[A-Za-z0-9_-]{1,64}\.jsonl$/;
const asideName = /\.corrupt-[0-9TZ-]+$/;
/** a spent plan waits this long for its verification */
const spentKeptMs = 24 * 60 * 60 * 1000;
const unfinishedKeptMs = 60 * 60 * 1000;

function pathsOf(state: StateFolder, planId: string) {
  const paths = planPaths(state, planId);
  if (paths === null) throw new SignOffError('plan-not-found', { plan: planId });
  return paths;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw writeFailure(path, error);
  }
}

async function savePlan(state: StateFolder, plan: FrozenPlan): Promise<void> {
  const { file, unfinished } = pathsOf(state, plan.view.id);
  await state.place(folder, 'x');
  try {
    await writePlanFile(unfinished, plan);
    await rename(unfinished, file);
    // the folder of plans may itself be new; the plan's own name is synced with its mark
    await syncFolder(state.path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw writeFailure(file, error);
  }
}

async function readPlan(state: StateFolder, planId: string): Promise<FrozenPlan> {
  const { file } = pathsOf(state, planId);
  try {
    const plan = await readPlanFile(file);
    if (plan.view.id !== planId) throw new PlanFileDamaged('another plan under this name');
    return plan;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new SignOffError('plan-not-found', { plan: planId });
    if (error instanceof PlanFileOutdated) throw new SignOffError('plan-expired', { plan: planId });
    if (!(error instanceof PlanFileDamaged))
      throw new SignOffError('no-permission', { path: file }, { cause: error });
    await state.setAside(file);
    throw new SignOffError('plan-damaged', { plan: planId }, { cause: error });
  }
}

/** Exclusive, so that one of two wins. The plan's own bytes are on the disk since it was saved; its name gets there with the mark's. */
async function markSpent(state: StateFolder, planId: string): Promise<void> {
  const { spent } = pathsOf(state, planId);
  try {
    await makeSynced(spent);
    await syncFolder(join(state.path, folder));
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw new SignOffError('plan-used', { plan: planId });
    if (errorCode(error) === 'ENOENT') throw new SignOffError('plan-not-found', { plan: planId });
    throw writeFailure(spent, error);
  }
}

async function makeSynced(path: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function dropPlan(state: StateFolder, planId: string): Promise<void> {
  const { file, spent, unfinished } = pathsOf(state, planId);
  for (const path of [file, unfinished, spent]) await rm(path, { force: true });
}

type Age = 'of use' | 'stale' | 'stale and used';

async function ageOf(state: StateFolder, planId: string, now: number): Promise<Age> {
  const { file, spent } = pathsOf(state, planId);
  try {
    const { expiresAt } = await readPlanHead(file);
    const isSpent = await exists(spent);
    if (now <= expiresAt + (isSpent ? spentKeptMs : 0)) return 'of use';
    return isSpent ? 'stale and used' : 'stale';
  } catch (error) {
    // another process may have swept it meanwhile
    if (errorCode(error) === 'ENOENT') return 'of use';
    if (error instanceof PlanFileOutdated) return 'stale';
    if (!(error instanceof PlanFileDamaged)) throw writeFailure(file, error);
    await state.setAside(file);
    return 'of use';
  }
}

/** How long a file that is no plan waits; null for one that is a plan, belongs to one, or is nobody's of here. */
function patienceFor(name: string, names: ReadonlySet<string>): number | null {
  if (earlierName.test(name)) return 0;
  if (asideName.test(name)) return spentKeptMs;
  const plan = name.replace(/\.(?:unfinished|spent)$/, '.plan');
  return plan === name || names.has(plan) ? null : unfinishedKeptMs;
}

/** Damaged plans, and markers and half-written files whose plan is not there; a young one may still be of use. */
async function sweepRest(path: string, now: number): Promise<void> {
  const names = new Set(await readdir(path));
  for (const name of names) {
    const patience = patienceFor(name, names);
    if (patience === null) continue;
    try {
      // being kept aside is a change of the name, and does not touch the time of the content
      const { ctimeMs } = await stat(join(path, name));
      if (patience === 0 || now - ctimeMs > patience) await rm(join(path, name), { force: true });
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw writeFailure(join(path, name), error);
    }
  }
}

/** Null: nobody can tell, and then none of them goes. */
async function toldOrNull(inUse: () => Promise<ReadonlySet<string>>): Promise<ReadonlySet<string> | null> {
  try {
    return await inUse();
  } catch {
    return null;
  }
}

async function sweepPlans(
  state: StateFolder,
  now: number,
  inUse: () => Promise<ReadonlySet<string>>,
): Promise<void> {
  const path = join(state.path, folder);
  if (!(await exists(path))) return;
  let needed: ReadonlySet<string> | null | undefined;
  for (const name of await readdir(path)) {
    const planId = planName.exec(name)?.[1];
    const age = planId === undefined ? 'of use' : await ageOf(state, planId, now);
    if (planId === undefined || age === 'of use') continue;
    // a run marks its plan before its journal begins: one without the mark is in no journal
    if (age === 'stale and used' && needed === undefined) needed = await toldOrNull(inUse);
    if (age === 'stale' || needed?.has(planId) === false) await dropPlan(state, planId);
  }
  await sweepRest(path, now);
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
    async sweep(inUse) {
      if (last !== null && clock.now() > last.view.expiresAt) last = null;
      await sweepPlans(state, clock.now(), inUse);
    },
  };
}
