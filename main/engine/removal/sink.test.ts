import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { realFolderPins } from '../../testing/real-folder-pins.ts';
import type { FolderPins, Identity } from '../../system/ports.ts';
import type { PlanEntry, PlanFolder } from '../plans/frozen-plan.ts';
import { entryBatch } from '../ledger/batch.ts';
import type { Disposal } from '../ledger/disposal.ts';
import { outcomeOf } from '../ledger/outcomes.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { removableFolders } from './testing/removable-folders.ts';
import { createDeleteDisposal } from './removal-worker.ts';
import { createSink } from './sink.ts';
import { planOf, planOfTrees } from './testing/plan-of-tree.ts';
import { changesBetween, treeState } from './testing/tree-state.ts';

let home: string;
let root: string;
let owner: string;
let folder: string;

beforeEach(() => {
  home = realpathSync(makeFolder());
  root = join(home, 'root');
  owner = join(home, 'owner');
  folder = join(root, 'cache');
  mkdirSync(folder, { recursive: true });
  mkdirSync(owner);
  for (const name of ['a', 'b', 'c']) {
    writeFileSync(join(folder, name), `planned ${name}`);
    writeFileSync(join(owner, name), `precious ${name}`);
  }
});

const never = (): boolean => false;
const deleting = (): Disposal => createDeleteDisposal('deleted');

function identityOf(path: string): Identity {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return { dev, ino };
}

function removeAll(plan: FrozenPlan, pins: FolderPins, isCancelled = never): readonly string[] {
  const sink = createSink({ pins, style: 'posix', roots: plan.roots, disposal: deleting() });
  return [...sink.removeEntries(entryBatch(plan, 0, plan.entryCount), isCancelled)].map(outcomeOf);
}

function removeFolders(plan: FrozenPlan, pins: FolderPins): readonly string[] {
  const sink = createSink({ pins, style: 'posix', roots: plan.roots, disposal: deleting() });
  return [...sink.removeFolders(removableFolders(plan), never)].map(outcomeOf);
}

/** A true entry with the fields of `lie` changed. */
function entryOf(path: string, lie: Partial<PlanEntry> = {}): Omit<PlanEntry, 'id'> {
  const stats = lstatSync(path);
  return {
    folder: 0,
    name: 'a',
    kind: 'file',
    group: 0,
    bytes: stats.size,
    allocated: 0,
    mtimeMs: stats.mtimeMs,
    ino: identityOf(path).ino,
    ...lie,
  };
}

function folderOf(path: string, lie: Partial<PlanFolder> = {}): PlanFolder {
  return {
    root: 0,
    segments: ['cache'],
    identity: identityOf(path),
    removable: false,
    mtimeMs: 0,
    complete: false,
    ...lie,
  };
}

function rootOf(path = root) {
  return { id: 'root-0', realPath: path, identity: identityOf(path) };
}

