import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Selection, StayingView } from '../../../app/contract/plans.ts';
import type { ReportView, VerificationView } from '../../../app/contract/runs.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { judge } from '../../../app/cleanup/verdict.ts';
import type { Clock } from '../../system/ports.ts';
import { diskPath } from '../fs/disk-names.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { isMissing } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';
import { behindLinks, isWidest, removableRows, unreadableRow, widest, withConcerns } from './still-here.ts';
import type { PlannedScope } from './planned-accounts.ts';
import { createFolderReader, entriesByFolder, twinFolders } from './planned-places.ts';
import type { EntriesByFolder } from './planned-places.ts';

export interface Collected {
  /** null: nothing is left to plan, as after a clean that took everything */
  readonly plan: FrozenPlan | null;
  /** the session that the selection is limited to is over, so the owner's files cannot be told from the guest's */
  readonly sessionEnded: boolean;
}

export interface VerifyDeps {
  /** discovers and plans a selection again with the accounts as planned, without saving */
  readonly collect: (scope: PlannedScope, selection: Selection, control: JobControl) => Promise<Collected>;
  /** what the run put where it can be restored from, as far as it is still there */
  readonly restorable: (report: ReportView) => readonly StayingView[];
  /** accounts that the person called theirs: whether they can leave depends on these too */
  readonly mine: () => Promise<readonly string[]>;
  readonly clock: Clock;
}

const examplesKept = 200;
/** Folders processed before yielding to the event loop. */
const foldersPerTurn = 500;
/** File times may lag behind the system clock by one kernel tick, ms. */
export const tickMs = 20;
/** Examples that unreadable folders may use; the rest stay free for the other states. */
const unreadableKept = 50;

/** What a look counts. */
export interface Finding {
  gone: number;
  left: number;
  leftBytes: number;
  arrived: number;
  unreadable: number;
  readonly unreadablePlaces: Set<string>;
  readonly examples: VerificationView['examples'][number][];
}

export function nothingFound(): Finding {
  return {
    ...{ gone: 0, left: 0, leftBytes: 0, arrived: 0, unreadable: 0 },
    ...{ unreadablePlaces: new Set<string>(), examples: [] },
  };
}

/** As examples name an entry: below its root. */
export function relativePath(plan: FrozenPlan, index: number): string {
  const entry = plan.entry(index);
  return [...plan.folder(entry.folder).segments, entry.name].join('/');
}

export function example(finding: Finding, plan: FrozenPlan, index: number, state: 'left' | 'arrived'): void {
  if (finding.examples.length >= examplesKept) return;
  finding.examples.push({ path: relativePath(plan, index), state });
}

export function throwIfCancelled(control: JobControl): void {
  if (control.signal.aborted) throw new SignOffError('cancelled');
}

/** Current size at `path`; `planned` when it cannot be read, null when it does not exist. */
export async function bytesAt(path: string, planned: number): Promise<number | null> {
  try {
    return (await lstat(diskPath(path))).size;
  } catch (error) {
    return isMissing(error) ? null : planned;
  }
}

