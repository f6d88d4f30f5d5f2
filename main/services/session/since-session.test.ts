import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeepReason } from '../../../app/cleanup/selection.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { createJobs } from '../jobs/jobs.ts';
import { createPlan } from '../planning/create-plan.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import {
  discoveryOf,
  freeControl,
  inline,
  mountsAt,
  platformById,
  rootOf,
  scratchFolder,
} from '../scanning/testing/sample-root.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { createSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';
import { sinceSession } from './since-session.ts';

const wechat = platformById('wechat-linux-4');
let scratch: ReturnType<typeof scratchFolder>;
let root: string;
let accounts: string[];
let changes: number;

function at(...names: string[]): string {
  return join(root, ...names);
}

function put(path: string, content = path): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
}

beforeEach(() => {
  scratch = scratchFolder();
  root = join(scratch.path, 'xwechat_files');
  mkdirSync(root);
  accounts = ['wxid_owner'];
  changes = 0;
  put('wxid_owner/cache/old.dat');
  put('wxid_owner/db_storage/session/session.db');
  put('all_users/head_imgs/0/face.jpg');
  put('all_users/head_imgs/1/moved.jpg');
  put('all_users/login/wxid_owner/key_info.db');
});
afterEach(() => scratch.release());

function discovered(): Discovery {
  return discoveryOf(rootOf(wechat, root, accounts));
}

async function openSessions(
  now: () => number = Date.now,
  mounted: readonly string[] = [],
): Promise<Sessions> {
  const clock = { now };
  return createSessions({
    state: await openStateFolder(join(scratch.path, 'state'), clock),
    clock,
    jobs: createJobs(
      clock,
      () => undefined,
      () => undefined,
    ),
    mounts: mountsAt(mounted),
    workers: { kind: 'inline' },
    discover: () => Promise.resolve(discovered()),
    hours: () => 12,
    changed: () => (changes += 1),
  });
}

async function sitDown(sessions: Sessions): Promise<void> {
  await sessions.start();
  await expect.poll(() => changes).toBe(1);
}

async function planned(sessions: Pick<Sessions, 'ground'>): Promise<FrozenPlan> {
  const selection = {
    level: 'deep',
    accounts: 'all',
    include: ['media', 'received', 'backups'],
    olderThanMs: null,
    keep: [],
    sinceSession: true,
  } as const;
  const plan = await createPlan(inline(), discovered(), selection, 'p-1', freeControl());
  return sinceSession(plan, await sessions.ground());
}

function taken(plan: FrozenPlan): string[] {
  return Array.from({ length: plan.entryCount }, (_none, index) =>
    plan.pathOf(index).slice(root.length + 1),
  ).sort();
}

function kept(plan: FrozenPlan, reason: KeepReason): number {
  return plan.view.kept.filter((row) => row.reason === reason).reduce((sum, row) => sum + row.files, 0);
}

function removable(plan: FrozenPlan): string[] {
  return Array.from({ length: plan.folderCount }, (_none, index) => plan.folder(index))
    .filter((folder) => folder.removable)
    .map((folder) => folder.segments.join('/'));
}

