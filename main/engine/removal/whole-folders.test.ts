import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Category } from '../../../app/cleanup/categories.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { FrozenPlan, PlanFolder } from '../plans/frozen-plan.ts';
import { folderForest } from '../ledger/folder-contents.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import { planOf, planOfTrees } from './testing/plan-of-tree.ts';
import { withCategories, takeUnits } from './testing/take-units.ts';
import { createWholeFolders } from './whole-folders.ts';
import { WorkerLost } from './protocol.ts';

const hour = 3_600_000;
const old = new Date('2024-01-01T00:00:00Z');

let home: string;
let root: string;
let account: string;

/** Sets an old mtime on every folder, as in an idle messenger. */
function settleTimes(top: string): void {
  for (const entry of readdirSync(top, { withFileTypes: true }))
    if (entry.isDirectory()) settleTimes(join(top, entry.name));
  utimesSync(top, old, old);
}

beforeEach(() => {
  home = realpathSync(makeFolder());
  root = join(home, 'root');
  account = join(root, 'account');
  for (const folder of ['cache/a', 'cache/b', 'login', 'msg/x']) {
    mkdirSync(join(account, folder), { recursive: true });
    writeFileSync(join(account, folder, 'one'), `one in ${folder}`);
    writeFileSync(join(account, folder, 'two'), `two in ${folder}`);
  }
  settleTimes(root);
});

/** login is a sign-in, msg holds received files, cache is rebuilt by the app. */
const categories: readonly Category[] = ['cache', 'received', 'credentials'];
function groupOf(path: string): number {
  return path.includes('/login/') ? 2 : path.includes('/msg/') ? 1 : 0;
}

/** Planned long after the last change, so that folder mtimes are trusted. */
function planAtRest(options: Parameters<typeof planOfTrees>[1] = {}): FrozenPlan {
  const plan = planOfTrees([root], { group: groupOf, createdAt: Date.now() + hour, ...options });
  return withCategories(plan, categories);
}

function planNow(): FrozenPlan {
  return planAtRest({ createdAt: Date.now() });
}

function namesOf(plan: FrozenPlan, folders: readonly number[]): readonly string[] {
  return folders.map((folder) => plan.folder(folder).segments.join('/')).sort();
}

async function taken(plan: FrozenPlan): Promise<readonly string[]> {
  const { units } = await takeUnits(plan, bestFolderPins(), join(home, 'taken'));
  return namesOf(
    plan,
    units.map(({ folder }) => folder),
  );
}

function removeSignIn(): void {
  rmSync(join(account, 'login', 'one'));
  rmSync(join(account, 'login', 'two'));
}

