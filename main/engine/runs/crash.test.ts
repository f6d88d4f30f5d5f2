import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, linkSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { realTrashLook } from '../../testing/real-trash.ts';
import { realProcessMarks } from '../../testing/real-process-marks.ts';
import { createRandom } from '../../demo/random.ts';
import { createPlan } from '../planning/create-plan.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { openPlanStore } from '../plans/plan-store.ts';
import { batchIdOf } from '../batches/places.ts';
import { listBatches } from '../quarantine/list-batches.ts';
import { restoreBatch } from '../quarantine/restore.ts';
import {
  discoveryOf as discoveredAs,
  freeControl,
  inline,
  platformById,
  rootOf,
  scratchFolder,
} from '../planning/testing/sample-root.ts';
import { createReports } from '../ledger/reports.ts';
import { withRunLock } from '../state/run-lock.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { buildWorker } from '../removal/testing/built-worker.ts';
import { changesBetween, treeState } from '../removal/testing/tree-state.ts';
import type { TreeState } from '../removal/testing/tree-state.ts';
import { clock, discoveryOf } from '../removal/testing/discovered-roots.ts';
import { closeRun } from './close-run.ts';
import { listInterrupted } from './interrupted.ts';
import { resume } from './execute.ts';
import { aimKills } from './testing/kill-aim.ts';
import type { Fate } from './testing/kill-aim.ts';

/** kills per mode; half of the runs are resumed, half are closed */
const kills = 24;
const big = 6 * 1024 * 1024;
/** printed, so that SIGNOFF_SEED can reproduce the kill times of a failed run */
const seed = Number(process.env['SIGNOFF_SEED'] ?? Date.now() % 1_000_000);
const scratch = scratchFolder();
let built = '';
let rounds = 0;

beforeAll(async () => {
  const place = await buildWorker({ 'crash-child': 'main/engine/runs/testing/crash-child.ts' });
  if (place.kind === 'threads') built = place.folder;
}, 60_000);
afterAll(() => scratch.release());

/** An account with every kind that modes treat differently, a second account, and other files. */
function writeHome(root: string): void {
  const put = (path: string, content: string | Buffer): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (let i = 0; i < 90; i += 1) {
    put(`wxid_a/cache/2024-0${1 + (i % 9)}/t${i}.dat`, `cache ${i}`);
    put(`wxid_a/msg/attach/f${i % 7}/2024-01/Img/p${i}.dat`, Buffer.alloc(500 + i * 97, i));
  }
  put('wxid_a/msg/video/2024-01/long.mp4', Buffer.alloc(big, 'v'));
  put('wxid_a/msg/video/2024-01/other.mp4', Buffer.alloc(big / 2, 'w'));
  put('wxid_a/db_storage/session/session.db', 'database');
  put('wxid_a/db_storage/session/session.db-wal', 'journal');
  put('all_users/login/wxid_a/key_info.db', 'credential');
  put('wxid_a/msg/file/2024-01/names \n\u{1F600} .txt', 'odd name');
  linkSync(join(root, 'wxid_a/cache/2024-01/t0.dat'), join(root, 'wxid_a/cache/2024-01/second-name.dat'));
  symlinkSync('/etc/hostname', join(root, 'wxid_a/cache/2024-01/link.dat'));
  put('wxid_b/db_storage/session/session.db', 'the other account');
  put('wxid_b/cache/2024-01/t.dat', 'theirs');
}

async function makeRound(mode: RemovalMode) {
  const top = join(scratch.path, `round-${(rounds += 1)}`);
  const root = join(top, 'xwechat_files');
  mkdirSync(root, { recursive: true });
  writeFileSync(join(top, 'beside.txt'), 'not a messenger’s');
  writeHome(root);
  const discovery = discoveredAs(rootOf(platformById('wechat-linux-4'), root, ['wxid_a', 'wxid_b']));
  const plan = await createPlan(
    inline(),
    discovery,
    {
      level: 'deep',
      accounts: ['id-wxid_a'],
      include: ['media', 'received', 'phone-backups'],
      olderThanMs: null,
      keep: [],
      sinceSession: false,
    },
    'p-crash',
    freeControl(),
  );
  const state = await openStateFolder(join(scratch.path, `state-${rounds}`), clock);
  const plans = openPlanStore(state, { now: () => plan.view.createdAt });
  await plans.save(plan);
  await plans.spend(plan.view.id);
  const bin = join(scratch.path, `bin-${rounds}`);
  mkdirSync(bin);
  return { mode, top, root, plan, state, bin, before: treeState(top) };
}

