import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { openPlanStore } from '../plans/plan-store.ts';
import { eraseNameOf } from '../removal/erase-file.ts';
import { buildWorker } from '../removal/testing/built-worker.ts';
import { wholeOf } from '../ledger/tally.ts';
import { createReports } from '../ledger/reports.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { takeRunLock, withRunLock } from '../state/run-lock.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { readJournal } from '../ledger/journal-reader.ts';
import { resume } from './execute.ts';
import { cutRun } from './testing/cut-run.ts';
import { clock, discoveryOf, makeFolder, testMarks } from './testing/run-plan.ts';
import { closeRun } from './close-run.ts';
import { listInterrupted, plansInUse } from './interrupted.ts';

let place: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
}, 60_000);

type Cut = Awaited<ReturnType<typeof cutRun>>;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'went through';
  } catch (error) {
    return error instanceof SignOffError ? error.code : String(error);
  }
}

function close(cut: Cut, plan: Cut['plan'] | null = cut.plan): Promise<ReportView> {
  return closeRun(cut.deps, 'r-cut', plan);
}

function goOn(cut: Cut, deps: Partial<Cut['deps']> = {}): Promise<ReportView> {
  return withRunLock(cut.state, testMarks, 'r-cut', () =>
    resume({ ...cut.deps, ...deps }, cut.plan, 'r-cut', cut.trial.control),
  );
}

function filesLeft(root: string): number {
  return ['a', 'b', 'c'].reduce(
    (sum, name) => sum + (existsSync(join(root, name)) ? readdirSync(join(root, name)).length : 0),
    0,
  );
}

/** Creates a new file under a removed name, with another inode, because the disk may reuse the old one. */
function putAnother(path: string, ino: bigint): void {
  const held: string[] = [];
  for (let at = 0; ; at += 1) {
    const next = `${path}-${at}`;
    writeFileSync(next, 'a new file under a name that was removed');
    if (lstatSync(next, { bigint: true }).ino !== ino) {
      renameSync(next, path);
      break;
    }
    held.push(next);
  }
  for (const one of held) rmSync(one);
}

function demandSum(report: ReportView): void {
  expect(wholeOf({ ...report, groups: [], examples: [] })).toEqual(report.planned);
  const ways = report.ways.reduce((sum, { files }) => sum + files, 0);
  expect(ways).toBe(report.removed.files);
}

const modes = [
  ['delete', 'deleted'],
  ['quarantine', 'quarantined'],
  ['trash', 'trashed'],
  ['erase', 'deleted'],
] as const;

test.each(modes)(
  '%s: an interrupted run reports exactly what it removed, and closes once',
  async (mode, way) => {
    const cut = await cutRun({ mode, announced: 800, done: 300, place });
    const [listed] = await listInterrupted(cut.deps, testMarks);
    expect(listed).toMatchObject({ runId: 'r-cut', mode, level: 'basic', removed: 0, planned: 1_200 });
    expect(listed?.resumable).toBe(true);
    const report = await close(cut);
    expect(report).toMatchObject({
      outcome: 'interrupted',
      removed: { files: 300 },
      ways: [{ way, files: 300 }],
      kept: [{ reason: 'cancelled', files: 900 }],
      failed: [],
      quarantineId: mode === 'quarantine' ? 'q-cut' : null,
    });
    demandSum(report);
    expect(filesLeft(cut.root)).toBe(900);
    expect(await listInterrupted(cut.deps, testMarks)).toEqual([]);
    expect(await cut.deps.reports.get('r-cut')).toEqual(report);
    expect(readJournal(readFileSync(cut.journalPath))).toMatchObject({ hasEnded: true });
    expect(await codeOf(close(cut))).toBe('run-not-found');
  },
);