describe.each(realFolderPins)('the sink over %s pins', (_name, createPins) => {
  test('a plan with false locations removes nothing', () => {
    const lies: readonly (readonly [string, PlanFolder, Omit<PlanEntry, 'id'>])[] = [
      ['outside-root', folderOf(owner, { segments: ['..', 'owner'] }), entryOf(join(owner, 'a'))],
      ['outside-root', folderOf(owner, { segments: ['../owner'] }), entryOf(join(owner, 'a'))],
      [
        'outside-root',
        folderOf(owner, { segments: ['cache', '..', '..', 'owner'] }),
        entryOf(join(owner, 'a')),
      ],
      ['outside-root', folderOf(folder, { segments: ['.', 'cache'] }), entryOf(join(folder, 'a'))],
      ['outside-root', folderOf(folder, { segments: [''] }), entryOf(join(folder, 'a'))],
      ['outside-root', folderOf(folder, { root: 7 }), entryOf(join(folder, 'a'))],
      ['name-not-representable', folderOf(folder), entryOf(join(owner, 'a'), { name: '../../owner/a' })],
      ['name-not-representable', folderOf(folder), entryOf(owner, { name: '..' })],
      ['name-not-representable', folderOf(folder), entryOf(folder, { name: '' })],
      ['name-not-representable', folderOf(folder), entryOf(folder, { name: join(owner, 'a') })],
      ['replaced', folderOf(owner), entryOf(join(folder, 'a'))],
      ['replaced', folderOf(root, { segments: [] }), entryOf(folder, { name: 'cache' })],
      ['replaced', folderOf(folder), entryOf(join(folder, 'b'))],
      ['replaced', folderOf(folder), entryOf(join(folder, 'a'), { kind: 'link' })],
      ['changed', folderOf(folder), entryOf(join(folder, 'a'), { bytes: 8 })],
      ['changed', folderOf(folder), entryOf(join(folder, 'a'), { mtimeMs: Number.NaN })],
      [
        'mount',
        folderOf(folder, { identity: { dev: 1n, ino: identityOf(folder).ino } }),
        entryOf(join(folder, 'a')),
      ],
      ['vanished', folderOf(folder, { segments: ['gone'] }), entryOf(join(folder, 'a'))],
      ['vanished', folderOf(folder), entryOf(join(folder, 'a'), { name: 'gone' })],
    ];
    const before = treeState(home);
    for (const [expected, where, what] of lies) {
      expect(removeAll(planOf([rootOf()], [where], [what]), createPins())).toEqual([expected]);
    }
    expect(changesBetween(before, treeState(home))).toEqual({ gone: [], altered: [] });
    expect(
      removeAll(planOf([rootOf()], [folderOf(folder)], [entryOf(join(folder, 'a'))]), createPins()),
    ).toEqual(['deleted']);
  });

  test('a root replaced by another folder or a link allows no removal', () => {
    const plan = planOf([rootOf()], [folderOf(folder)], [entryOf(join(folder, 'a'))]);
    const wrong = { ...rootOf(), identity: { dev: identityOf(root).dev, ino: 1n } };
    expect(removeAll({ ...plan, roots: [wrong] }, createPins())).toEqual(['replaced']);
    renameSync(root, join(home, 'moved'));
    symlinkSync(join(home, 'moved'), root);
    expect(removeAll(plan, createPins())).toEqual(['link']);
    expect(existsSync(join(home, 'moved', 'cache', 'a'))).toBe(true);
  });

  test('a time must match to the last fraction of a millisecond', () => {
    utimesSync(join(folder, 'a'), 1_700_000_000.123456, 1_700_000_000.123456);
    const now = lstatSync(join(folder, 'a')).mtimeMs;
    expect(Number.isInteger(now)).toBe(false);
    const planWith = (lie: Partial<PlanEntry>) =>
      planOf([rootOf()], [folderOf(folder)], [entryOf(join(folder, 'a'), lie)]);
    for (const mtimeMs of [Math.floor(now), Math.ceil(now), now + 0.001, now - 0.001])
      expect(removeAll(planWith({ mtimeMs }), createPins())).toEqual(['changed']);
    expect(removeAll(planWith({ mtimeMs: now }), createPins())).toEqual(['deleted']);
  });

  test('a folder swapped for a link between check and removal costs the owner nothing', () => {
    for (const swap of ['the folder', 'the root'] as const) {
      const plan = planOfTrees([root]);
      const before = treeState(owner);
      const real = createPins();
      let isSwapped = false;
      const swapping: FolderPins = {
        pin(path, expected, rootRealPath) {
          const pin = real.pin(path, expected, rootRealPath);
          if (typeof pin === 'string') return pin;
          return {
            ...pin,
            stat(name) {
              const stat = pin.stat(name);
              if (!isSwapped) {
                isSwapped = true;
                renameSync(swap === 'the folder' ? folder : root, join(home, `away from ${swap}`));
                symlinkSync(owner, swap === 'the folder' ? folder : root);
              }
              return stat;
            },
          };
        },
      };
      const results = removeAll(plan, swapping);
      expect(results).toHaveLength(3);
      expect(results).not.toContain('deleted');
      expect(changesBetween(before, treeState(owner))).toEqual({ gone: [], altered: [] });
      const away = join(home, `away from ${swap}`);
      expect(readdirSync(swap === 'the folder' ? away : join(away, 'cache'))).toEqual(['a', 'b', 'c']);
      if (swap === 'the folder') {
        renameSync(folder, join(home, 'the link'));
        renameSync(away, folder);
      }
    }
  });

  test('only the planned name of a hard-linked file is removed', () => {
    linkSync(join(folder, 'a'), join(owner, 'second-name'));
    const plan = planOfTrees([root], { includes: (path) => path === 'cache/a' });
    const before = treeState(owner);
    expect(removeAll(plan, createPins())).toEqual(['deleted']);
    expect(existsSync(join(folder, 'a'))).toBe(false);
    expect(changesBetween(before, treeState(owner))).toEqual({ gone: [], altered: [] });
  });

  test('a cancel stops before the next entry', () => {
    const plan = planOfTrees([root]);
    let asked = 0;
    expect(removeAll(plan, createPins(), () => (asked += 1) > 1)).toEqual([
      'deleted',
      'cancelled',
      'cancelled',
    ]);
    expect(readdirSync(folder)).toEqual(['b', 'c']);
  });

  test('removes emptied folders deepest first, keeps full ones, and never removes a root', () => {
    mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true });
    mkdirSync(join(root, 'full'));
    writeFileSync(join(root, 'full', 'file'), 'stays');
    mkdirSync(join(root, 'not-removable'));
    const plan = planOfTrees([root], {
      includes: (path) => path.startsWith('cache/'),
      removable: (path) => path !== 'not-removable',
    });
    expect(removeAll(plan, createPins())).toEqual(['deleted', 'deleted', 'deleted']);
    expect([...removeFolders(plan, createPins())].sort()).toEqual([
      'deleted',
      'deleted',
      'deleted',
      'folder-not-empty',
    ]);
    expect(readdirSync(root).sort()).toEqual(['full', 'not-removable']);
  });

  test('a removable folder whose parent is not in the plan is removed', () => {
    mkdirSync(join(root, 'x', 'y', 'z'), { recursive: true });
    const where = join(root, 'x', 'y', 'z');
    const plan = planOf([rootOf()], [folderOf(where, { segments: ['x', 'y', 'z'], removable: true })], []);
    expect(removeFolders(plan, createPins())).toEqual(['deleted']);
    expect(existsSync(where)).toBe(false);
    expect(existsSync(join(root, 'x', 'y'))).toBe(true);
  });

  test('folders with false plan data stay', () => {
    mkdirSync(join(home, 'empty'));
    mkdirSync(join(root, 'empty'));
    mkdirSync(join(root, 'state'));
    symlinkSync(join(home, 'empty'), join(root, 'link'));
    symlinkSync(home, join(root, 'way-out'));
    const lies: readonly (readonly [string, PlanFolder])[] = [
      ['outside-root', folderOf(join(home, 'empty'), { segments: ['..', 'empty'] })],
      ['outside-root', folderOf(join(home, 'empty'), { segments: ['way-out', 'empty'] })],
      ['outside-root', folderOf(join(root, 'state'), { segments: ['state'] })],
      ['replaced', folderOf(join(home, 'empty'), { segments: ['empty'] })],
      ['link', folderOf(join(home, 'empty'), { segments: ['link'] })],
      ['mount', folderOf(join(root, 'empty'), { segments: ['empty'], identity: { dev: 1n, ino: 1n } })],
      ['vanished', folderOf(join(root, 'empty'), { segments: ['gone'] })],
    ];
    const before = treeState(home);
    for (const [expected, lie] of lies) {
      const plan = planOf([rootOf(), rootOf(join(root, 'state'))], [{ ...lie, removable: true }], []);
      const outcome = removeFolders(plan, createPins());
      if (expected === 'outside-root') expect(['outside-root', 'link']).toContain(outcome[0]);
      else expect(outcome).toEqual([expected]);
    }
    const rootItself = planOf([rootOf()], [folderOf(root, { segments: [], removable: true })], []);
    expect(removeFolders(rootItself, createPins())).toEqual([]);
    const sink = createSink({ pins: createPins(), style: 'posix', roots: [rootOf()], disposal: deleting() });
    const item = { root: 0, segments: [], identity: identityOf(root), parent: null };
    expect([...sink.removeFolders([item], never)].map(outcomeOf)).toEqual(['outside-root']);
    expect(changesBetween(before, treeState(home))).toEqual({ gone: [], altered: [] });
  });
});