describe.each([
  ['at rest', planAtRest],
  ['just now', planNow],
])('a plan made %s', (_when, planned) => {
  test('an account is moved as one folder once its sign-in is gone', async () => {
    const plan = planned();
    removeSignIn();
    expect(await taken(plan)).toEqual(['account']);
    expect(readdirSync(root)).toEqual([]);
  });

  test('a remaining sign-in is never moved, its siblings are', async () => {
    const plan = planned();
    expect(await taken(plan)).toEqual(['account/cache', 'account/msg']);
    expect(readdirSync(join(account, 'login'))).toEqual(['one', 'two']);
  });

  test.each<readonly [string, () => void, readonly string[]]>([
    ['a new file', () => writeFileSync(join(account, 'cache', 'a', 'new'), ''), ['cache/b', 'msg']],
    ['a new empty folder', () => mkdirSync(join(account, 'cache', 'a', 'new')), ['cache/b', 'msg']],
    ['a file that went', () => rmSync(join(account, 'cache', 'a', 'one')), ['cache/b', 'msg']],
    [
      'a new file beside folders',
      () => writeFileSync(join(account, 'cache', 'new'), ''),
      ['cache/a', 'cache/b', 'msg'],
    ],
    [
      'a received file with more in it',
      () => writeFileSync(join(account, 'msg', 'x', 'one'), '+', { flag: 'a' }),
      ['cache'],
    ],
    ['a received file of another time', () => utimesSync(join(account, 'msg', 'x', 'one'), 1, 1), ['cache']],
    [
      'a received file of another content and the same time',
      () => {
        const { atime, mtime } = lstatSync(join(account, 'msg', 'x', 'one'));
        writeFileSync(join(account, 'msg', 'x', 'one'), 'longer than it was before');
        utimesSync(join(account, 'msg', 'x', 'one'), atime, mtime);
      },
      ['cache'],
    ],
    [
      'a cached file that is another under the same name',
      () => {
        writeFileSync(join(account, 'cache', 'a', 'other'), 'one in cache/a');
        renameSync(join(account, 'cache', 'a', 'other'), join(account, 'cache', 'a', 'one'));
      },
      ['cache/b', 'msg'],
    ],
    [
      'a folder in place of a file',
      () => {
        rmSync(join(account, 'cache', 'a', 'one'));
        mkdirSync(join(account, 'cache', 'a', 'one'));
      },
      ['cache/b', 'msg'],
    ],
    [
      'a link to the folder in its place',
      () => {
        renameSync(join(account, 'cache', 'a'), join(home, 'away'));
        symlinkSync(join(home, 'away'), join(account, 'cache', 'a'));
        utimesSync(join(account, 'cache'), old, old);
      },
      ['cache/b', 'msg'],
    ],
    [
      'another folder with the same names and times',
      () => {
        renameSync(join(account, 'cache', 'a'), join(home, 'away'));
        mkdirSync(join(account, 'cache', 'a'));
        for (const name of ['one', 'two'])
          writeFileSync(join(account, 'cache', 'a', name), `${name} in cache/a`);
        settleTimes(join(account, 'cache'));
      },
      ['cache/b', 'msg'],
    ],
  ])('%s keeps that folder and all above it, and the rest goes', async (_what, change, expected) => {
    const plan = planned();
    removeSignIn();
    change();
    expect(await taken(plan)).toEqual(expected.map((path) => `account/${path}`));
    expect(existsSync(account)).toBe(true);
  });
});

test('a changed folder whose old mtime was restored is still listed', async () => {
  const plan = planNow();
  const held = { ...plan, view: { ...plan.view, createdAt: Date.now() } };
  removeSignIn();
  writeFileSync(join(account, 'cache', 'a', 'new'), 'hidden behind an old time');
  utimesSync(join(account, 'cache', 'a'), old, old);
  expect(await taken(held)).toEqual(['account/cache/b', 'account/msg']);
});

test('a folder with an mtime in the future or right before the plan is listed', async () => {
  for (const ahead of [hour, -1_000]) {
    const when = new Date(Date.now() + 10 * hour + ahead);
    utimesSync(join(account, 'cache', 'a'), when, when);
    const plan = planAtRest({ createdAt: Date.now() + 10 * hour });
    writeFileSync(join(account, 'cache', 'a', `new ${ahead}`), 'came in the same tick');
    utimesSync(join(account, 'cache', 'a'), when, when);
    expect(await taken(plan)).not.toContain('account/cache/a');
    expect(existsSync(join(account, 'cache', 'a', `new ${ahead}`))).toBe(true);
    rmSync(join(home, 'taken'), { recursive: true, force: true });
    mkdirSync(join(account, 'cache', 'b'), { recursive: true });
  }
});

describe('comparisons of large and lost parts', () => {
  const all = (plan: FrozenPlan): readonly number[] =>
    Array.from({ length: plan.folderCount }, (_none, index) => index);

  test('folders that a lost thread compared are not moved, others are', async () => {
    const plan = planAtRest({ removable: (path) => path !== 'account' });
    const lost = all(plan).find((index) => plan.folderPath(index) === 'account/cache');
    const wholes = createWholeFolders(plan, (request) => {
      if (request.kind !== 'compare') throw new Error(`unexpected request: ${request.kind}`);
      const { top, from, to } = request.part;
      if (top === lost) return Promise.reject(new WorkerLost('gone'));
      return Promise.resolve(new Uint8Array(to - from).fill(1));
    });
    expect(namesOf(plan, await wholes.find(all(plan)))).toEqual(['account/msg']);
  });

  test('parts cover every folder below the tops exactly once', async () => {
    for (let folder = 0; folder < 1_100; folder += 1) mkdirSync(join(account, 'cache', 'b', `f${folder}`));
    const plan = planAtRest({ removable: (path) => path !== 'account' });
    const compared = new Uint8Array(plan.folderCount);
    const wholes = createWholeFolders(plan, (request) => {
      if (request.kind !== 'compare') throw new Error(`unexpected request: ${request.kind}`);
      const { contents, top, from, to } = request.part;
      expect(from).toBeGreaterThanOrEqual(top);
      expect(to).toBeLessThanOrEqual(contents.ends[top] ?? 0);
      for (let one = from; one < to; one += 1) compared[one] = (compared[one] ?? 0) + 1;
      return Promise.resolve(new Uint8Array(to - from).fill(1));
    });
    expect(namesOf(plan, await wholes.find(all(plan)))).toContain('account/cache');
    const expected = all(plan).map((index) => (/^account\/./.test(plan.folderPath(index)) ? 1 : 0));
    expect([...compared]).toEqual(expected);
  });
});

