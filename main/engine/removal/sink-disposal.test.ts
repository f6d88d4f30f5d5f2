import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { FolderPins } from '../../system/ports.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { entryBatch } from '../ledger/batch.ts';
import type { Disposal, Target } from '../ledger/disposal.ts';
import { outcomeOf } from '../ledger/outcomes.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import { createSink } from './sink.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';

let root: string;

beforeEach(() => {
  root = join(realpathSync(makeFolder()), 'root');
  for (const folder of ['x', 'y']) {
    mkdirSync(join(root, 'cache', folder), { recursive: true });
    writeFileSync(join(root, 'cache', folder, 'one'), 'one');
    writeFileSync(join(root, 'cache', folder, 'two'), 'two');
  }
});

const never = (): boolean => false;

function disposalOf(change: Partial<Disposal>): Disposal {
  const nothing = (): void => undefined;
  return { prepare: nothing, take: nothing, takeFolder: null, settle: nothing, close: nothing, ...change };
}

function outcomes(change: Partial<Disposal>): readonly string[] {
  const plan = planOfTrees([root]);
  const bounds = { pins: bestFolderPins(), style: 'posix', roots: plan.roots } as const;
  const sink = createSink({ ...bounds, disposal: disposalOf(change) });
  return [...sink.removeEntries(entryBatch(plan, 0, plan.entryCount), never)].map(outcomeOf);
}

const all = (outcome: string): readonly string[] => Array<string>(4).fill(outcome);

test('an entry that a disposal never reports is unknown, never removed', () => {
  expect(outcomes({ take: () => undefined })).toEqual(all('unknown'));
});

test('the first report about an entry counts', () => {
  const take = (target: Target): void => {
    target.report('changed');
    target.report('deleted');
  };
  expect(outcomes({ take })).toEqual(all('changed'));
});

test('reports in settle count, and the folders are still open then', () => {
  const waiting: Target[] = [];
  const settle = (): void => {
    for (const target of waiting.splice(0)) {
      target.folder.removeFile(target.name);
      target.report('deleted');
    }
  };
  expect(outcomes({ take: (target) => void waiting.push(target), settle })).toEqual(all('deleted'));
  expect(readdirSync(join(root, 'cache', 'x'))).toEqual([]);
});

test('a batch that cannot be prepared stays untouched', () => {
  let taken = 0;
  const prepare = (): never => {
    throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  };
  expect(outcomes({ prepare, take: () => void (taken += 1) })).toEqual(all('disk-full'));
  expect(taken).toBe(0);
});

test('a settle that throws leaves unreported entries unknown, and the run continues', () => {
  const settle = (): never => {
    throw new Error('the disk is gone');
  };
  expect(outcomes({ settle })).toEqual(all('unknown'));
});

test('entries are named by their position in the plan', () => {
  const seen: number[] = [];
  outcomes({ take: (target) => void seen.push(target.entry) });
  expect(seen).toEqual([0, 1, 2, 3]);
});

test('a replaced folder is never taken as a whole, and a mode without whole folders leaves it', () => {
  const plan = planOfTrees([root]);
  const bounds = { pins: bestFolderPins(), style: 'posix', roots: plan.roots } as const;
  const taken: string[] = [];
  const takeFolder: Disposal['takeFolder'] = ({ name }) => {
    taken.push(name);
    return 'quarantined';
  };
  const { dev, ino } = lstatSync(join(root, 'cache', 'x'), { bigint: true });
  const item = { root: 0, segments: ['cache', 'x'], identity: { dev, ino }, parent: null, folder: 2 };
  const file = lstatSync(join(root, 'cache', 'y', 'one'), { bigint: true });
  const odd = [
    { ...item, identity: { dev, ino: file.ino }, segments: ['cache', 'y', 'one'] },
    { ...item, identity: { dev: 1n, ino } },
    { ...item, identity: plan.roots[0]!.identity },
    { ...item, segments: [] },
    { ...item, segments: ['cache', '..', 'cache', 'x'] },
    { ...item, segments: ['cache', 'gone'] },
    { ...item, segments: ['cache', 'x/../x'] },
    { ...item, root: 7 },
    { ...item, identity: { dev: 1n, ino: plan.roots[0]!.identity.ino } },
  ];
  const take = (disposal: Disposal, items: readonly (typeof item)[]): readonly string[] =>
    [...createSink({ ...bounds, disposal }).takeFolders(items, never)].map(outcomeOf);
  expect(take(disposalOf({ takeFolder }), odd)).toEqual([
    'replaced',
    'mount',
    'outside-root',
    'outside-root',
    'outside-root',
    'vanished',
    'outside-root',
    'outside-root',
    'mount',
  ]);
  expect(take(disposalOf({}), [item])).toEqual(['folder-not-empty']);
  renameSync(join(root, 'cache', 'x'), join(root, 'away'));
  mkdirSync(join(root, 'cache', 'x'));
  expect(take(disposalOf({ takeFolder }), [item])).toEqual(['replaced']);
  expect(taken).toEqual([]);
  renameSync(join(root, 'away'), join(root, 'cache', 'z'));
  expect(take(disposalOf({ takeFolder }), [{ ...item, segments: ['cache', 'z'] }])).toEqual(['quarantined']);
  expect(existsSync(join(root, 'cache', 'z'))).toBe(true);
  expect(taken).toEqual(['z']);
});

test('a batch of some entries passes no other entry to the disposal', () => {
  const plan = planOfTrees([root]);
  const bounds = { pins: bestFolderPins(), style: 'posix', roots: plan.roots } as const;
  const taken: number[] = [];
  const disposal = disposalOf({ take: ({ entry }) => void taken.push(entry) });
  createSink({ ...bounds, disposal }).removeEntries(entryBatch(plan, 1, 3), never);
  expect(taken).toEqual([1, 2]);
});

test('a planned file that became a link is kept as a link', () => {
  const plan = planOfTrees([root]);
  const bounds = { pins: bestFolderPins(), style: 'posix', roots: plan.roots } as const;
  const one = join(root, 'cache', 'x', 'one');
  rmSync(one);
  symlinkSync(join(root, 'cache', 'y', 'one'), one);
  const disposal = disposalOf({ take: (target) => target.report('deleted') });
  const results = createSink({ ...bounds, disposal }).removeEntries(entryBatch(plan, 0, 4), never);
  expect([...results].map(outcomeOf).sort()).toEqual(['deleted', 'deleted', 'deleted', 'link']);
});

test('a cancel keeps empty folders, and every folder that was opened for the others is closed', () => {
  const plan = planOfTrees([root]);
  const real = bestFolderPins();
  let open = 0;
  const counting: FolderPins = {
    pin(path, expected, rootRealPath) {
      const pin = real.pin(path, expected, rootRealPath);
      if (typeof pin === 'string') return pin;
      open += 1;
      return {
        ...pin,
        close() {
          open -= 1;
          pin.close();
        },
      };
    },
  };
  const items = ['a', 'b'].map((name) => {
    mkdirSync(join(root, 'cache', name));
    const { dev, ino } = lstatSync(join(root, 'cache', name), { bigint: true });
    return { root: 0, segments: ['cache', name], identity: { dev, ino }, parent: null };
  });
  const sink = createSink({ pins: counting, style: 'posix', roots: plan.roots, disposal: disposalOf({}) });
  let asked = 0;
  const results = sink.removeFolders(items, () => (asked += 1) > 1);
  expect([...results].map(outcomeOf)).toEqual(['deleted', 'cancelled']);
  expect(readdirSync(join(root, 'cache'))).toEqual(['b', 'x', 'y']);
  expect(open).toBe(0);
});