test.each(modes)('%s: an interrupted run resumes only what is left, under its own id', async (mode, way) => {
  const cut = await cutRun({ mode, announced: 800, done: 300, place });
  const report = await goOn(cut);
  expect(report).toMatchObject({
    runId: 'r-cut',
    startedAt: 1,
    outcome: 'done',
    planned: { files: 1_200 },
    removed: { files: 1_200 },
    kept: [],
    failed: [],
    quarantineId: mode === 'quarantine' ? 'q-cut' : null,
  });
  expect(report.ways.find((line) => line.way === way)?.files).toBe(mode === 'erase' ? 300 : 1_200);
  demandSum(report);
  expect(readdirSync(cut.root)).toEqual(['keep.db']);
  expect(await listInterrupted(cut.deps, testMarks)).toEqual([]);
  expect(await codeOf(goOn(cut))).toBe('run-not-found');
  const proof = readJournal(readFileSync(cut.journalPath));
  expect(proof).toMatchObject({ hasEnded: true, pending: [], untried: { files: 0 } });
  expect(existsSync(join(cut.state.path, 'run.lock'))).toBe(false);
});

test('a folder moved before the crash is found in the quarantine, another one is moved on resume', async () => {
  const cut = await cutRun({ mode: 'quarantine', announced: 800, done: 1, folders: [1, 2] });
  expect(existsSync(join(cut.root, 'a'))).toBe(false);
  expect(existsSync(join(cut.root, 'b'))).toBe(true);
  const report = await goOn(cut);
  expect(report).toMatchObject({
    outcome: 'done',
    ways: [{ way: 'quarantined', files: 1_200 }],
    foldersRemoved: 3,
  });
  demandSum(report);
  expect(readdirSync(cut.root)).toEqual(['keep.db']);
});

test('a folder trashed whole before the crash is reported as trashed', async () => {
  const cut = await cutRun({ mode: 'trash', announced: 800, done: 1, folders: [1, 2], place });
  const report = await close(cut);
  expect(report).toMatchObject({ ways: [{ way: 'trashed', files: 400 }], foldersRemoved: 1 });
  demandSum(report);
});

test('entries that changed, appeared or were replaced between crash and resume stay', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  writeFileSync(join(cut.root, 'b', 'f1000'), 'written after the crash, and longer');
  putAnother(join(cut.root, 'a', 'f1000'), cut.plan.entry(0).ino);
  writeFileSync(join(cut.root, 'c', 'new'), 'came later');
  const report = await goOn(cut);
  expect(report).toMatchObject({
    outcome: 'partial',
    kept: [{ reason: 'changed', files: 1 }],
    removed: { files: 1_199 },
  });
  demandSum(report);
  expect(readdirSync(join(cut.root, 'a'))).toEqual(['f1000']);
  expect(readdirSync(join(cut.root, 'b'))).toEqual(['f1000']);
  expect(readdirSync(join(cut.root, 'c'))).toEqual(['new']);
});

test('a file half overwritten at a power cut is finished, not left under its erase name', async () => {
  const cut = await cutRun({ mode: 'erase', announced: 800, done: 10 });
  const entry = cut.plan.entry(20);
  const name = eraseNameOf('r-cut', 20, entry.name, 0);
  renameSync(join(cut.root, 'a', entry.name), join(cut.root, 'a', name));
  const report = await close(cut);
  expect(readdirSync(join(cut.root, 'a'))).toHaveLength(389);
  expect(report.ways).toMatchObject([
    { way: 'deleted', files: 10 },
    { way: 'erased', files: 1 },
  ]);
  demandSum(report);
});

const bigBytes = 48 * 1024 * 1024;

/** A run with one half-overwritten file, and that file's current path. */
async function cutWithinFile() {
  const cut = await cutRun({ mode: 'erase', announced: 800, done: 10 });
  const { name } = cut.plan.entry(20);
  const path = join(cut.root, 'a', eraseNameOf('r-cut', 20, name, 0));
  renameSync(join(cut.root, 'a', name), path);
  writeFileSync(path, Buffer.alloc(bigBytes, 'B'));
  return { ...cut, path };
}

/** Reads a file in every turn of the loop until it is gone; `isWithin` = one turn saw it partly overwritten. */
function watchTurns(path: string) {
  const letter = Buffer.alloc(1);
  const isOld = (fd: number, at: number): boolean => (readSync(fd, letter, 0, 1, at), letter[0] === 0x42);
  const seen = { isWithin: false };
  const look = (): void => {
    if (!existsSync(path)) return;
    const fd = openSync(path, 'r');
    // one byte in 256 is the old one by chance
    const isBegun = [0, 1, 2, 3].some((at) => !isOld(fd, at));
    if (isBegun && isOld(fd, bigBytes - 1) && isOld(fd, bigBytes - 2)) seen.isWithin = true;
    closeSync(fd);
    setImmediate(look);
  };
  look();
  return seen;
}

