import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { planRows } from '../ledger/batch.ts';
import { compareFolders } from './compare-folders.ts';
import { wholeFolders } from '../ledger/folder-contents.ts';
import { compareEarly, practise } from './early-comparison.ts';
import { verdicts } from './comparison-order.ts';
import { RunnerLost } from './worker-pool.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import type { LookBefore, RemovalThread } from './thread-worker.ts';
import { createWholeFolders } from './whole-folders.ts';

let root: string;
let plan: FrozenPlan;

beforeEach(() => {
  root = realpathSync(makeFolder());
  for (const name of ['a', 'b']) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'one'), name);
  }
  plan = planOfTrees([root], { createdAt: Date.now() + 3_600_000 });
});

/** An inline thread that compares real folders and counts its requests. */
function thread(asked: string[], isLost = false): RemovalThread {
  const look = ({ roots, plan: rows, order }: LookBefore): Promise<void> => {
    asked.push('look');
    if (isLost) return Promise.reject(new RunnerLost('gone'));
    const bounds = { pins: bestFolderPins(), style: 'posix', roots } as const;
    compareFolders(bounds, planRows(roots, rows), order, () => false);
    return Promise.resolve();
  };
  return { look } as unknown as RemovalThread;
}

const rest = (): Promise<void> => Promise.resolve();
const ahead = (threads: readonly RemovalThread[], mode: RemovalMode = 'quarantine', quiet = rest) =>
  compareEarly({ plan, mode, threads, rest: quiet });

/** The folders that a run would move, given early verdicts; `asked` counts its own comparisons. */
async function goes(seen: Uint8Array | null, asked: string[]): Promise<readonly string[]> {
  const bounds = { pins: bestFolderPins(), style: 'posix', roots: plan.roots } as const;
  const wholes = createWholeFolders(
    (request) => {
      if (request.kind !== 'compare') throw new Error('only looked at here');
      asked.push('compare');
      compareFolders(bounds, planRows(plan.roots, plan.shared()), request.order, () => false);
      return Promise.resolve(new Uint8Array());
    },
    1,
    Promise.resolve(seen),
  );
  const { units } = await wholes.look(plan, wholeFolders(plan));
  return units.map((folder) => plan.folderPath(folder));
}

test('a run reuses early verdicts and moves the same folders', async () => {
  const asked: string[] = [];
  const seen = await ahead([thread(asked), thread(asked)]);
  expect(asked).toEqual(['look', 'look']);
  expect(await goes(seen, asked)).toEqual(['a', 'b']);
  expect(asked).toEqual(['look', 'look']);
  expect(await goes(null, asked)).toEqual(['a', 'b']);
  expect(asked).toEqual(['look', 'look', 'compare']);
});

test('a folder that changed before the early comparison stays', async () => {
  writeFileSync(join(root, 'a', 'new'), 'since the plan');
  plan = { ...plan, view: { ...plan.view, createdAt: Date.now() } };
  expect(await goes(await ahead([thread([])]), [])).toEqual(['b']);
});

test('no early comparison while a messenger runs or its state is unknown', async () => {
  const asked: string[] = [];
  for (const code of ['messenger-running', 'messenger-unknown'] as const)
    expect(
      await ahead([thread(asked)], 'quarantine', () => Promise.reject(new SignOffError(code))),
    ).toBeNull();
  expect(asked).toEqual([]);
});

test('no early comparison for modes without whole folders, nor without threads', async () => {
  const asked: string[] = [];
  for (const mode of ['delete', 'erase'] as const) expect(await ahead([thread(asked)], mode)).toBeNull();
  expect(await ahead([])).toBeNull();
  expect(asked).toEqual([]);
});

test('the run compares the folders that a lost thread did not reach', async () => {
  const asked: string[] = [];
  const seen = await ahead([thread(asked, true)]);
  expect([...(seen ?? [])]).not.toContain(verdicts.same);
  expect(await goes(seen, asked)).toEqual(['a', 'b']);
  expect(asked).toEqual(['look', 'compare']);
});

test('practising uses new threads, tolerates a lost one, and keeps no verdict', async () => {
  const asked: string[] = [];
  await practise(plan, [thread(asked), thread(asked, true)]);
  expect(asked).toEqual(['look', 'look']);
  rmSync(join(root, 'a', 'one'));
  plan = { ...plan, view: { ...plan.view, createdAt: Date.now() } };
  expect(await goes(await ahead([thread([])]), [])).toEqual(['b']);
  await practise(plan, []);
  const unreadable = () => {
    throw new RangeError('no entry 0 in the plan');
  };
  await practise({ ...plan, eachEntry: unreadable }, [thread(asked)]);
  expect(asked).toEqual(['look', 'look']);
});
