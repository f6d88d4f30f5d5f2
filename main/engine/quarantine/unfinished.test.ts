import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { createJobs } from '../jobs/jobs.ts';
import { closeRun } from '../runs/close-run.ts';
import { listInterrupted, openRuns } from '../runs/interrupted.ts';
import { cutRun } from '../runs/testing/cut-run.ts';
import { clock, discoveryOf, makeFolder, testMarks } from '../runs/testing/run-plan.ts';
import { withRunLock } from '../state/run-lock.ts';
import { createQuarantine } from './quarantine.ts';
import type { Quarantine } from './quarantine.ts';
import { treeOf } from './testing/put-aside.ts';

/** A real run of 1,200 files, interrupted after 700 were put aside. */
let cut: Awaited<ReturnType<typeof cutRun>>;
let quarantine: Quarantine;
let place: string;
let part: string;
let counts: number[];
/** The target of a planted link; null = none. */
let behind: string | null;
const jobs = createJobs(
  clock,
  () => undefined,
  () => undefined,
);

beforeEach(async () => {
  cut = await cutRun({ mode: 'quarantine', announced: 1_200, done: 700 });
  place = join(cut.state.path, 'quarantine');
  part = join(place, 'q-cut.part');
  counts = [];
  behind = null;
  quarantine = createQuarantine({
    ...{ state: cut.state, jobs, clock, pins: bestFolderPins, style: 'posix' },
    emit: (_event, payload) => void counts.push((payload as { batches: number }).batches),
    settings: () => ({ quarantineDays: 1, quarantineBytes: 1 }),
    discover: () => Promise.resolve(discoveryOf(cut.plan.roots)),
    assertQuiet: () => Promise.resolve(),
    openRuns: () => openRuns(cut.deps, testMarks),
    locked: (what, work) => withRunLock(cut.state, testMarks, what, work),
  });
});

/** Changes a line in the middle of the journal, so that it proves nothing. */
function damageJournal(): void {
  const bytes = readFileSync(cut.journalPath);
  const at = bytes.indexOf(10) + 20;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(cut.journalPath, bytes);
}

async function ended(jobId: string): Promise<string> {
  for (;;) {
    const end = jobs.end(jobId);
    if (end !== null) return end.error?.code ?? end.outcome;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'went through';
  } catch (error) {
    return error instanceof SignOffError ? error.code : String(error);
  }
}

function filesLeft(): number {
  return ['a', 'b', 'c'].reduce((sum, name) => sum + readdirSync(join(cut.root, name)).length, 0);
}

test('while its run can be resumed, an unfinished batch is not listed, restored or purged', async () => {
  const before = treeOf(place);
  expect(await quarantine.list()).toEqual([]);
  for (const ask of [() => quarantine.restore('q-cut', 'skip'), () => quarantine.purge(['q-cut'])])
    expect(await refusal(ask())).toBe('quarantine-not-found');
  expect(await quarantine.retain()).toEqual([]);
  expect(treeOf(place)).toEqual(before);
});

test('the unfinished batch of an active run is left alone, whatever its journal says', async () => {
  damageJournal();
  await withRunLock(cut.state, testMarks, 'r-cut', async () => {
    expect(await quarantine.list()).toEqual([]);
    expect(await refusal(quarantine.purge(['q-cut']))).toBe('quarantine-not-found');
  });
});

const losses: [string, () => unknown][] = [
  ['a journal that proves nothing', damageJournal],
  ['a journal that was found damaged', () => (damageJournal(), listInterrupted(cut.deps, testMarks))],
  ['a journal that is gone', () => rmSync(cut.journalPath)],
];

test.each(losses)('%s: the unfinished batch is listed, and restored byte for byte', async (_name, lose) => {
  await lose();
  expect(await refusal(closeRun(cut.deps, 'r-cut', cut.plan))).toBe('run-not-found');
  expect(await quarantine.list()).toMatchObject([
    { id: 'q-cut', runId: 'r-cut', state: 'unfinished', items: 700, files: 700, at: 1, expiresAt: null },
  ]);
  const { jobId } = await quarantine.restore('q-cut', 'skip');
  expect(await ended(jobId)).toBe('done');
  expect(quarantine.restored(jobId)).toMatchObject({ restored: { files: 700 }, kept: [], isEmptied: true });
  expect(filesLeft()).toBe(1_200);
  expect(readFileSync(join(cut.root, 'a', 'f1000'), 'utf8')).toBe('a 0');
  expect(readdirSync(place)).toEqual([]);
  expect(counts).toEqual([0]);
});