test('closing finishes a half-erased file without blocking the event loop', async () => {
  const cut = await cutWithinFile();
  const seen = watchTurns(cut.path);
  const report = await close(cut);
  expect(report.ways).toContainEqual(expect.objectContaining({ way: 'erased', files: 1 }));
  expect(existsSync(cut.path)).toBe(false);
  expect(seen.isWithin).toBe(true);
});

test('a cancel inside a half-erased file keeps it announced, and the next resume finishes it', async () => {
  const cut = await cutWithinFile();
  const abort = new AbortController();
  const told: string[] = [];
  const progress = ({ current }: { readonly current: string | null }): void => {
    told.push(current ?? '');
    if (told.length === 3) abort.abort();
  };
  const cancelled = withRunLock(cut.state, testMarks, 'r-cut', () =>
    resume(cut.deps, cut.plan, 'r-cut', { signal: abort.signal, progress }),
  );
  expect(await codeOf(cancelled)).toBe('cancelled');
  expect(new Set(told)).toEqual(new Set([cut.plan.pathOf(20)]));
  const left = readFileSync(cut.path);
  expect(left.length).toBe(bigBytes);
  expect(left.subarray(-64).toString()).toBe('B'.repeat(64));
  expect(await cut.deps.reports.find('r-cut')).toBeNull();
  expect(await listInterrupted(cut.deps, testMarks)).toMatchObject([{ runId: 'r-cut', resumable: true }]);
  const report = await goOn(cut);
  expect(report).toMatchObject({ outcome: 'done', removed: { files: 1_200 } });
  expect(report.ways.find(({ way }) => way === 'deleted')?.files).toBe(10);
  demandSum(report);
  expect(readdirSync(cut.root)).toEqual(['keep.db']);
});

test.each([
  ['link', (from: string, to: string) => symlinkSync(to, from)],
  ['replaced', (from: string) => mkdirSync(from)],
] as const)(
  'a folder replaced by something else (%s) is not opened, and none of its entries is reported gone',
  async (reason, put) => {
    for (const end of [close, goOn]) {
      const cut = await cutRun({ mode: 'delete', announced: 800, done: 0 });
      const moved = `${cut.root}-a`;
      renameSync(join(cut.root, 'a'), moved);
      put(join(cut.root, 'a'), moved);
      const report = await end(cut);
      expect(report.outcome).toBe(end === goOn ? 'partial' : 'interrupted');
      expect(report.kept).toContainEqual(expect.objectContaining({ reason, files: 400 }));
      expect(report.kept.some((line) => line.reason === 'vanished')).toBe(false);
      expect(readdirSync(moved)).toHaveLength(400);
      demandSum(report);
    }
  },
);

test('a missing root when a run is closed leaves its entries unknown', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  renameSync(cut.root, `${cut.root}-away`);
  const report = await close(cut);
  expect(report).toMatchObject({ removed: { files: 0 }, failed: [{ code: 'unknown', files: 800 }] });
  demandSum(report);
});

test('an entry that is neither in place nor in the trash is not reported as trashed', async () => {
  const cut = await cutRun({ mode: 'trash', announced: 400, done: 300, place });
  const { bin } = cut;
  for (const name of ['f1000', 'f1001']) {
    rmSync(join(bin, 'Trash', 'files', name));
    rmSync(join(bin, 'Trash', 'info', `${name}.trashinfo`));
  }
  // another item in the trash under a vanished entry's name, with an identical note
  writeFileSync(join(bin, 'Trash', 'files', 'f1002-new'), 'another');
  renameSync(join(bin, 'Trash', 'files', 'f1002-new'), join(bin, 'Trash', 'files', 'f1002'));
  const report = await close(cut);
  expect(report.ways).toMatchObject([{ way: 'trashed', files: 297 }]);
  expect(report.kept).toContainEqual(expect.objectContaining({ reason: 'vanished', files: 3 }));
  demandSum(report);
});

