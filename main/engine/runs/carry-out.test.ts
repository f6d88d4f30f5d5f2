import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { readJournal } from '../ledger/journal-reader.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import type { WorkerPool } from '../removal/worker-pool.ts';
import { createTallyBook, wholeOf } from '../ledger/tally.ts';
import { buildWorker } from '../removal/testing/built-worker.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import type { ExecuteDeps } from './execute.ts';
import { followRun } from './carry-out.ts';
import { makeFolder, trialOf } from './testing/run-plan.ts';
import type { Trial } from './testing/run-plan.ts';

const account = 'wxid_a';

/** An account with a sign-in, a cache in three months and a database. */
function accountRoot(files = 5): string {
  const root = join(makeFolder(), 'xwechat_files');
  for (const month of ['2024-01', '2024-02', '2024-03']) {
    mkdirSync(join(root, account, 'cache', month), { recursive: true });
    for (let i = 0; i < files; i += 1)
      writeFileSync(join(root, account, 'cache', month, `f${1_000 + i}`), `${month} ${i}`);
  }
  mkdirSync(join(root, account, 'login'));
  writeFileSync(join(root, account, 'login', 'key_info.dat'), 'a sign-in');
  mkdirSync(join(root, account, 'db_storage'));
  writeFileSync(join(root, account, 'db_storage', 'message.db'), 'precious');
  return root;
}

let place: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
}, 60_000);

/** Uses threads as in the product, and a separate trash on the same disk. */
function started(plan: FrozenPlan, change: Partial<ExecuteDeps> = {}): Promise<Trial> {
  const dataHome = makeFolder('signoff-bin-');
  return trialOf(plan, bestFolderPins, { place, trash: () => ({ kind: 'xdg', dataHome }), ...change });
}

/** Everything but the database; the sign-in has its own group. */
function planOf(root: string): FrozenPlan {
  const plan = planOfTrees([root], {
    includes: (path) => !path.includes('db_storage'),
    removable: (path) => path !== account,
    group: (path) => (path.includes('/login/') ? 1 : 0),
  });
  const groups = plan.view.groups.map((group) =>
    group.id === 1 ? { ...group, category: 'credentials' as const } : group,
  );
  return { ...plan, view: { ...plan.view, groups } };
}

function demandSum(report: ReportView): void {
  expect(wholeOf({ ...report, groups: [], examples: [] })).toEqual(report.planned);
  expect(report.ways.reduce((sum, { files }) => sum + files, 0)).toBe(report.removed.files);
  expect(report.ways.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(report.removed.bytes);
}

function waysOf(report: ReportView): Record<string, number> {
  return Object.fromEntries(report.ways.map(({ way, files }) => [way, files]));
}

function quarantineOf(trial: Trial): string[] {
  const path = join(trial.deps.state.path, 'quarantine');
  return existsSync(path) ? readdirSync(path) : [];
}

function* pathsBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* pathsBelow(path);
    else yield path;
  }
}

test('quarantine: sign-ins are deleted first, all else is restorable, and the receipt says so', async () => {
  const root = accountRoot();
  const trial = await started(planOf(root));
  const report = await trial.run('r-1', 'quarantine');
  expect(report).toMatchObject({
    mode: 'quarantine',
    outcome: 'done',
    quarantineId: 'q-1',
    kept: [],
    failed: [],
  });
  expect(waysOf(report)).toEqual({ 'deleted-credential': 1, quarantined: 15 });
  expect(report.examples).toEqual([{ path: `${account}/login/key_info.dat`, why: 'deleted-credential' }]);
  demandSum(report);
  expect(quarantineOf(trial)).toEqual(['q-1']);
  const contents = [...pathsBelow(join(trial.deps.state.path, 'quarantine'))].map((path) =>
    readFileSync(path, 'utf8'),
  );
  expect(contents).not.toContain('a sign-in');
  expect(contents.filter((text) => text.startsWith('2024-'))).toHaveLength(15);
  expect([...pathsBelow(root)]).toEqual([join(root, account, 'db_storage', 'message.db')]);
  const lines = readFileSync(join(trial.deps.state.path, 'runs', 'r-1.jsonl'), 'utf8').split('\n');
  const kinds = lines
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(kinds.indexOf('batch')).toBeLessThan(kinds.indexOf('units'));
});

test('quarantine: a folder in which nothing stays is moved whole, with one outcome', async () => {
  const root = accountRoot(400);
  const trial = await started(planOf(root));
  const report = await trial.run('r-1', 'quarantine');
  demandSum(report);
  const proof = readJournal(readFileSync(join(trial.deps.state.path, 'runs', 'r-1.jsonl')));
  if (typeof proof === 'string') throw new Error('damaged');
  const text = readFileSync(join(trial.deps.state.path, 'runs', 'r-1.jsonl'), 'utf8');
  const told = text.split('\n').find((line) => line.startsWith('{"kind":"units-result"')) ?? '{}';
  expect(JSON.parse(told)).toMatchObject({ left: [{ outcome: 'quarantined' }], folders: 4 });
  expect(proof.foldersRemoved).toBe(report.foldersRemoved);
  expect(report.foldersRemoved).toBe(5);
  expect(proof.tally.removed.files).toBe(1_201);
});

test('quarantine: a sign-in that cannot be removed is never moved with its folder', async () => {
  const root = accountRoot();
  const plan = planOf(root);
  writeFileSync(join(root, account, 'login', 'key_info.dat'), 'signed in again meanwhile');
  const trial = await started(plan);
  const report = await trial.run('r-1', 'quarantine');
  expect(report.kept).toMatchObject([{ reason: 'changed', files: 1 }]);
  expect(waysOf(report)).toEqual({ quarantined: 15 });
  demandSum(report);
  expect(readFileSync(join(root, account, 'login', 'key_info.dat'), 'utf8')).toBe(
    'signed in again meanwhile',
  );
});