function unreadFolder(plan: FrozenPlan, index: number, entries: number, finding: Finding): void {
  finding.unreadable += entries;
  if (entries === 0) return;
  const { root, segments } = plan.folder(index);
  const path = join(plan.roots[root]?.realPath ?? '', ...segments);
  finding.unreadablePlaces.add(path);
  if (finding.examples.length >= unreadableKept) return;
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
export async function mayHoldSomething(path: string): Promise<boolean> {
  try {
    const stats = await lstat(diskPath(path));
    return !stats.isDirectory() || (await readdir(diskPath(path))).length > 0;
  } catch (error) {
    return !isMissing(error);
  }
}

export function countUnread(finding: Finding, path: string): void {
  finding.unreadable += 1;
  finding.unreadablePlaces.add(path);
  if (finding.examples.length < unreadableKept) finding.examples.push({ path, state: 'unreadable' });
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
    countUnread(finding, path);
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

/** What an earlier look found and is still there: after the end of a session nothing else can be told. */
async function stillThere(earlier: VerificationView | null): Promise<readonly StayingView[]> {
  const rows: StayingView[] = [];
  const lookedForAnew = ['behind-link', 'in-quarantine', 'in-trash'];
  for (const row of earlier?.stillHere ?? [])
    if (!lookedForAnew.includes(row.reason) && (await bytesAt(row.place, row.bytes)) !== null) rows.push(row);
  return rows;
}

/** What was looked for: the scope and selection of a plan, and what its links led to. */
export interface LookedFor {
  readonly scope: PlannedScope;
  readonly selection: Selection;
  readonly links: readonly StayingView[];
}

/** Everything that is there of the chosen accounts and of the person's own, at any level. */
async function lookForAll(
  deps: VerifyDeps,
  { scope, selection, links: planned }: LookedFor,
  fresh: Collected,
  report: ReportView,
  control: JobControl,
): Promise<readonly StayingView[]> {
  const links = await behindLinks(planned);
  const restorable = deps.restorable(report);
  if (fresh.sessionEnded) return [...(await stillThere(report.verification)), ...links, ...restorable];
  const mine = await deps.mine();
  const { plan: all } = isWidest(selection, mine)
    ? fresh
    : await deps.collect(scope, widest(selection, mine), control);
  if (all === null) return [...links, ...restorable];
  // a link that is still there leads to what is named as behind it
  const staying = all.view.staying.filter(({ reason }) => reason !== 'behind-link');
  const unread = selection.sinceSession ? [] : all.view.unreadable.map(({ path }) => unreadableRow(path));
  return [...removableRows(all), ...staying, ...unread, ...links, ...restorable];
}

/** Without the rows of places that are named as unreadable already. */
function withUnreadable(rows: readonly StayingView[], places: ReadonlySet<string>): readonly StayingView[] {
  const named = new Set(rows.filter(({ reason }) => reason === 'unreadable').map(({ place }) => place));
  return [...rows, ...[...places].filter((place) => !named.has(place)).map(unreadableRow)];
}

/** The view of a look that has counted what was planned: adds what is there at any level, and judges both. */
export async function concluded(
  deps: VerifyDeps,
  look: LookedFor,
  fresh: Collected,
  finding: Finding,
  report: ReportView,
  control: JobControl,
): Promise<VerificationView> {
  const { unreadablePlaces, ...counts } = finding;
  const rows = withUnreadable(await lookForAll(deps, look, fresh, report, control), unreadablePlaces);
  const isSignIn = ({ reason, category }: StayingView): boolean =>
    reason === 'behind-link' && category === 'credentials';
  const behind = rows.filter(isSignIn).length;
  return {
    at: deps.clock.now(),
    ...counts,
    behindLinks: behind,
    ...judge(report.outcome, { ...counts, behindLinks: behind }, rows),
    ...withConcerns(rows),
  };
}

/**
 * Reads the disk again. Returns which planned entries are gone, without relying on the run's report or on the planning
 * rules, and what is there of the chosen accounts and the person's own at any level. Never counts an unreadable folder as gone.
 */
export async function verify(
  deps: VerifyDeps,
  plan: FrozenPlan,
  report: ReportView,
  control: JobControl,
): Promise<VerificationView> {
  const finding = nothingFound();
  const { selection, accounts, staying } = plan.view;
  const scope = { roots: plan.roots, accounts };
  const collected = await deps.collect(scope, selection, control);
  const { plan: fresh } = collected;
  await lookForUnread(plan, fresh, finding);
  const placed = await entriesByFolder(plan);
  await lookForPlanned(plan, placed, control, finding);
  if (fresh !== null) await lookForArrived(plan, placed, fresh, control, finding);
  return concluded(deps, { scope, selection, links: staying }, collected, finding, report, control);
}