test('where the trash cannot be read, a missing entry is only vanished', async () => {
  const cut = await cutRun({ mode: 'trash', announced: 400, done: 300, place });
  const report = await closeRun({ ...cut.deps, look: () => null }, 'r-cut', cut.plan);
  expect(report.ways).toEqual([]);
  expect(report.kept).toContainEqual(expect.objectContaining({ reason: 'vanished', files: 300 }));
  demandSum(report);
});

test('closing a run removes only the trash notes whose item never arrived', async () => {
  const cut = await cutRun({ mode: 'trash', announced: 400, done: 300, place });
  const info = join(cut.bin, 'Trash', 'info');
  const noteFor = (path: string): string => `[Trash Info]\nPath=${path}\nDeletionDate=2026-01-01T00:00:00\n`;
  const { name } = cut.plan.entry(350);
  writeFileSync(join(info, `${name}.trashinfo`), noteFor(cut.plan.pathOf(350)));
  writeFileSync(join(info, `${cut.plan.entry(351).name}.trashinfo`), '');
  const others = [`${cut.plan.entry(352).name}.2.trashinfo`, 'holiday.trashinfo', 'empty.trashinfo'];
  writeFileSync(join(info, others[0]!), noteFor('/somewhere/else'));
  writeFileSync(join(info, others[1]!), noteFor(cut.plan.pathOf(900)));
  writeFileSync(join(info, others[2]!), '');
  await close(cut);
  const files = new Set(readdirSync(join(cut.bin, 'Trash', 'files')));
  const empty = readdirSync(info).filter((note) => !files.has(note.replace(/\.trashinfo$/u, '')));
  expect(empty.sort()).toEqual(others.sort());
  expect(files.size).toBe(300);
});

test('entries of a missing folder that no run removes are not reported as removed', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300, removable: false });
  rmSync(join(cut.root, 'a'), { recursive: true });
  const report = await close(cut);
  expect(report).toMatchObject({ removed: { files: 0 } });
  expect(report.kept).toContainEqual(expect.objectContaining({ reason: 'vanished', files: 400 }));
  demandSum(report);
});

test('entries of a missing folder that the run may remove count as removed', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 400, done: 400 });
  rmSync(join(cut.root, 'a'), { recursive: true });
  const report = await close(cut);
  expect(report.ways).toMatchObject([{ way: 'deleted', files: 400 }]);
  demandSum(report);
});

test('the plan of an interrupted run outlives its expiry until the run has resumed', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  const daysLater = openPlanStore(cut.state, { now: () => Date.now() + 14 * 24 * 60 * 60 * 1000 });
  await daysLater.sweep(() => plansInUse(cut.deps));
  expect(await listInterrupted(cut.deps, testMarks)).toMatchObject([{ resumable: true }]);
  expect((await goOn(cut)).removed.files).toBe(1_200);
  await daysLater.sweep(() => plansInUse(cut.deps));
  expect(readdirSync(join(cut.state.path, 'plans'))).toEqual([]);
});

test('without the plan’s file a run cannot resume, and closing reports its open entries as unknown', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  await cut.plans.drop(cut.plan.view.id);
  expect(await listInterrupted(cut.deps, testMarks)).toMatchObject([{ resumable: false }]);
  const report = await close(cut, null);
  expect(report).toMatchObject({
    outcome: 'interrupted',
    removed: { files: 0 },
    failed: [{ code: 'unknown', files: 800 }],
    kept: [{ reason: 'cancelled', files: 400 }],
  });
  demandSum(report);
});

test('resuming with another plan than the journal’s is refused', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  const other = { ...cut.plan, entryCount: 1_199 };
  const wrong = { ...cut, plan: other };
  expect(await codeOf(goOn(wrong))).toBe('run-not-resumable');
  expect(filesLeft(cut.root)).toBe(900);
});

