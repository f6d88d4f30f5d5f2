import { linkSync, lstatSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FrozenPlan } from './frozen-plan.ts';
import { readPlanFile, writePlanFile } from './plan-file.ts';
import { excludeEntries } from '../planning/reduce-plan.ts';
import { bothAccounts, useWechatRoot } from '../planning/testing/wechat-root.ts';

const root = useWechatRoot();

const first = 'wxid_a/cache/2026-01/first';
const second = 'wxid_a/cache/2026-02/second';
const others = 'wxid_b/cache/2026-01/third';

function put(path: string, bytes: number): void {
  const full = join(root.path, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, Buffer.alloc(bytes, 7));
}

function link(from: string, to: string): void {
  mkdirSync(dirname(join(root.path, to)), { recursive: true });
  linkSync(join(root.path, from), join(root.path, to));
}

const blocksOf = (path: string): number => lstatSync(join(root.path, path)).blocks * 512;

function entryAt(plan: FrozenPlan, path: string): number {
  for (let index = 0; index < plan.entryCount; index += 1)
    if (plan.pathOf(index) === join(root.path, path)) return index;
  throw new Error(`${path} is not planned`);
}

/** Both accounts, each with a file of its own beside the linked one. */
function putHome(): void {
  put(first, 100_000);
  put('wxid_a/cache/2026-01/own', 5_000);
  put('wxid_b/cache/2026-01/own', 5_000);
}

describe('what the disk gives back', () => {
  test('a file with all its names in the plan counts once, in each sum', async () => {
    putHome();
    link(first, second);
    link(first, others);
    const plan = await root.plan();
    const own = blocksOf('wxid_a/cache/2026-01/own') + blocksOf('wxid_b/cache/2026-01/own');
    expect(plan.view.total).toEqual({ files: 5, bytes: 310_000, allocated: own + blocksOf(first) });
    const groups = plan.view.groups.reduce((sum, group) => sum + group.allocated, 0);
    expect(groups).toBe(plan.view.total.allocated);
  });

  test('a file with another name outside gives nothing back', async () => {
    putHome();
    link(first, second);
    linkSync(join(root.path, first), join(root.outside, 'kept by the person'));
    const { view } = await root.plan();
    const own = blocksOf('wxid_a/cache/2026-01/own') + blocksOf('wxid_b/cache/2026-01/own');
    expect(view.total).toEqual({ files: 4, bytes: 210_000, allocated: own });
  });

  test('a name in an account that stays keeps the content', async () => {
    putHome();
    link(first, others);
    const discovery = root.discovery();
    const account = discovery.roots[0]?.accounts.find(({ folder }) => folder === 'wxid_a');
    const plan = await root.plan({ accounts: [account?.id ?? ''] }, undefined, discovery);
    expect(plan.view.total).toMatchObject({ files: 2, allocated: blocksOf('wxid_a/cache/2026-01/own') });
    const kept = plan.view.kept.reduce((sum, row) => sum + row.allocated, 0);
    expect(kept).toBe(blocksOf('wxid_b/cache/2026-01/own') + blocksOf(first));
  });

  test('names that stay hold their blocks once', async () => {
    put('wxid_a/msg/file/2026-01/letter', 100_000);
    link('wxid_a/msg/file/2026-01/letter', 'wxid_a/msg/file/2026-02/letter');
    const { view } = await root.plan();
    expect(view.kept).toMatchObject([
      { files: 2, bytes: 200_000, allocated: blocksOf('wxid_a/msg/file/2026-01/letter') },
    ]);
  });

  test('a sparse file counts by its blocks', async () => {
    put(first, 0);
    truncateSync(join(root.path, first), 1024 ** 3);
    const { view } = await root.plan();
    expect(view.total).toEqual({ files: 1, bytes: 1024 ** 3, allocated: blocksOf(first) });
    expect((await root.scan()).total).toEqual(view.total);
  });

  test('an excluded name takes the content out of the plan, whichever name it is', async () => {
    putHome();
    link(first, second);
    const plan = await root.plan();
    const own = blocksOf('wxid_a/cache/2026-01/own') + blocksOf('wxid_b/cache/2026-01/own');
    for (const name of [first, second]) {
      const smaller = excludeEntries(plan, [], [entryAt(plan, name)], 'p-2');
      expect(smaller.view.total).toEqual({ files: 3, bytes: 110_000, allocated: own });
      expect(smaller.view.kept).toMatchObject([{ reason: 'excluded', files: 1, allocated: blocksOf(first) }]);
      const left = entryAt(smaller, name === first ? second : first);
      expect(smaller.allocatedOf(left)).toBe(0);
      expect(smaller.linked).toEqual({ elsewhere: [[left, left + 1]], together: [] });
    }
    const unrelated = excludeEntries(plan, [], [entryAt(plan, 'wxid_b/cache/2026-01/own')], 'p-3');
    expect(unrelated.linked.together).toHaveLength(1);
    expect(unrelated.view.total.allocated).toBe(blocksOf('wxid_a/cache/2026-01/own') + blocksOf(first));
  });

  test('a stored plan keeps its linked entries', async () => {
    putHome();
    link(first, second);
    put('wxid_b/temp/one', 10);
    linkSync(join(root.path, 'wxid_b/temp/one'), join(root.outside, 'two'));
    const plan = await root.plan();
    expect(plan.linked).toMatchObject({ elsewhere: [[expect.any(Number), expect.any(Number)]] });
    const file = join(root.outside, 'p-1.plan');
    await writePlanFile(file, plan);
    const read = await readPlanFile(file);
    expect(read.linked).toEqual(plan.linked);
    expect(read.view).toEqual(plan.view);
  });
});

describe('a scan', () => {
  test('counts a content once, in one account, and not at all with a name outside', async () => {
    putHome();
    link(first, second);
    link(first, others);
    const own = blocksOf('wxid_a/cache/2026-01/own') + blocksOf('wxid_b/cache/2026-01/own');
    const usage = await root.scan(bothAccounts);
    expect(usage.total).toEqual({ files: 5, bytes: 310_000, allocated: own + blocksOf(first) });
    linkSync(join(root.path, first), join(root.outside, 'kept by the person'));
    expect((await root.scan(bothAccounts)).total).toEqual({ files: 5, bytes: 310_000, allocated: own });
  });
});