type Round = Awaited<ReturnType<typeof makeRound>>;

/** Starts a real run in another process and kills it; the result says whether the kill came in time. */
async function killedRun(round: Round, delayMs: number): Promise<{ ended: boolean; tookMs: number }> {
  const { state, plan, mode, bin } = round;
  const argv = [join(built, 'crash-child.js'), state.path, plan.view.id, 'r-crash', mode, bin, built];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exit]);
  expect(child.exitCode).toBeNull();
  const began = performance.now();
  const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
  await exit;
  clearTimeout(timer);
  return { ended: child.signalCode === null, tookMs: performance.now() - began };
}

function depsOf({ state, plan, bin }: Round) {
  return {
    place: { kind: 'threads', folder: built, count: 2 } as const,
    pins: bestFolderPins,
    style: 'posix' as const,
    state,
    reports: createReports(state),
    clock,
    assertQuiet: () => Promise.resolve(),
    rediscover: () => Promise.resolve(discoveryOf(plan.roots)),
    trash: () => ({ kind: 'xdg' as const, dataHome: bin }),
    look: () => realTrashLook(bin),
  };
}

function plannedPaths(plan: FrozenPlan, top: string): ReadonlySet<string> {
  return new Set(
    Array.from({ length: plan.entryCount }, (_none, index) => plan.pathOf(index).slice(top.length + 1)),
  );
}

function filesOf(state: TreeState): readonly string[] {
  return [...state].filter(([, what]) => !what.startsWith('folder')).map(([path]) => path);
}

/** Invariant after any kill: only planned files are gone, and no other file is new or changed. */
function demandOnlyPlanned({ before, plan, top }: Round): readonly string[] {
  const planned = plannedPaths(plan, top);
  const { gone, altered } = changesBetween(before, treeState(top));
  expect(altered).toEqual([]);
  const files = new Set(filesOf(before));
  const goneFiles = gone.filter((path) => files.has(path));
  expect(goneFiles.filter((path) => !planned.has(path))).toEqual([]);
  return goneFiles;
}

function sum(amounts: readonly { readonly files: number }[]): number {
  return amounts.reduce((total, one) => total + one.files, 0);
}

function demandCounts(report: ReportView, goneFiles: number): void {
  expect(report.planned.files).toBe(report.removed.files + sum(report.kept) + sum(report.failed));
  expect(report.removed.files).toBe(sum(report.ways));
  expect(report.failed).toEqual([]);
  expect(report.removed.files).toBe(goneFiles);
}

/** The quarantine is complete, matches the receipt, and restores byte for byte. */
async function demandQuarantine(round: Round, report: ReportView): Promise<void> {
  const quarantine = join(round.state.path, 'quarantine');
  const put = report.ways.find((one) => one.way === 'quarantined')?.files ?? 0;
  const batches = await listBatches(quarantine, 'posix').catch(() => []);
  expect(batches.map(({ id, state, files }) => ({ id, state, files }))).toEqual(
    put === 0 ? [] : [{ id: batchIdOf('r-crash'), state: 'whole', files: put }],
  );
  if (put === 0) return;
  expect(readdirSync(quarantine).filter((name) => name.endsWith('.part'))).toEqual([]);
  const restored = await restoreBatch({
    quarantine,
    batchId: batchIdOf('r-crash'),
    rule: 'skip',
    pins: bestFolderPins(),
    style: 'posix',
    discover: () => Promise.resolve(discoveryOf(round.plan.roots)),
    assertQuiet: () => Promise.resolve(),
    control: freeControl(),
  });
  expect(restored.restored.files).toBe(put);
  const { gone, altered } = changesBetween(round.before, treeState(round.top));
  expect(altered).toEqual([]);
  const files = new Set(filesOf(round.before));
  expect(gone.filter((path) => files.has(path))).toHaveLength(report.removed.files - put);
}

