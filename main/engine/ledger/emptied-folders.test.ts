import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import { createEntryStates } from './entry-states.ts';
import { createEmptiedFolders } from './emptied-folders.ts';

function pathsIn(plan: FrozenPlan): (folders: Uint32Array) => string[] {
  return (folders) => Array.from(folders, (folder) => plan.folderPath(folder)).sort();
}

test('a folder is ready once its entries have outcomes and its subfolders were tried, never before', () => {
  const root = makeFolder();
  mkdirSync(join(root, 'a', 'deep'), { recursive: true });
  mkdirSync(join(root, 'empty', 'inner'), { recursive: true });
  writeFileSync(join(root, 'a', 'deep', 'x'), '1');
  writeFileSync(join(root, 'a', 'y'), '2');
  const plan = planOfTrees([root]);
  const paths = pathsIn(plan);
  const emptied = createEmptiedFolders(
    plan,
    createEntryStates(plan.entryCount),
    new Uint8Array(plan.folderCount),
  );
  const first = emptied.take(9);
  expect(paths(first)).toEqual(['empty/inner']);
  emptied.tried(first);
  expect(paths(emptied.take(9))).toEqual(['empty']);
  const at = (name: string): number =>
    Array.from({ length: plan.entryCount }, (_none, index) => plan.entry(index).name).indexOf(name);
  emptied.settled(at('y'), at('y') + 1);
  expect(emptied.ready).toBe(0);
  emptied.settled(at('x'), at('x') + 1);
  const deep = emptied.take(9);
  expect(paths(deep)).toEqual(['a/deep']);
  expect(emptied.ready).toBe(0);
  emptied.tried(deep);
  expect(paths(emptied.take(9))).toEqual(['a']);
});

test('a folder that may not be removed is skipped, and its parent does not wait for it', () => {
  const root = makeFolder();
  mkdirSync(join(root, 'a', 'stays', 'in'), { recursive: true });
  const plan = planOfTrees([root], { removable: (path) => path !== 'a/stays' });
  const paths = pathsIn(plan);
  const emptied = createEmptiedFolders(
    plan,
    createEntryStates(plan.entryCount),
    new Uint8Array(plan.folderCount),
  );
  const first = emptied.take(9);
  expect(paths(first)).toEqual(['a/stays/in']);
  emptied.tried(first);
  expect(paths(emptied.take(9))).toEqual(['a']);
});
