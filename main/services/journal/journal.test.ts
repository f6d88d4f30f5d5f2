import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/plan-views.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, makeFolder, testMarks, trialOf } from '../removal/testing/run-plan.ts';
import { wholeOf } from '../removal/tally.ts';
import { createReports } from '../reports/report-store.ts';
import { takeRunLock } from '../state/run-lock.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { closeRun, listInterrupted } from './interrupted.ts';
import { beginJournal } from './journal.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';
import { readJournal } from './journal-reader.ts';
import { firstSeal, sealedLine } from './line-seal.ts';

let state: StateFolder;
let statePath: string;

beforeEach(async () => {
  statePath = makeFolder('signoff-state-');
  state = await openStateFolder(statePath, clock);
});

function interruptedIn() {
  return listInterrupted({ state, reports: createReports(state) }, testMarks);
}

/** Closed without the plan's file: only the journal speaks. */
function closed(runId: string): Promise<ReportView> {
  const deps = { state, reports: createReports(state), clock, pins: bestFolderPins, style: 'posix' } as const;
  return closeRun(deps, runId, null);
}

function journalPath(runId: string): string {
  return join(statePath, 'runs', `${runId}.jsonl`);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'went through';
  } catch (error) {
    return error instanceof SignOffError ? error.code : String(error);
  }
}

/** One real run over 1,100 files of which two stay: its receipt and its journal. */
let report: ReportView;
let bytes: Buffer;
let mode: number;

beforeAll(async () => {
  const root = join(makeFolder(), 'root');
  mkdirSync(join(root, 'cache'), { recursive: true });
  for (let i = 1_000; i < 2_100; i += 1) writeFileSync(join(root, 'cache', `f${i}`), 'x');
  const plan = planOfTrees([root]);
  for (const name of ['f1003', 'f1999']) writeFileSync(join(root, 'cache', name), 'changed since');
  const place = makeFolder('signoff-state-');
  const trial = await trialOf(plan, bestFolderPins, { state: await openStateFolder(place, clock) });
  report = await trial.run('run-1');
  bytes = readFileSync(join(place, 'runs', 'run-1.jsonl'));
  mode = statSync(join(place, 'runs', 'run-1.jsonl')).mode & 0o777;
});

function linesOf(of: Buffer = bytes): JournalLine[] {
  return of
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalLine);
}

/** Lines as this version writes them, with seals that hold. */
function bytesOf(lines: readonly JournalLine[]): Buffer {
  let seal = firstSeal;
  const texts = lines.map((line) => {
    const bare = Object.fromEntries(Object.entries(line).filter(([key]) => key !== 'seal'));
    const sealed = sealedLine(bare as unknown as JournalLine, seal);
    seal = sealed.seal;
    return sealed.text;
  });
  return Buffer.from(texts.join(''));
}

/** A journal in the state folder as a crash of a process that is gone would leave it. */
function leave(journal: Buffer, runId = 'run-1'): void {
  mkdirSync(join(statePath, 'runs'), { recursive: true });
  writeFileSync(journalPath(runId), journal);
}

function sumOf(report: ReportView) {
  return wholeOf({ ...report, groups: [], examples: [] });
}

test('announces each batch before it and tells it after, readable by its owner only', () => {
  const lines = linesOf();
  expect(lines.map((line) => line.kind)).toEqual([
    'header',
    'batch',
    'result',
    'batch',
    'result',
    'batch',
    'result',
    'folders',
    'end',
  ]);
  expect(mode).toBe(0o600);
});