describe('folders that the plan does not let move as wholes', () => {
  const wholeIn = (plan: FrozenPlan): readonly string[] =>
    namesOf(
      plan,
      [...folderForest(plan).whole.keys()].filter((at) => folderForest(plan).whole[at] === 1),
    );
  const withFolders = (
    plan: FrozenPlan,
    change: (folders: readonly PlanFolder[]) => readonly PlanFolder[],
  ): FrozenPlan => {
    const before = Array.from({ length: plan.folderCount }, (_none, index) => plan.folder(index));
    const after = change(before);
    const places = before.map(({ identity }) =>
      after.findIndex((folder) => folder.identity.ino === identity.ino),
    );
    const entries = Array.from({ length: plan.entryCount }, (_none, index) => plan.entry(index));
    const changed = planOf(
      plan.roots,
      after,
      entries
        .map((entry) => ({ ...entry, folder: places[entry.folder] ?? -1 }))
        .filter(({ folder }) => folder >= 0),
    );
    return { ...changed, view: plan.view };
  };
  const variant = (change: (path: string) => Record<string, unknown> | null): FrozenPlan => {
    const plan = planAtRest();
    return withFolders(plan, (folders) =>
      folders.map((folder) => ({ ...folder, ...change(folder.segments.join('/')) })),
    );
  };

  test('a folder that must stay or is incomplete keeps all folders above it', () => {
    const rest = ['account/cache/b', 'account/login', 'account/msg', 'account/msg/x'];
    for (const lie of [{ removable: false }, { complete: false }])
      expect(wholeIn(variant((path) => (path === 'account/cache/a' ? lie : null)))).toEqual(rest);
  });

  test('a folder that is a root of the plan keeps all folders above it', () => {
    const plan = planAtRest();
    const { dev, ino } = lstatSync(join(account, 'cache', 'a'), { bigint: true });
    const nested = { id: 'root-1', realPath: join(account, 'cache', 'a'), identity: { dev, ino } };
    expect(wholeIn({ ...plan, roots: [...plan.roots, nested] })).not.toContain('account/cache');
  });

  test('a plan with a missing or misordered folder has no whole folders there', () => {
    const plan = planAtRest();
    const without = withFolders(plan, (folders) =>
      folders.filter(({ segments }) => segments.join('/') !== 'account/msg'),
    );
    expect(wholeIn(without)).not.toContain('account');
    expect(wholeIn(withFolders(plan, (folders) => [...folders].reverse()))).toEqual([]);
  });

  test('nothing is moved even when requested', async () => {
    const plan = variant((path) => (path === 'account/cache/a' ? { complete: false } : null));
    const all = Array.from({ length: plan.folderCount }, (_none, index) => index);
    const asked: string[] = [];
    const wholes = createWholeFolders(plan, (request) => {
      if (request.kind === 'compare')
        return Promise.resolve(new Uint8Array(request.part.to - request.part.from).fill(1));
      if (request.kind === 'move-folders')
        asked.push(...request.items.map(({ segments }) => segments.join('/')));
      return Promise.resolve(new Uint8Array(9));
    });
    await wholes.move(await wholes.find([...all, 999]));
    expect(asked.sort()).toEqual(['account/cache/b', 'account/msg']);
  });

  test('a root is never one of them', () => {
    expect(wholeIn(planAtRest())).not.toContain('');
  });
});
