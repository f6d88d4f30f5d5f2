import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Selection } from '../../../app/contract/plans.ts';
import type { VerificationView } from '../../../app/contract/runs.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Clock } from '../../system/ports.ts';
import { diskPath } from '../fs/disk-names.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { isMissing } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';
import { createFolderReader, entriesByFolder, twinFolders } from './planned-places.ts';
import type { EntriesByFolder } from './planned-places.ts';

export interface VerifyDeps {
  /** discovers and plans the same selection again, without saving the plan */
  readonly collect: (selection: Selection, control: JobControl) => Promise<FrozenPlan>;
  readonly clock: Clock;
}

const examplesKept = 200;
/** Folders processed before yielding to the event loop. */
const foldersPerTurn = 500;
/** File times may lag behind the system clock by one kernel tick, ms. */
const tickMs = 20;
/** Examples that unreadable folders may use; the rest stay free for the other states. */
const unreadableKept = 50;

interface Finding {
  gone: number;
  left: number;
  leftBytes: number;
  arrived: number;
  unreadable: number;
  readonly examples: VerificationView['examples'][number][];
}

function example(finding: Finding, plan: FrozenPlan, index: number, state: 'left' | 'arrived'): void {
  if (finding.examples.length >= examplesKept) return;
  const entry = plan.entry(index);
  finding.examples.push({ path: [...plan.folder(entry.folder).segments, entry.name].join('/'), state });
}

function throwIfCancelled(control: JobControl): void {
  if (control.signal.aborted) throw new SignOffError('cancelled');
}

/** Current size at `path`; `planned` when it cannot be read, null when it does not exist. */
async function bytesAt(path: string, planned: number): Promise<number | null> {
  try {
    return (await lstat(diskPath(path))).size;
  } catch (error) {
    return isMissing(error) ? null : planned;
  }
}

function unreadFolder(plan: FrozenPlan, index: number, entries: number, finding: Finding): void {
  finding.unreadable += entries;
  if (entries === 0 || finding.examples.length >= unreadableKept) return;
  const { root, segments } = plan.folder(index);
  const path = join(plan.roots[root]?.realPath ?? '', ...segments);
  if (!finding.examples.some((one) => one.path === path))
    finding.examples.push({ path, state: 'unreadable' });
}

/** Checks every planned path, without applying the planning rules again. */
async function lookForPlanned(
  plan: FrozenPlan,
  placed: EntriesByFolder,
  control: JobControl,
  finding: Finding,
): Promise<void> {
  const read = createFolderReader(plan);
  for (let folder = 0; folder < plan.folderCount; folder += 1) {
    throwIfCancelled(control);
    if (folder % foldersPerTurn === 0) await nextTurn();
    const entries = placed.of(folder);
    const now = await read(folder);
    if (now.kind === 'could-not-tell') unreadFolder(plan, folder, entries.length, finding);
    else if (now.kind === 'gone') finding.gone += entries.length;
    else await lookInFolder(plan, entries, now.names, finding);
  }
}

async function lookInFolder(
  plan: FrozenPlan,
  entries: Uint32Array,
  names: ReadonlySet<string>,
  finding: Finding,
): Promise<void> {
  for (const index of entries) {
    const { name, bytes: planned } = plan.entry(index);
    const bytes = names.has(name) ? await bytesAt(plan.pathOf(index), planned) : null;
    if (bytes === null) finding.gone += 1;
    else {
      finding.left += 1;
      finding.leftBytes += bytes;
      example(finding, plan, index, 'left');
    }
  }
}

/** False when the path does not exist or is an empty folder. */
async function mayHoldSomething(path: string): Promise<boolean> {
  try {
    const stats = await lstat(diskPath(path));
    return !stats.isDirectory() || (await readdir(diskPath(path))).length > 0;
  } catch (error) {
    return !isMissing(error);
  }
}

/**
 * Counts paths that the plan could not read: they were in scope, but no entry covers them. Paths that are unreadable
 * now count as well, except in a session, where they belong to the owner or were in the plan.
 */
async function lookForUnread(plan: FrozenPlan, fresh: FrozenPlan | null, finding: Finding): Promise<void> {
  const now = plan.view.selection.sinceSession ? [] : (fresh?.view.unreadable ?? []);
  const paths = new Set([...plan.view.unreadable, ...now].map(({ path }) => path));
  const isUnreadNow = new Set(now.map(({ path }) => path));
  for (const path of paths) {
    if (!isUnreadNow.has(path) && !(await mayHoldSomething(path))) continue;
    finding.unreadable += 1;
    if (finding.examples.length < unreadableKept) finding.examples.push({ path, state: 'unreadable' });
  }
}

/**
 * True when the file was created or moved here after `since`. An older file was in scope and was kept on purpose; the
 * change time also reveals a file that was moved in.
 */
async function cameAfter(path: string, since: number): Promise<boolean> {
  try {
    const stats = await lstat(diskPath(path));
    return Math.max(stats.birthtimeMs, stats.ctimeMs) > since - tickMs;
  } catch (error) {
    return !isMissing(error);
  }
}

/** Counts files of the fresh plan that are not in the plan. Keeps the planned names of one folder at a time. */
async function lookForArrived(
  plan: FrozenPlan,
  placed: EntriesByFolder,
  fresh: FrozenPlan,
  control: JobControl,
  finding: Finding,
): Promise<void> {
  const twins = await twinFolders(plan, fresh);
  let planned: ReadonlySet<string> = new Set();
  let folder = -1;
  for (let index = 0; index < fresh.entryCount; index += 1) {
    throwIfCancelled(control);
    const entry = fresh.entry(index);
    if (entry.folder !== folder) {
      folder = entry.folder;
      const twin = twins[folder] ?? -1;
      const entries = twin < 0 ? [] : Array.from(placed.of(twin));
      planned = new Set(entries.map((one) => plan.entry(one).name));
    }
    if (planned.has(entry.name)) continue;
    if (!(await cameAfter(fresh.pathOf(index), plan.view.createdAt))) continue;
    finding.arrived += 1;
    example(finding, fresh, index, 'arrived');
  }
}

/** Plans again; null when nothing is left to plan, which is the expected result after a clean. */
async function collectAgain(
  deps: VerifyDeps,
  plan: FrozenPlan,
  control: JobControl,
): Promise<FrozenPlan | null> {
  try {
    return await deps.collect(plan.view.selection, control);
  } catch (error) {
    const isNothing =
      error instanceof SignOffError && (error.code === 'nothing-found' || error.code === 'account-not-found');
    if (isNothing) return null;
    throw error;
  }
}

function verdictOf(finding: Finding): VerificationView['verdict'] {
  if (finding.left > 0) return 'some-left';
  return finding.unreadable > 0 ? 'could-not-tell' : 'all-gone';
}

/**
 * Reads the disk again and returns which planned entries are gone. Relies neither on the run's report nor on the
 * planning rules, and never counts an unreadable folder as gone.
 */
export async function verify(
  deps: VerifyDeps,
  plan: FrozenPlan,
  control: JobControl,
): Promise<VerificationView> {
  const finding: Finding = { gone: 0, left: 0, leftBytes: 0, arrived: 0, unreadable: 0, examples: [] };
  const fresh = await collectAgain(deps, plan, control);
  await lookForUnread(plan, fresh, finding);
  const placed = await entriesByFolder(plan);
  await lookForPlanned(plan, placed, control, finding);
  if (fresh !== null) await lookForArrived(plan, placed, fresh, control, finding);
  return { at: deps.clock.now(), ...finding, verdict: verdictOf(finding) };
}