test('quarantine: a folder with a new file stays, and only planned entries are moved', async () => {
  const root = accountRoot();
  const plan = planOf(root);
  writeFileSync(join(root, account, 'cache', '2024-02', 'new'), 'came later');
  const trial = await started(plan);
  const report = await trial.run('r-1', 'quarantine');
  expect(waysOf(report)).toEqual({ 'deleted-credential': 1, quarantined: 15 });
  demandSum(report);
  expect(readdirSync(join(root, account, 'cache'))).toEqual(['2024-02']);
  expect(readdirSync(join(root, account, 'cache', '2024-02'))).toEqual(['new']);
});

test('quarantine with nothing moved leaves no batch', async () => {
  const root = accountRoot();
  const plan = planOf(root);
  for (const month of ['2024-01', '2024-02', '2024-03'])
    for (let i = 0; i < 5; i += 1)
      writeFileSync(join(root, account, 'cache', month, `f${1_000 + i}`), 'changed since the plan');
  rmSync(join(root, account, 'login'), { recursive: true });
  const trial = await started(plan);
  const report = await trial.run('r-1', 'quarantine');
  expect(report).toMatchObject({ removed: { files: 0 }, quarantineId: null, outcome: 'partial' });
  expect(quarantineOf(trial)).toEqual([]);
});

const modes = ['quarantine', 'trash', 'delete', 'erase'] as const;

test.each(modes)('%s: after a cancel the receipt adds up and no file is half done', async (mode) => {
  const root = accountRoot(500);
  const plan = planOf(root);
  for (const month of ['2024-01', '2024-02', '2024-03'])
    writeFileSync(join(root, account, 'cache', month, 'new'), 'keeps the folder from leaving as one');
  const trial = await started(plan);
  trial.onProgress(({ done }) => {
    if (done > 1) trial.abort.abort();
  });
  const report = await trial.run('r-1', mode);
  expect(report.outcome).toBe('cancelled');
  expect(report.removed.files).toBeGreaterThan(0);
  const cancelled = report.kept.find(({ reason }) => reason === 'cancelled')?.files ?? 0;
  expect(cancelled).toBeGreaterThan(0);
  demandSum(report);
  const left = [...pathsBelow(root)].map((path) => path.split('/').at(-1) ?? '');
  expect(left.filter((name) => /^f\d+$|^key_info/.test(name))).toHaveLength(cancelled);
  expect(left.filter((name) => !/^f\d+$|^key_info|^new$|^message\.db$/.test(name))).toEqual([]);
  expect(quarantineOf(trial)).toEqual(mode === 'quarantine' ? ['q-1'] : []);
  expect(readJournal(readFileSync(join(trial.deps.state.path, 'runs', 'r-1.jsonl')))).toMatchObject({
    hasEnded: true,
    pending: [],
    untried: { files: expect.any(Number) as number },
  });
  expect(readdirSync(trial.deps.state.path).filter((name) => name.startsWith('run.lock'))).toEqual([]);
});

test.each(modes)(
  '%s: a second clean right after the first finds nothing and ends as done',
  async (mode: RemovalMode) => {
    const root = accountRoot();
    const trial = await started(planOf(root));
    expect((await trial.run('r-1', mode)).outcome).toBe('done');
    const again = await started(planOf(root), { state: trial.deps.state });
    expect(await again.run('r-2', mode)).toMatchObject({
      outcome: 'done',
      planned: { files: 0 },
      removed: { files: 0 },
      quarantineId: null,
      examples: [],
    });
  },
);

test.each(modes)('%s: the receipt counts every entry by group', async (mode: RemovalMode) => {
  const root = accountRoot();
  const report = await (await started(planOf(root))).run('r-1', mode);
  expect(report.groups.map(({ id, removedFiles }) => [id, removedFiles])).toEqual([
    [0, 15],
    [1, 1],
  ]);
  demandSum(report);
});

test('progress advances inside one big file, never decreases and never exceeds the plan', () => {
  vi.useFakeTimers();
  try {
    const updates: { done: number; bytes: number }[] = [];
    let inside = 0;
    const plan = {
      entryCount: 2,
      view: { total: { bytes: 1_000 } },
      pathOf: () => '/x',
    } as unknown as FrozenPlan;
    const pool = { bytesInside: () => inside } as unknown as WorkerPool;
    const book = createTallyBook();
    const control = {
      signal: new AbortController().signal,
      progress: (u: { done: number; bytes: number }) => void updates.push(u),
    };
    const progress = followRun(plan, pool, book, control);
    for (inside = 0; inside < 800; inside += 100) vi.advanceTimersByTime(100);
    const before = updates.map(({ bytes }) => bytes);
    expect(before).toEqual([0, 100, 200, 300, 400, 500, 600, 700]);
    inside = 0;
    book.count({ files: 1, bytes: 600, allocated: 600, group: 0 }, 'erased');
    progress.show(0);
    inside = 900;
    vi.advanceTimersByTime(100);
    expect(updates.slice(-2)).toMatchObject([
      { done: 1, bytes: 700 },
      { done: 1, bytes: 1_000 },
    ]);
    progress.stop();
    const count = updates.length;
    vi.advanceTimersByTime(1_000);
    expect(updates).toHaveLength(count);
  } finally {
    vi.useRealTimers();
  }
});
