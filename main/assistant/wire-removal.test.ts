import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SignOffError } from '../../app/contract/errors.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import type { FrozenPlan } from '../engine/plans/frozen-plan.ts';
import type { ProcessInfo, ProcessList } from '../system/ports.ts';
import type { System } from '../system/system.ts';
import { planOf } from '../engine/removal/testing/plan-of-tree.ts';
import { makeSmallHome, wechat4 } from '../testing/small-home.ts';
import type { AssistantOptions } from './assistant.ts';
import { quietFor, quietForRest } from './wire-removal.ts';

const options = { system: 'linux' } as AssistantOptions;
const root = 'Documents/xwechat_files';

/** A real home with one WeChat root, and the plan of a run that began on it. */
async function begun() {
  const home = await makeSmallHome();
  await home.put(wechat4(root, 'wxid_mine_1111'));
  const { roots } = await home.discoverLinux();
  expect(roots.map(({ platform }) => platform.product)).toEqual(['wechat']);
  const plan = planOf(
    roots.map(({ id, realPath, identity }) => ({ id, realPath, identity })),
    [],
    [],
  );
  return { home, plan, discover: () => home.discoverLinux() };
}

function running(path: string, more: Partial<ProcessInfo> = {}): ProcessList {
  const name = path.split('/').at(-1) ?? '';
  return { kind: 'known', processes: [{ pid: 41, name, path, ownUser: true, ...more }] };
}

const nothing: ProcessList = { kind: 'known', processes: [] };
const wechat = running('/opt/wechat/wechat');
const qq = running('/opt/QQ/qq');
const theirs = running('/opt/QQ/qq', { ownUser: false });
const silent: ProcessList = { kind: 'could-not-tell', reason: 'no list' };

async function answerOf(
  quiet: typeof quietFor,
  list: ProcessList,
  plan: FrozenPlan,
  discover: () => Promise<Discovery>,
): Promise<string> {
  const system = { processes: { list: () => Promise.resolve(list) } } as unknown as System;
  try {
    await quiet(options, system)(plan, await discover());
    return 'quiet';
  } catch (error) {
    if (error instanceof SignOffError) return error.code;
    throw error;
  }
}

describe('who must rest before the rest of a run goes on', () => {
  test.each([
    ['no messenger runs', nothing, 'quiet'],
    ['the same messenger runs', wechat, 'messenger-running'],
    ['another messenger runs', qq, 'quiet'],
    ['the process list is unknown', silent, 'messenger-unknown'],
  ])('while every root is still known: %s', async (_what, list, answer) => {
    const { plan, discover } = await begun();
    expect(await answerOf(quietForRest, list, plan, discover)).toBe(answer);
  });

  test.each([
    ['no messenger runs', nothing, 'quiet'],
    ['the same messenger runs', wechat, 'messenger-running'],
    ['another messenger runs', qq, 'messenger-running'],
    ['another user’s messenger runs', theirs, 'quiet'],
    ['the process list is unknown', silent, 'messenger-unknown'],
  ])('where half a clean left no root to know, all of them: %s', async (_what, list, answer) => {
    const { home, plan, discover } = await begun();
    rmSync(home.at(root), { recursive: true });
    expect((await discover()).roots).toEqual([]);
    expect(await answerOf(quietForRest, list, plan, discover)).toBe(answer);
  });

  test('where one of two roots is known, the other one still makes all of them rest', async () => {
    const { home, plan, discover } = await begun();
    const gone = { id: 'root-gone', realPath: home.at('gone'), identity: { dev: 1n, ino: 1n } };
    const both = { ...plan, roots: [...plan.roots, gone] };
    expect(await answerOf(quietForRest, qq, both, discover)).toBe('messenger-running');
    expect(await answerOf(quietForRest, nothing, both, discover)).toBe('quiet');
  });
});

test('a new run whose root is no longer known is refused, whichever messenger runs', async () => {
  const { home, plan, discover } = await begun();
  expect(await answerOf(quietFor, qq, plan, discover)).toBe('quiet');
  rmSync(home.at(root), { recursive: true });
  expect(await answerOf(quietFor, nothing, plan, discover)).toBe('plan-changed');
});