test.each([
  ['another folder at the place', { identity: { dev: 1n, ino: 1n } }],
  ['no access', { access: 'no-permission' }],
] as const)('a root that now is %s: refused, untouched, and still resumable', async (_what, change) => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  const rediscover = () => Promise.resolve(discoveryOf(cut.plan.roots, change));
  expect(await codeOf(goOn(cut, { rediscover }))).toBe('plan-changed');
  expect(filesLeft(cut.root)).toBe(900);
  expect((await goOn(cut)).removed.files).toBe(1_200);
});

test('a run finishes a root that half a clean made unrecognisable', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  const rediscover = () => Promise.resolve(discoveryOf([]));
  expect((await goOn(cut, { rediscover })).removed.files).toBe(1_200);
});

test('a running messenger refuses a resume; nothing is touched and nothing is written', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  const before = readFileSync(cut.journalPath);
  const assertQuiet = () => Promise.reject(new SignOffError('messenger-running'));
  expect(await codeOf(goOn(cut, { assertQuiet }))).toBe('messenger-running');
  expect(filesLeft(cut.root)).toBe(900);
  expect(readFileSync(cut.journalPath).equals(before)).toBe(true);
});

test('a resume that is cut at any line is finished by the next one', async () => {
  const first = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  await goOn(first);
  const whole = readFileSync(first.journalPath);
  const ends: number[] = [];
  for (let at = whole.indexOf(10); at !== -1; at = whole.indexOf(10, at + 1)) ends.push(at + 1);
  for (const end of ends.slice(0, -1)) {
    await first.state.place('reports', 'r-cut.json').then((path) => rmSync(path, { force: true }));
    writeFileSync(first.journalPath, whole);
    truncateSync(first.journalPath, end);
    const report = await goOn(first);
    expect(report.planned.files).toBe(1_200);
    demandSum(report);
    expect(report.failed).toEqual([]);
  }
}, 60_000);

test('a run active in a living process is not interrupted; any other is, whatever its process id', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  const lock = await takeRunLock(cut.state, testMarks, 'r-cut');
  expect(await listInterrupted(cut.deps, testMarks)).toEqual([]);
  await lock.release();
  const other = await takeRunLock(cut.state, testMarks, 'restore');
  expect(await listInterrupted(cut.deps, testMarks)).toMatchObject([{ runId: 'r-cut' }]);
  await other.release();
});

test('a crash between receipt and end line leaves the run finished', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  const whole = await goOn(cut);
  const journal = readFileSync(cut.journalPath);
  truncateSync(cut.journalPath, journal.lastIndexOf(10, journal.length - 2) + 1);
  expect(await listInterrupted(cut.deps, testMarks)).toEqual([]);
  expect(await codeOf(goOn(cut))).toBe('run-not-found');
  expect(await cut.deps.reports.get('r-cut')).toEqual(whole);
});

test('a damaged journal is set aside, reported, and never used as proof', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 800, done: 300 });
  const bytes = readFileSync(cut.journalPath);
  bytes[200] = 0;
  writeFileSync(cut.journalPath, bytes);
  expect(await listInterrupted(cut.deps, testMarks)).toEqual([]);
  expect(readdirSync(join(cut.state.path, 'runs'))).toEqual([
    expect.stringMatching(/^r-cut\.jsonl\.corrupt-/),
  ]);
  expect(cut.state.asides()).toHaveLength(1);
  expect(await codeOf(close(cut))).toBe('run-not-found');
});

test('an empty folder, foreign files and hostile ids are no runs', async () => {
  const state = await openStateFolder(makeFolder('signoff-state-'), clock);
  const deps = { state, reports: createReports(state), clock, pins: bestFolderPins, style: 'posix' as const };
  expect(await listInterrupted(deps, testMarks)).toEqual([]);
  mkdirSync(join(state.path, 'runs', 'folder'), { recursive: true });
  writeFileSync(join(state.path, 'outside.jsonl'), 'hello');
  writeFileSync(join(state.path, 'runs', 'notes.txt'), 'not a journal');
  expect(await listInterrupted(deps, testMarks)).toEqual([]);
  for (const id of ['none', '../outside', '', 'a/b'])
    expect(await codeOf(closeRun(deps, id, null))).toBe('run-not-found');
  expect(readFileSync(join(state.path, 'outside.jsonl'), 'utf8')).toBe('hello');
});