test.each([
  ['EBUSY', 'in-use'],
  ['ETXTBSY', 'in-use'],
  ['EPERM', 'no-permission'],
  ['EACCES', 'no-permission'],
  ['EROFS', 'read-only'],
  ['EIO', 'io-error'],
  ['EMFILE', 'too-many-open-files'],
  ['ENFILE', 'too-many-open-files'],
  ['ENOENT', 'vanished'],
  ['EWHATEVER', 'unknown'],
])('on %s the entry is %s and the run continues', (code, expected) => {
  const real = realFolderPins[0]![1]();
  const failing: FolderPins = {
    pin(path, expected_, rootRealPath) {
      const pin = real.pin(path, expected_, rootRealPath);
      if (typeof pin === 'string') return pin;
      return {
        ...pin,
        removeFile(name) {
          if (name === 'b') throw Object.assign(new Error(code), { code });
          pin.removeFile(name);
        },
      };
    },
  };
  expect(removeAll(planOfTrees([root]), failing)).toEqual(['deleted', expected, 'deleted']);
  expect(readdirSync(folder)).toEqual(['b']);
});

test.each(realFolderPins)(
  '%s pins: a folder without permission fails its entries, and the run continues',
  async (_name, pins) => {
    mkdirSync(join(root, 'z-mine'));
    writeFileSync(join(root, 'z-mine', 'd'), 'mine');
    mkdirSync(join(root, 'closed'));
    writeFileSync(join(root, 'closed', 'e'), 'in a closed folder');
    const plan = planOfTrees([root]);
    chmodSync(folder, 0o555);
    chmodSync(join(root, 'closed'), 0o000);
    chmodSync(join(root, 'z-mine'), 0o777);
    const results = await asNobody(home, () => Promise.resolve(removeAll(plan, pins())));
    expect(results).toEqual([...Array<string>(4).fill('no-permission'), 'deleted']);
    chmodSync(join(root, 'closed'), 0o755);
    expect(readdirSync(folder)).toEqual(['a', 'b', 'c']);
    expect(readdirSync(join(root, 'closed'))).toEqual(['e']);
  },
);

