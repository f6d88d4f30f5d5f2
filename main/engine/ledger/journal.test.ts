import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, makeFolder, trialOf } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { wholeOf } from './tally.ts';
import { beginJournal } from './journal.ts';
import { firstSeal, sealedLine } from './journal-lines.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';
import { readJournal } from './journal-reader.ts';

let state: StateFolder;
let statePath: string;

beforeEach(async () => {
  statePath = makeFolder('signoff-state-');
  state = await openStateFolder(statePath, clock);
});

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

/** Files of one real run in which two stay. Its receipt and journal are the test data. */
const files = 2_600;
let report: ReportView;
let bytes: Buffer;
let mode: number;

beforeAll(async () => {
  const root = join(makeFolder(), 'root');
  mkdirSync(join(root, 'cache'), { recursive: true });
  for (let i = 0; i < files; i += 1) writeFileSync(join(root, 'cache', `f${1_000 + i}`), 'x');
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

/** Lines as this version writes them, with valid seals. */
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

/** Writes a journal to the state folder as a crashed process would leave it. */
function writeCrashedJournal(journal: Buffer, runId = 'run-1'): void {
  mkdirSync(join(statePath, 'runs'), { recursive: true });
  writeFileSync(journalPath(runId), journal);
}

const noAmount = { files: 0, bytes: 0, allocated: 0 };

function tallyOf(removed: number) {
  const amount = { files: removed, bytes: removed, allocated: 0 };
  const ways = removed === 0 ? [] : [{ way: 'deleted' as const, ...amount }];
  return { removed: amount, ways, kept: [], failed: [], groups: [], examples: [] };
}

function batchLine(from: number, to: number): JournalLine {
  return { kind: 'batch', from, to, at: 2, amount: { files: to - from, bytes: to - from, allocated: 0 } };
}

function resultLine(from: number, to: number): JournalLine {
  return { kind: 'result', from, to, at: 3, runs: [['deleted', to - from]], tally: tallyOf(to - from) };
}

function headerLine(change: Partial<JournalHeader> = {}): JournalHeader {
  return { ...(linesOf()[0] as JournalHeader), runId: 'hand', ...change };
}

test('every batch is announced before its result, all end, and only the owner may read the journal', () => {
  const lines = linesOf();
  const announced = lines.filter((line) => line.kind === 'batch');
  expect(lines[0]?.kind).toBe('header');
  expect(lines.at(-1)?.kind).toBe('end');
  for (const line of lines) {
    if (line.kind !== 'result') continue;
    const announcement = announced.find(({ from, to }) => from === line.from && to === line.to);
    expect(lines.indexOf(announcement!)).toBeLessThan(lines.indexOf(line));
  }
  expect(lines.filter((line) => line.kind === 'result')).toHaveLength(announced.length);
  expect(mode).toBe(0o600);
});

test('the journal records the outcome of each entry', () => {
  const proof = readJournal(bytes);
  if (typeof proof === 'string') throw new Error('damaged');
  const outcomes = Array.from({ length: files }, (_none, entry) => proof.states.outcomeOf(entry));
  expect(outcomes.flatMap((outcome, entry) => (outcome === 'deleted' ? [] : [[entry, outcome]]))).toEqual([
    [3, 'changed'],
    [999, 'changed'],
  ]);
});

test('only entries that stay are named by path', () => {
  const text = bytes.toString('utf8');
  expect(text.match(/"path":"[^"]*"/g)).toEqual(['"path":"cache/f1003"', '"path":"cache/f1999"']);
  expect(text).not.toContain('f1004');
});

test('an existing journal is never overwritten', async () => {
  writeCrashedJournal(bytes);
  expect(await codeOf(beginJournal(state, linesOf()[0] as JournalHeader))).toBe('data-dir-unusable');
  expect(readFileSync(journalPath('run-1')).equals(bytes)).toBe(true);
});

test('a journal cut at any byte never claims more than was done, for no entry', () => {
  const whole = readJournal(bytes);
  if (typeof whole === 'string') throw new Error('damaged');
  let lastGood = -1;
  for (let length = 0; length <= bytes.length; length += 1) {
    const proof = readJournal(bytes.subarray(0, length));
    const complete = bytes.subarray(0, length).lastIndexOf(10) + 1;
    expect(proof === 'damaged').toBe(complete === 0);
    if (typeof proof === 'string') continue;
    expect(proof.goodBytes).toBe(complete);
    expect(proof.hasEnded).toBe(length === bytes.length);
    const all = wholeOf(proof.tally).files + proof.unknown.files + proof.untried.files;
    expect(all).toBe(report.planned.files);
    if (complete === lastGood) continue;
    lastGood = complete;
    const results = linesOf(bytes.subarray(0, complete)).filter((line) => line.kind === 'result');
    const announcements = linesOf(bytes.subarray(0, complete)).filter((line) => line.kind === 'batch');
    for (let entry = 0; entry < files; entry += 1) {
      const isIn = (line: { from: number; to: number }) => line.from <= entry && entry < line.to;
      const outcome = proof.states.outcomeOf(entry);
      expect(outcome).toBe(results.some(isIn) ? whole.states.outcomeOf(entry) : null);
      expect(proof.states.isOpen(entry)).toBe(!announcements.some(isIn));
    }
  }
});

test('a changed byte invalidates its line and all lines after it', () => {
  const step = 3;
  for (let at = 0; at < bytes.length; at += step) {
    const bent = Buffer.from(bytes);
    bent[at] = (bent[at] ?? 0) ^ 1;
    const proof = readJournal(bent);
    if (typeof proof === 'string') continue;
    expect(proof.goodBytes).toBeLessThanOrEqual(bytes.lastIndexOf(10, at - 1) + 1);
    expect(proof.hasEnded).toBe(false);
  }
});

test('batches may be announced and end in any order, and pending ones do not count as removals', () => {
  const lines = [
    headerLine({ entries: 40, planned: { files: 40, bytes: 40, allocated: 0 } }),
    batchLine(20, 30),
    batchLine(0, 10),
    batchLine(10, 20),
    resultLine(10, 20),
    resultLine(20, 30),
  ];
  expect(readJournal(bytesOf(lines))).toMatchObject({
    tally: { removed: { files: 20 } },
    unknown: { files: 10 },
    untried: { files: 10 },
    pending: [{ ranges: [[0, 10]], folders: [] }],
  });
});

test('whole folders are unknown once announced, exact with a result, and the rest may be tried', () => {
  const head = headerLine({ mode: 'trash', entries: 40, planned: { files: 40, bytes: 40, allocated: 0 } });
  const units: JournalLine = {
    kind: 'units',
    at: 2,
    folders: [1, 5],
    ranges: [
      [0, 10],
      [20, 30],
    ],
    amount: { files: 20, bytes: 20, allocated: 0 },
  };
  const way = {
    removed: { files: 10, bytes: 10, allocated: 0 },
    ways: [{ way: 'trashed' as const, files: 10, bytes: 10, allocated: 0 }],
  };
  const result: JournalLine = {
    kind: 'units-result',
    at: 3,
    left: [{ folder: 5, outcome: 'trashed', ranges: [[20, 30]] }],
    folders: 2,
    tally: { ...tallyOf(0), ...way },
  };
  expect(readJournal(bytesOf([head, units]))).toMatchObject({
    unknown: { files: 20 },
    untried: { files: 20 },
  });
  const proof = readJournal(bytesOf([head, units, result, batchLine(0, 10)]));
  expect(proof).toMatchObject({
    foldersRemoved: 2,
    tally: { removed: { files: 10 } },
    unknown: { files: 10 },
  });
  const overlapping = {
    ...result,
    left: [{ folder: 5, outcome: 'trashed' as const, ranges: [[10, 20] as const] }],
  };
  expect(readJournal(bytesOf([head, units, overlapping]))).toBe('damaged');
});

test('the state found after a crash settles announced entries, and untouched ones may be tried again', () => {
  const head = headerLine({ entries: 20, planned: { files: 20, bytes: 20, allocated: 0 } });
  const found: JournalLine = {
    kind: 'found',
    at: 4,
    ranges: [[0, 10]],
    runs: [
      ['deleted', 4],
      ['open', 6],
    ],
    folders: 0,
    tally: tallyOf(4),
  };
  const resumed: JournalLine = { kind: 'resume', at: 4, pid: 1 };
  const lines = [head, batchLine(0, 10), resumed, found, batchLine(4, 10), resultLine(4, 10)];
  expect(readJournal(bytesOf(lines.slice(0, 4)))).toMatchObject({
    tally: { removed: { files: 4 } },
    unknown: { files: 0 },
    untried: { files: 16 },
  });
  expect(readJournal(bytesOf(lines))).toMatchObject({ tally: { removed: { files: 10 } }, unknown: noAmount });
  expect(readJournal(bytesOf([head, batchLine(0, 10), { ...found, tally: tallyOf(5) }]))).toBe('damaged');
});

test.each([
  ['a result without its batch', [resultLine(0, 10)]],
  ['a repeated result', [batchLine(0, 10), resultLine(0, 10), resultLine(0, 10)]],
  ['a result for a part of a batch', [batchLine(0, 10), resultLine(0, 5)]],
  ['a batch that overlaps one that is pending', [batchLine(0, 10), batchLine(5, 15)]],
  ['a batch of what is settled', [batchLine(0, 10), resultLine(0, 10), batchLine(0, 10)]],
  ['a batch beyond the plan', [batchLine(35, 45)]],
  ['a batch that ends before it begins', [{ ...batchLine(10, 20), to: 5 } as JournalLine]],
  [
    'a result longer than its batch',
    [batchLine(0, 10), { ...resultLine(0, 10), tally: tallyOf(11) } as JournalLine],
  ],
  [
    'too few outcomes',
    [batchLine(0, 10), { ...resultLine(0, 10), runs: [['deleted', 9]], tally: tallyOf(9) } as JournalLine],
  ],
  ['a line behind the end', [{ kind: 'end', at: 3, outcome: 'done' } as const, batchLine(0, 10)]],
  [
    'a line of an unknown kind',
    [{ kind: 'rest', from: 0, to: 40, at: 1, tally: tallyOf(40) } as never, batchLine(0, 10)],
  ],
  ['a line with a field too many', [{ ...batchLine(0, 10), more: 1 } as never, resultLine(0, 10)]],
])('%s proves nothing', (_what, lines) => {
  const head: JournalHeader = {
    kind: 'header',
    version: 3,
    runId: 'hand',
    planId: 'plan-1',
    mode: 'delete',
    selection: {
      level: 'basic',
      accounts: 'all',
      include: [],
      olderThanMs: null,
      keep: [],
      sinceSession: false,
    },
    startedAt: 1,
    pid: 0,
    entries: 40,
    planned: { files: 40, bytes: 40, allocated: 0 },
    groups: [],
    ...{ accounts: [], roots: [] },
  };
  expect(readJournal(bytesOf([head, ...lines]))).toBe('damaged');
});

test.each([
  [2, 'older'],
  [4, 'newer'],
  [undefined, 'older'],
])('a journal with version %s is refused as %s, with and without seals', (version, format) => {
  const text = bytes.toString('utf8');
  const changed = text.replace('"version":3', version === undefined ? '"was":3' : `"version":${version}`);
  expect(changed).not.toBe(text);
  expect(readJournal(Buffer.from(changed))).toBe(format);
  const plain = changed.replaceAll(/,"seal":"[0-9a-f]{16}"/gu, '');
  expect(readJournal(Buffer.from(plain))).toBe(format);
});