describe('a plan since the session began', () => {
  test('holds what came since, and nothing that was there before', async () => {
    const sessions = await openSessions();
    await sitDown(sessions);
    accounts = ['wxid_owner', 'wxid_guest'];
    put('wxid_guest/cache/new.dat');
    put('wxid_guest/db_storage/session/session.db');
    put('all_users/login/wxid_guest/key_info.db');
    const plan = await planned(sessions);
    expect(taken(plan)).toEqual([
      'all_users/login/wxid_guest/key_info.db',
      'wxid_guest/cache/new.dat',
      'wxid_guest/db_storage/session/session.db',
    ]);
    expect(removable(plan)).toContain('wxid_guest');
    expect(removable(plan).filter((path) => path.includes('owner'))).toEqual([]);
  });

  test('never holds anything of an account that was there, not even what came since', async () => {
    const sessions = await openSessions();
    await sitDown(sessions);
    put('wxid_owner/cache/later.dat');
    put('wxid_owner/msg/file/2026-11/their.pdf');
    const plan = await planned(sessions);
    expect(taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-account')).toBeGreaterThanOrEqual(4);
  });

  test('never holds a file of the owner’s that changed, and says so', async () => {
    const sessions = await openSessions();
    await sitDown(sessions);
    writeFileSync(at('all_users/head_imgs/0/face.jpg'), 'another face');
    const plan = await planned(sessions);
    expect(taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-changed')).toBe(1);
    expect(readFileSync(at('all_users/head_imgs/0/face.jpg'), 'utf8')).toBe('another face');
  });

  test('knows the owner’s file again where it was moved to', async () => {
    const sessions = await openSessions();
    await sitDown(sessions);
    mkdirSync(at('all_users/head_imgs/2'));
    renameSync(at('all_users/head_imgs/1/moved.jpg'), at('all_users/head_imgs/2/elsewhere.jpg'));
    put('all_users/head_imgs/2/mine.jpg');
    const plan = await planned(sessions);
    expect(taken(plan)).toEqual(['all_users/head_imgs/2/mine.jpg']);
    expect(kept(plan, 'owner')).toBe(1 + 1);
  });

  test('a file in the owner’s place with another content is the owner’s even when size and time agree', async () => {
    const path = at('all_users/head_imgs/0/face.jpg');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const sessions = await openSessions();
    await sitDown(sessions);
    const { size } = statSync(path);
    renameSync(path, at('all_users/head_imgs/0/aside.jpg'));
    writeFileSync(path, 'x'.repeat(size));
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const plan = await planned(sessions);
    expect(taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-changed')).toBe(1);
  });

  test('leaves the owner’s folders, also those that only a guest’s file lies in', async () => {
    mkdirSync(at('all_users/head_imgs/9'));
    const sessions = await openSessions();
    await sitDown(sessions);
    put('all_users/head_imgs/9/mine.jpg');
    put('all_users/head_imgs/8/mine.jpg');
    const plan = await planned(sessions);
    expect(taken(plan)).toEqual(['all_users/head_imgs/8/mine.jpg', 'all_users/head_imgs/9/mine.jpg']);
    expect(removable(plan)).toContain('all_users/head_imgs/8');
    expect(removable(plan)).not.toContain('all_users/head_imgs/9');
  });

  test('a place that could not be looked into then is the owner’s', async () => {
    const sessions = await openSessions(Date.now, [at('all_users/head_imgs/0')]);
    await sitDown(sessions);
    put('all_users/head_imgs/7/mine.jpg');
    const plan = await planned(sessions);
    expect(taken(plan)).toEqual([]);
  });

  test('a single file that could not be looked at then is the owner’s', async () => {
    const sessions = await openSessions();
    await sitDown(sessions);
    put('all_users/head_imgs/7/closed.jpg');
    put('all_users/head_imgs/7/mine.jpg');
    const ground = await sessions.ground();
    const isBlind = (_root: string, segments: readonly string[]): boolean =>
      segments.join('/') === 'all_users/head_imgs/7/closed.jpg';
    const plan = await planned({
      ground: () => Promise.resolve({ ...ground, baseline: { ...ground.baseline, isBlind } }),
    });
    expect(taken(plan)).toEqual(['all_users/head_imgs/7/mine.jpg']);
  });

  test('a root that was made since is the guest’s; one that came by plugging in is the owner’s', async () => {
    const second = join(scratch.path, 'other');
    mkdirSync(second);
    const before = root;
    const sessions = await openSessions(() => Date.now() + 60_000);
    await sitDown(sessions);
    root = second;
    put('wxid_x/cache/a.dat');
    accounts = ['wxid_x'];
    expect(taken(await planned(sessions))).toEqual([]);
    root = before;
    accounts = ['wxid_owner'];
    await sessions.end();
    changes = 0;
    const earlier = await openSessions(() => Date.now() - 60_000);
    await sitDown(earlier);
    root = second;
    accounts = ['wxid_x'];
    expect(taken(await planned(earlier))).toEqual(['wxid_x/cache/a.dat']);
  });

  test('another folder that has a root’s place now is the owner’s, unless it was made since', async () => {
    const before = join(scratch.path, 'before');
    const mine = 'all_users/head_imgs/7/mine.jpg';
    const other = join(scratch.path, 'other');
    mkdirSync(join(other, dirname(mine)), { recursive: true });
    writeFileSync(join(other, mine), 'from another drive');
    await new Promise((resolve) => void setTimeout(resolve, 20));
    const sessions = await openSessions();
    await sitDown(sessions);
    renameSync(root, before);
    renameSync(other, root);
    expect(taken(await planned(sessions))).toEqual([]);
    renameSync(root, other);
    mkdirSync(root);
    put(mine);
    put('all_users/head_imgs/0/face.jpg', 'another face in the owner’s place');
    const plan = await planned(sessions);
    expect(taken(plan)).toEqual([mine]);
    expect(kept(plan, 'owner-changed')).toBe(1);
  });
});