test('chosen files of an unfinished batch are listed and restored; a wrong path leaves it as it is', async () => {
  damageJournal();
  const found = await quarantine.entries('q-cut', { text: 'a/f1000', offset: 0, limit: 10 });
  expect(found).toMatchObject({ total: 1, entries: [{ root: cut.root, path: 'a/f1000', kind: 'file' }] });
  const before = treeOf(place);
  expect(await refusal(quarantine.restore('q-cut', 'skip', ['a/f1000', 'a/none']))).toBe(
    'quarantine-path-unknown',
  );
  expect(treeOf(place)).toEqual(before);
  const { jobId } = await quarantine.restore('q-cut', 'skip', ['a/f1000']);
  expect(await ended(jobId)).toBe('done');
  expect(quarantine.restored(jobId)).toMatchObject({ restored: { files: 1 }, kept: [], isEmptied: false });
  expect(filesLeft()).toBe(501);
  expect(await quarantine.list()).toMatchObject([{ id: 'q-cut', state: 'whole', files: 699 }]);
});

test('an unfinished batch is purged on request, never by age or size', async () => {
  damageJournal();
  expect(await quarantine.retain()).toEqual([]);
  expect(existsSync(part)).toBe(true);
  const { jobId } = await quarantine.purge((await quarantine.list()).map(({ id }) => id));
  expect(await ended(jobId)).toBe('done');
  expect(quarantine.purged(jobId)).toMatchObject({ batches: ['q-cut'], files: 700, failed: [] });
  expect(readdirSync(place)).toEqual([]);
  expect(filesLeft()).toBe(500);
});

test('a run that resumes meanwhile keeps its unfinished batch', async () => {
  const journal = readFileSync(cut.journalPath);
  damageJournal();
  const { jobId } = await quarantine.purge(['q-cut']);
  writeFileSync(cut.journalPath, journal);
  await ended(jobId);
  expect(quarantine.purged(jobId)).toMatchObject({ files: 0 });
  expect(existsSync(part)).toBe(true);
});

test('restoring an empty unfinished batch removes it', async () => {
  rmSync(cut.journalPath);
  rmSync(join(part, 'items'), { recursive: true });
  expect(await quarantine.list()).toMatchObject([{ state: 'unfinished', items: 0, files: 0 }]);
  const { jobId } = await quarantine.restore('q-cut', 'skip');
  expect(await ended(jobId)).toBe('done');
  expect(quarantine.restored(jobId)).toMatchObject({ restored: { files: 0 }, isEmptied: true });
  expect(readdirSync(place)).toEqual([]);
});

test('with a finished and an unfinished batch of one id, the finished one is restored first', async () => {
  rmSync(cut.journalPath);
  mkdirSync(join(place, 'q-cut'));
  expect(await quarantine.list()).toMatchObject([{ id: 'q-cut', state: 'damaged' }]);
  await ended((await quarantine.purge(['q-cut'])).jobId);
  expect(await quarantine.list()).toMatchObject([{ id: 'q-cut', state: 'unfinished', files: 700 }]);
});

const spoiled: [string, () => void][] = [
  ['something that no run has put there', () => writeFileSync(join(part, 'items', 'e0', 'stranger'), '')],
  ['a thing that no line tells', () => writeFileSync(join(part, 'items', 'e0', 'e999'), '')],
  ['no header', () => rmSync(join(part, 'header.json'))],
  ['an index that is no file', () => mkdirSync(join(part, 'index.jsonl'))],
  ['its items are a link', () => swapForLink(join(part, 'items'))],
  ['the part is a link', () => swapForLink(part)],
];

function swapForLink(path: string): void {
  behind = join(makeFolder(), 'owner');
  renameSync(path, behind);
  symlinkSync(behind, path);
}

test.each(spoiled)('%s: listed as damaged, refused as a whole, and purged', async (_name, spoil) => {
  rmSync(cut.journalPath);
  spoil();
  const before = treeOf(place);
  expect(await quarantine.list()).toMatchObject([{ id: 'q-cut', state: 'damaged' }]);
  expect(await refusal(quarantine.restore('q-cut', 'skip'))).toBe('quarantine-damaged');
  expect(treeOf(place)).toEqual(before);
  const { jobId } = await quarantine.purge(['q-cut']);
  expect(await ended(jobId)).toBe('done');
  expect(quarantine.purged(jobId)).toMatchObject({ batches: ['q-cut'], failed: [] });
  expect(readdirSync(place)).toEqual([]);
  if (behind !== null) expect(treeOf(behind).size).toBeGreaterThan(700);
});

test('a run whose batch cannot be finished is closed with what its journal proves, and then its batch can be purged', async () => {
  swapForLink(part);
  expect(await quarantine.list()).toEqual([]);
  const report = await closeRun(cut.deps, 'r-cut', cut.plan);
  expect(report).toMatchObject({ outcome: 'interrupted', quarantineId: 'q-cut' });
  expect(report.removed.files).toBe(0);
  expect(await quarantine.list()).toMatchObject([{ id: 'q-cut', state: 'damaged' }]);
  await ended((await quarantine.purge(['q-cut'])).jobId);
  expect(readdirSync(place)).toEqual([]);
});