test('a folder that cannot be opened for a moment fails that entry, not the ones after it', () => {
  const real = realFolderPins[0]![1]();
  let asked = 0;
  const busy: FolderPins = {
    pin(path, expected, rootRealPath) {
      asked += 1;
      if (asked === 1) throw Object.assign(new Error('EMFILE'), { code: 'EMFILE' });
      return real.pin(path, expected, rootRealPath);
    },
  };
  expect(removeAll(planOfTrees([root]), busy)).toEqual(['too-many-open-files', 'deleted', 'deleted']);
});

/** Pins that accept everything, so that every refusal comes from the sink itself. */
function trustingPins(dev?: bigint): FolderPins {
  return {
    pin: (path) => ({
      stat(name) {
        const stats = lstatSync(join(path, name), { bigint: true });
        const kind = stats.isDirectory() ? 'folder' : 'file';
        const mtimeMs = lstatSync(join(path, name)).mtimeMs;
        return { dev: dev ?? stats.dev, ino: stats.ino, kind, bytes: Number(stats.size), mtimeMs };
      },
      removeFile: (name) => rmSync(join(path, name)),
      removeFolder: (name) => rmdirSync(join(path, name)),
      pathFor: (name) => join(path, name),
      close: () => undefined,
    }),
  };
}

test('the sink checks devices without the pins, and never takes a folder without a name', () => {
  const a = entryOf(join(folder, 'a'));
  const before = treeState(home);
  expect(removeAll(planOf([rootOf()], [folderOf(folder)], [a]), trustingPins(7n))).toEqual(['mount']);
  const elsewhere = { ...rootOf(), identity: { dev: 7n, ino: identityOf(root).ino } };
  expect(removeAll(planOf([elsewhere], [folderOf(folder)], [a]), trustingPins())).toEqual(['mount']);
  const sink = createSink({ pins: trustingPins(), style: 'posix', roots: [rootOf()], disposal: deleting() });
  const nameless = { root: 0, segments: [], identity: identityOf(folder), parent: null };
  expect([...sink.removeFolders([nameless], never)].map(outcomeOf)).toEqual(['outside-root']);
  expect(changesBetween(before, treeState(home))).toEqual({ gone: [], altered: [] });
  expect(removeAll(planOf([rootOf()], [folderOf(folder)], [a]), trustingPins())).toEqual(['deleted']);
});
