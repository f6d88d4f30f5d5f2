import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Clock } from '../../system/ports.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { syncFolder } from '../fs/sync-folder.ts';
import { errorCode, writeFailure } from '../fs/errors.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import {
  PlanFileDamaged,
  planFolder as folder,
  planPaths,
  readPlanFile,
  readPlanHead,
  writePlanFile,
} from './plan-file.ts';

/** Stores frozen plans, readable by their owner only, because they contain file names. Caches the last one. */
export interface PlanStore {
  save(plan: FrozenPlan): Promise<void>;
  /** Throws `plan-not-found`, `plan-used`, `plan-expired`, or `plan-damaged` for any file that is no plan of today. */
  load(planId: string): Promise<FrozenPlan>;
  /** Loads a used or expired plan for verification, never for removal. */
  loadSpent(planId: string): Promise<FrozenPlan>;
  /**
   * Marks the plan as used, once. Syncs plan and mark first, because an interrupted run needs both. Throws like `load`,
   * and `plan-used` the second time.
   */
  spend(planId: string): Promise<void>;
  /** Removes the plan's file. A missing plan is no error. */
  drop(planId: string): Promise<void>;
  /** Ids of the used plans whose files are still there. */
  spent(): Promise<readonly string[]>;
  /** Removes the file of a used plan with its file names. Its mark stays for an hour, so it cannot be used again. */
  dropSpent(planId: string): Promise<void>;
  /**
   * Removes expired plans, because their file names are a trace, and files that are no plan of today after a day. A
   * used plan stays while a run needs it; all used plans stay when that is unknown.
   */
  sweep(inUse: () => Promise<ReadonlySet<string>>): Promise<void>;
}

const planName = /^([A-Za-z0-9_-]{1,64})\.plan$/;
/** Time in ms that a used plan is kept when no look has succeeded, and that an unreadable one is kept. */
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
    // The plan folder itself may be new. The plan's own name is synced with its mark.
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
    const code = error instanceof PlanFileDamaged ? 'plan-damaged' : 'no-permission';
    throw new SignOffError(code, { plan: planId, path: file }, { cause: error });
  }
}

/** Creates the mark exclusively, so that only one process wins. Its folder sync also covers the plan's name. */
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

async function spentPlans(state: StateFolder): Promise<readonly string[]> {
  const path = join(state.path, folder);
  if (!(await exists(path))) return [];
  const names = new Set(await readdir(path));
  const planIds = [...names].flatMap((name) => planName.exec(name)?.[1] ?? []);
  return planIds.filter((planId) => names.has(`${planId}.spent`));
}

type Age = 'of use' | 'stale' | 'stale and used';

/** When the plan is no longer needed, in ms since 1970. A file that is no plan of today gives no time of its own. */
async function endOf(file: string, isSpent: boolean): Promise<number> {
  try {
    return (await readPlanHead(file)).expiresAt + (isSpent ? spentKeptMs : 0);
  } catch (error) {
    if (error instanceof PlanFileDamaged) return (await stat(file)).mtimeMs + spentKeptMs;
    throw error;
  }
}

async function ageOf(state: StateFolder, planId: string, now: number): Promise<Age> {
  const { file, spent } = pathsOf(state, planId);
  try {
    const isSpent = await exists(spent);
    if (now <= (await endOf(file, isSpent))) return 'of use';
    return isSpent ? 'stale and used' : 'stale';
  } catch (error) {
    // Another process may have swept the plan meanwhile.
    if (errorCode(error) === 'ENOENT') return 'of use';
    throw writeFailure(file, error);
  }
}

/** Removes marks and partial files without a plan. Young ones may still be in use. */
async function sweepRest(path: string, now: number): Promise<void> {
  const names = new Set(await readdir(path));
  for (const name of names) {
    const plan = name.replace(/\.(?:unfinished|spent)$/, '.plan');
    if (plan === name || names.has(plan)) continue;
    try {
      const { ctimeMs } = await stat(join(path, name));
      if (now - ctimeMs > unfinishedKeptMs) await rm(join(path, name), { force: true });
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw writeFailure(join(path, name), error);
    }
  }
}

/** The plans in use; null when unknown, and then all used plans stay. */
async function plansInUse(inUse: () => Promise<ReadonlySet<string>>): Promise<ReadonlySet<string> | null> {
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
    // A run marks its plan before it starts its journal, so an unmarked plan is in no journal.
    if (age === 'stale and used' && needed === undefined) needed = await plansInUse(inUse);
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
    // Another process may have used and dropped the cached plan.
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
    spent: () => spentPlans(state),
    async dropSpent(planId) {
      if (last?.view.id === planId) last = null;
      const { file } = pathsOf(state, planId);
      try {
        await rm(file, { force: true });
      } catch (error) {
        throw writeFailure(file, error);
      }
    },
    async sweep(inUse) {
      if (last !== null && clock.now() > last.view.expiresAt) last = null;
      await sweepPlans(state, clock.now(), inUse);
    },
  };
}