function namesInBin({ bin }: Round, part: 'files' | 'info'): readonly string[] {
  const path = join(bin, 'Trash', part);
  const names = existsSync(path) ? readdirSync(path) : [];
  return names.map((name) => name.replace(/\.trashinfo$/u, '')).sort();
}

/** Each trashed item has a note and each note an item, and they match the receipt. */
function demandBin(round: Round, report: ReportView): void {
  expect(namesInBin(round, 'info')).toEqual(namesInBin(round, 'files'));
  const inBin = filesOf(treeState(round.bin)).filter((path) => path.startsWith('Trash/files/'));
  expect(report.ways.find((one) => one.way === 'trashed')?.files ?? 0).toBe(inBin.length);
}

/** Each trashed item has a note; one note per thread may precede its item. */
function demandBinAfterKill(round: Round): void {
  const [things, notes] = [namesInBin(round, 'files'), namesInBin(round, 'info')];
  expect(things.filter((name) => !notes.includes(name))).toEqual([]);
  expect(notes.length - things.length).toBeLessThanOrEqual(2);
}

async function carryOn(round: Round, isResumed: boolean): Promise<ReportView> {
  const { state, plan } = round;
  return withRunLock(state, realProcessMarks, 'r-crash', () =>
    isResumed
      ? resume(depsOf(round), plan, 'r-crash', freeControl())
      : closeRun(depsOf(round), 'r-crash', plan),
  );
}

test.each(removalModes)(
  'killed at any moment of %s, the journal says what was done, and the run resumes or closes',
  { timeout: 900_000 },
  async (mode) => {
    console.info(`moments of the kills in mode ${mode}: SIGNOFF_SEED=${seed}`);
    const random = createRandom(seed, mode);
    const whole = await makeRound(mode);
    const aim = aimKills((await killedRun(whole, 120_000)).tookMs);
    const fates: Record<Fate, number> = { before: 0, within: 0, after: 0 };
    const isEnough = (kill: number): boolean => kill >= kills && fates.within > kills / 4;
    for (let kill = 0; !isEnough(kill) && kill < 4 * kills; kill += 1) {
      const round = await makeRound(mode);
      const delayMs = aim.delayMs(random.next());
      const { ended, tookMs } = await killedRun(round, delayMs);
      const reports = createReports(round.state);
      const told = await reports.find('r-crash');
      const [cut] = await listInterrupted(depsOf(round), realProcessMarks);
      const note = `${mode}, seed ${seed}, kill ${kill} after ${delayMs.toFixed(1)} ms`;
      try {
        const fate = ended || told !== null ? 'after' : cut === undefined ? 'before' : 'within';
        fates[fate] += 1;
        aim.correct(fate, tookMs);
        if (fate === 'after') {
          if (told !== null) demandCounts(told, demandOnlyPlanned(round).length);
        } else if (fate === 'before') {
          expect(demandOnlyPlanned(round)).toEqual([]);
        } else {
          demandOnlyPlannedOrBegun(round);
          if (mode === 'trash') demandBinAfterKill(round);
          const isResumed = kill % 2 === 0;
          const report = await carryOn(round, isResumed);
          expect(report.outcome).toBe(isResumed ? 'done' : 'interrupted');
          const gone = demandOnlyPlanned(round);
          demandCounts(report, gone.length);
          if (isResumed) expect(gone).toHaveLength(round.plan.entryCount);
          if (mode === 'quarantine') await demandQuarantine(round, report);
          if (mode === 'trash') demandBin(round, report);
        }
      } catch (error) {
        throw new Error(note, { cause: error });
      }
      await rm(round.top, { recursive: true });
      await rm(round.state.path, { recursive: true });
      await rm(round.bin, { recursive: true });
    }
    expect(fates.within).toBeGreaterThan(kills / 4);
  },
);

/** Right after the kill, an erased file may still exist under its erase name; unplanned files are unchanged. */
function demandOnlyPlannedOrBegun({ before, plan, top, mode }: Round): void {
  const planned = plannedPaths(plan, top);
  const now = treeState(top);
  const { gone, altered } = changesBetween(before, now);
  const files = new Set(filesOf(before));
  expect(gone.filter((path) => files.has(path) && !planned.has(path))).toEqual([]);
  const strange = altered.filter((path) => before.has(path) || mode !== 'erase');
  expect(strange).toEqual([]);
}
