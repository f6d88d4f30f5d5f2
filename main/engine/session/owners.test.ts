import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { kept, nextTick, SinceScene } from './testing/since-scene.ts';

let scene: SinceScene;

beforeEach(() => {
  scene = new SinceScene();
});

const at = (...names: string[]): string => scene.at(...names);
const put = (path: string, content?: string): void => scene.put(path, content);

/** the plan's entries, as paths below the root */
function taken(plan: FrozenPlan): string[] {
  return Array.from({ length: plan.entryCount }, (_none, index) =>
    plan.pathOf(index).slice(scene.root.length + 1),
  ).sort();
}

function removable(plan: FrozenPlan): string[] {
  return Array.from({ length: plan.folderCount }, (_none, index) => plan.folder(index))
    .filter((folder) => folder.removable)
    .map((folder) => folder.segments.join('/'));
}

describe('a plan since the session began', () => {
  test('has the new files, and none that existed before', async () => {
    const sessions = await scene.startSession();
    scene.accounts = ['wxid_owner', 'wxid_guest'];
    put('wxid_guest/cache/new.dat');
    put('wxid_guest/db_storage/session/session.db');
    put('all_users/login/wxid_guest/key_info.db');
    const plan = await scene.planned(sessions);
    expect(taken(plan)).toEqual([
      'all_users/login/wxid_guest/key_info.db',
      'wxid_guest/cache/new.dat',
      'wxid_guest/db_storage/session/session.db',
    ]);
    expect(removable(plan)).toContain('wxid_guest');
    expect(removable(plan).filter((path) => path.includes('owner'))).toEqual([]);
  });

  test('has nothing of an owner’s account, not even new files', async () => {
    const sessions = await scene.startSession();
    put('wxid_owner/cache/later.dat');
    put('wxid_owner/msg/file/2026-11/their.pdf');
    const plan = await scene.planned(sessions);
    expect(taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-account')).toBeGreaterThanOrEqual(4);
    expect(plan.view.accounts).toEqual([]);
  });

  test('names the accounts that it takes from, and none of the owner’s', async () => {
    const sessions = await scene.startSession();
    put('wxid_owner/cache/later.dat');
    put('wxid_guest/db_storage/session/session.db');
    scene.accounts.push('wxid_guest');
    const plan = await scene.planned(sessions);
    expect(plan.view.accounts.map(({ folder }) => folder)).toEqual(['wxid_guest']);
  });

  test('keeps an owner’s changed file as owner-changed', async () => {
    const sessions = await scene.startSession();
    writeFileSync(at('all_users/head_imgs/0/face.jpg'), 'another face');
    const plan = await scene.planned(sessions);
    expect(taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-changed')).toBe(1);
    expect(readFileSync(at('all_users/head_imgs/0/face.jpg'), 'utf8')).toBe('another face');
  });

  test('keeps an owner’s file that was moved', async () => {
    const sessions = await scene.startSession();
    mkdirSync(at('all_users/head_imgs/2'));
    renameSync(at('all_users/head_imgs/1/moved.jpg'), at('all_users/head_imgs/2/elsewhere.jpg'));
    put('all_users/head_imgs/2/mine.jpg');
    const plan = await scene.planned(sessions);
    expect(taken(plan)).toEqual(['all_users/head_imgs/2/mine.jpg']);
    expect(kept(plan, 'owner')).toBe(1 + 1);
  });

  test('keeps a file that replaced an owner’s file, even with equal size and time', async () => {
    const path = at('all_users/head_imgs/0/face.jpg');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const sessions = await scene.startSession();
    const { size } = statSync(path);
    renameSync(path, at('all_users/head_imgs/0/aside.jpg'));
    writeFileSync(path, 'x'.repeat(size));
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const plan = await scene.planned(sessions);
    expect(taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-changed')).toBe(1);
  });

  test('keeps the owner’s folders, even those with only a guest’s file in them', async () => {
    mkdirSync(at('all_users/head_imgs/9'));
    const sessions = await scene.startSession();
    put('all_users/head_imgs/9/mine.jpg');
    put('all_users/head_imgs/8/mine.jpg');
    const plan = await scene.planned(sessions);
    expect(taken(plan)).toEqual(['all_users/head_imgs/8/mine.jpg', 'all_users/head_imgs/9/mine.jpg']);
    expect(removable(plan)).toContain('all_users/head_imgs/8');
    expect(removable(plan)).not.toContain('all_users/head_imgs/9');
  });

  test('keeps files in a folder that was unreadable when the session began', async () => {
    const sessions = await scene.startSession([at('all_users/head_imgs/0')]);
    put('all_users/head_imgs/7/mine.jpg');
    const plan = await scene.planned(sessions);
    expect(taken(plan)).toEqual([]);
  });

  test('keeps a file that was unreadable when the session began', async () => {
    const sessions = await scene.startSession();
    put('all_users/head_imgs/7/closed.jpg');
    put('all_users/head_imgs/7/mine.jpg');
    const context = await sessions.context();
    const isBlind = (_root: string, segments: readonly string[]): boolean =>
      segments.join('/') === 'all_users/head_imgs/7/closed.jpg';
    const plan = await scene.planned({
      context: () => Promise.resolve({ ...context, baseline: { ...context.baseline, isBlind } }),
    });
    expect(taken(plan)).toEqual(['all_users/head_imgs/7/mine.jpg']);
  });

  test('has files of a new root, and none of a root on a drive connected later', async () => {
    const second = join(scene.path, 'other');
    mkdirSync(second);
    await nextTick();
    const sessions = await scene.startSession();
    scene.root = second;
    put('wxid_x/cache/a.dat');
    scene.accounts = ['wxid_x'];
    const plan = await scene.planned(sessions);
    expect(taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-unclear')).toBe(1);
    scene.root = join(scene.path, 'third');
    mkdirSync(scene.root);
    await nextTick();
    put('wxid_x/cache/a.dat');
    expect(taken(await scene.planned(sessions))).toEqual(['wxid_x/cache/a.dat']);
  });

  test('keeps files of another folder at a root’s path, unless it was created since', async () => {
    const before = join(scene.path, 'before');
    const mine = 'all_users/head_imgs/7/mine.jpg';
    const other = join(scene.path, 'other');
    mkdirSync(join(other, dirname(mine)), { recursive: true });
    writeFileSync(join(other, mine), 'from another drive');
    await new Promise((resolve) => void setTimeout(resolve, 20));
    const sessions = await scene.startSession();
    renameSync(scene.root, before);
    renameSync(other, scene.root);
    expect(taken(await scene.planned(sessions))).toEqual([]);
    renameSync(scene.root, other);
    mkdirSync(scene.root);
    await nextTick();
    scene.accounts = ['wxid_guest'];
    put(mine);
    put('all_users/head_imgs/0/face.jpg', 'another face in the owner’s place');
    const plan = await scene.planned(sessions);
    expect(taken(plan)).toEqual([mine]);
    expect(kept(plan, 'owner-changed')).toBe(1);
  });
});