test('names paths only of what stayed', () => {
  const text = bytes.toString('utf8');
  expect(text.match(/"path":"[^"]*"/g)).toEqual(['"path":"cache/f1003"', '"path":"cache/f1999"']);
  expect(text).not.toContain('f1004');
});

test('an existing journal is never written over', async () => {
  leave(bytes);
  const header = linesOf()[0] as JournalHeader;
  expect(await codeOf(beginJournal(state, header))).toBe('data-dir-unusable');
  expect(readFileSync(journalPath('run-1')).equals(bytes)).toBe(true);
});

test('cut at any byte it never claims more than was removed, and never falls', () => {
  const told: { end: number; removed: number }[] = [];
  let end = 0;
  for (const line of linesOf()) {
    end = bytes.indexOf(10, end) + 1;
    const removed = line.kind === 'result' ? line.tally.removed.files : 0;
    told.push({ end, removed: (told.at(-1)?.removed ?? 0) + removed });
  }
  const seen = new Set<string>();
  for (let length = 0; length <= bytes.length; length += 1) {
    const proof = readJournal(bytes.subarray(0, length));
    const complete = told.filter((line) => line.end <= length).at(-1);
    expect(proof === 'damaged').toBe(complete === undefined);
    if (proof === 'damaged') continue;
    expect(proof.tally.removed.files).toBe(complete?.removed);
    const all = wholeOf(proof.tally).files + proof.unknown.files + proof.untried.files;
    expect(all).toBe(report.planned.files);
    expect(proof.goodBytes).toBe(complete?.end);
    expect(proof.hasEnded).toBe(length === bytes.length);
    seen.add(`${proof.tally.removed.files} removed, ${proof.unknown.files} unknown`);
  }
  expect([...seen]).toEqual([
    '0 removed, 0 unknown',
    '0 removed, 500 unknown',
    '499 removed, 0 unknown',
    '499 removed, 500 unknown',
    '998 removed, 0 unknown',
    '998 removed, 100 unknown',
    '1098 removed, 0 unknown',
  ]);
});

test('a cut-off run is listed, closed once with what is proven, and then no longer listed', async () => {
  const lines = linesOf().slice(0, 4);
  const header = { ...(lines[0] as JournalHeader), runId: 'cut', pid: 0 };
  const torn = Buffer.concat([bytesOf([header, ...lines.slice(1)]), Buffer.from('{"kind":"resu')]);
  leave(torn, 'cut');
  expect(await interruptedIn()).toEqual([
    { runId: 'cut', startedAt: header.startedAt, removed: 499, planned: 1_100, resumable: false },
  ]);
  const closed = await closed('cut');
  expect(closed).toMatchObject({
    outcome: 'interrupted',
    removed: { files: 499 },
    failed: [{ code: 'unknown', files: 500 }],
    foldersRemoved: 0,
    planned: report.planned,
  });
  expect(Object.fromEntries(closed.kept.map((line) => [line.reason, line.files]))).toEqual({
    changed: 1,
    cancelled: 100,
  });
  expect(sumOf(closed)).toEqual(closed.planned);
  expect(await interruptedIn()).toEqual([]);
  expect(await createReports(state).get('cut')).toEqual(closed);
  expect(readJournal(readFileSync(journalPath('cut')))).toMatchObject({ hasEnded: true });
  expect(await closed('cut')).toEqual(closed);
});

test('a crash between the receipt and the end line does not turn a finished run into an interrupted one', async () => {
  leave(bytesOf(linesOf().slice(0, -1)));
  await createReports(state).save(report);
  expect(await interruptedIn()).toEqual([]);
  expect(await closed('run-1')).toEqual(report);
});

function restLine(from: number, to: number): string {
  const amount = { files: to - from, bytes: 0, allocated: 0 };
  const none = { files: 0, bytes: 0, allocated: 0 };
  const kept = [{ reason: 'cancelled', ...amount }];
  const tally = { removed: none, kept, failed: [], groups: [], examples: [] };
  return JSON.stringify({ kind: 'rest', from, to, at: 1, tally });
}

test.each([
  ['a broken line in the middle', (lines: string[]) => lines.with(2, '{"kind":"resu')],
  ['a missing result', (lines: string[]) => lines.toSpliced(2, 1)],
  ['a missing batch', (lines: string[]) => lines.toSpliced(1, 1)],
  ['a missing batch with its result', (lines: string[]) => lines.toSpliced(1, 2)],
  ['a rest that overlaps', (lines: string[]) => lines.toSpliced(3, 3, restLine(400, 1_100))],
  ['a result that is told twice', (lines: string[]) => lines.toSpliced(3, 0, lines[2]!)],
  ['a second header', (lines: string[]) => lines.toSpliced(1, 0, lines[0]!)],
  ['no header', (lines: string[]) => lines.slice(1)],
  [
    'more removed than the batch held',
    (lines: string[]) => lines.with(2, lines[2]!.replace('"files":499', '"files":900')),
  ],
])('%s: kept aside, said, and never read as a proof', async (_what, damage) => {
  const lines = damage(
    bytes.toString('utf8').replaceAll('"run-1"', '"bad"').trimEnd().split('\n').slice(0, 6),
  );
  leave(Buffer.from(`${lines.join('\n')}\n`), 'bad');
  expect(await interruptedIn()).toEqual([]);
  expect(readdirSync(join(statePath, 'runs')).some((name) => name.startsWith('bad.jsonl.corrupt-'))).toBe(
    true,
  );
  expect(state.asides()).toHaveLength(1);
  expect(await codeOf(closed('bad'))).toBe('run-not-found');
});

test('a run that another living process carries out is neither listed nor closed', async () => {
  const [header, ...rest] = linesOf().slice(0, 3);
  leave(bytesOf([{ ...(header as JournalHeader), runId: 'alive', pid: process.ppid }, ...rest]), 'alive');
  expect(await interruptedIn()).toEqual([]);
  expect(await codeOf(closed('alive'))).toBe('busy');
});

test('a run of this process is interrupted only when it is not going on', async () => {
  const [header, ...rest] = linesOf().slice(0, 3);
  leave(bytesOf([{ ...(header as JournalHeader), runId: 'own' }, ...rest]), 'own');
  const end = beginRun(statePath, 'own');
  expect(await interruptedIn()).toEqual([]);
  expect(await codeOf(closed('own'))).toBe('busy');
  end();
  expect(await interruptedIn()).toMatchObject([{ runId: 'own' }]);
});

test('nothing there, foreign files and hostile ids are no runs', async () => {
  expect(await interruptedIn()).toEqual([]);
  leave(Buffer.from('hello'), '../outside');
  writeFileSync(join(statePath, 'runs', 'notes.txt'), 'not a journal');
  mkdirSync(join(statePath, 'runs', 'folder'));
  expect(await interruptedIn()).toEqual([]);
  for (const id of ['none', '../outside', '', 'a/b']) {
    expect(await codeOf(closed(id))).toBe('run-not-found');
  }
  expect(
    existsSync(join(statePath, 'outside.jsonl')) && lstatSync(join(statePath, 'outside.jsonl')).size,
  ).toBe(5);
});
