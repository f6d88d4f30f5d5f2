import {
  appendFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { levels } from '../../../app/cleanup/levels.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { ownerReasons } from './owners.ts';
import { kept, nextTick, SinceScene, whyNoBirths } from './testing/since-scene.ts';

let scene: SinceScene;

beforeEach(() => {
  scene = new SinceScene();
});

const shared = 'all_users/head_imgs';

/** A database of `pages` pages, with SQLite's magic bytes. */
function database(pages: number): Buffer {
  const bytes = Buffer.alloc(4096 * pages, 7);
  bytes.write('SQLite format 3\0', 'latin1');
  return bytes;
}

describe('an owner’s file', () => {
  test('that was moved and changed is kept as owner-changed', async () => {
    const sessions = await scene.startSession();
    await nextTick();
    appendFileSync(scene.at(shared, '1', 'moved.jpg'), 'more');
    mkdirSync(scene.at(shared, '2'));
    renameSync(scene.at(shared, '1', 'moved.jpg'), scene.at(shared, '2', 'rotated.1'));
    scene.put(`${shared}/2/mine.jpg`);
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([`xwechat_files/${shared}/2/mine.jpg`]);
    expect(kept(plan, 'owner-changed')).toBe(1);
  });

  test('that got a second name is kept under both names, even after a change', async () => {
    const sessions = await scene.startSession();
    linkSync(scene.at(shared, '0', 'face.jpg'), scene.at(shared, '0', 'second.jpg'));
    appendFileSync(scene.at(shared, '0', 'second.jpg'), 'more');
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-changed')).toBe(2);
  });

  test('whose inode a new guest’s file reuses does not keep that file', async (ctx) => {
    const why = whyNoBirths(scene.path);
    if (why !== null) ctx.skip(why);
    const sessions = await scene.startSession();
    const context = await sessions.context();
    await nextTick();
    const guests = replaceReusingInode(scene.at(shared, '1', 'moved.jpg'));
    if (guests === null) ctx.skip('this file system did not reuse the freed inode');
    const later = { ...context, span: { from: context.span?.from ?? 0, to: Date.now() } };
    const plan = await scene.planned({ context: () => Promise.resolve(later) });
    expect(scene.taken(plan)).toContain(`xwechat_files/${shared}/1/${guests}`);
  });

  test('whose time is after the session’s start keeps its inode, because the clock was set back', async (ctx) => {
    const later = Date.now() / 1000 + 3600;
    utimesSync(scene.at(shared, '1', 'moved.jpg'), later, later);
    const sessions = await scene.startSession();
    await nextTick();
    const guests = replaceReusingInode(scene.at(shared, '1', 'moved.jpg'));
    if (guests === null) ctx.skip('this file system did not reuse the freed inode');
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).not.toContain(`xwechat_files/${shared}/1/${guests}`);
    expect(kept(plan, 'owner-changed')).toBe(1);
  });

  test('whose inode is reused is kept as owner-unclear without creation times', async (ctx) => {
    const sessions = await scene.startSession();
    const context = await sessions.context();
    await nextTick();
    if (replaceReusingInode(scene.at(shared, '1', 'moved.jpg')) === null)
      ctx.skip('this file system did not reuse the freed inode');
    const plan = await scene.planned({ context: () => Promise.resolve({ ...context, span: null }) });
    expect(kept(plan, 'owner-unclear')).toBe(1);
  });
});

describe('a current file', () => {
  test('with inode 0 does not match an owner’s file with inode 0', async () => {
    const sessions = await scene.startSession();
    await nextTick();
    scene.put(`${shared}/2/mine.jpg`);
    const context = await sessions.context();
    const withInode = () => [{ bytes: 1, mtimeMs: 1, ino: 0n }];
    const plan = await scene.wholePlan();
    const entry: FrozenPlan['entry'] = (index) => ({ ...plan.entry(index), ino: 0n });
    const unnumbered = Object.create(plan, { entry: { value: entry } }) as FrozenPlan;
    const { reasons } = await ownerReasons(unnumbered, scene.discovered(), {
      ...context,
      baseline: { ...context.baseline, withInode },
    });
    const mine = reasons.findIndex((_reason, index) => plan.entry(index).name === 'mine.jpg');
    expect(reasons[mine]).toBe('owner-unclear');
  });

  test('or folder that is named after the owner’s account is kept', async () => {
    const sessions = await scene.startSession();
    await nextTick();
    scene.put(`${shared}/2/WXID_OWNER.jpg`);
    scene.put(`${shared}/wxid_owner/later.jpg`);
    scene.put(`${shared}/2/mine.jpg`);
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([`xwechat_files/${shared}/2/mine.jpg`]);
    expect(kept(plan, 'owner-account')).toBe(3 + 2);
  });
});

/** Removes a file and creates others until one reuses its inode. Returns its name, or null; removes the rest. */
function replaceReusingInode(path: string): string | null {
  const { ino } = statSync(path);
  rmSync(path);
  const made: string[] = [];
  for (let at = 0; at < 2_000; at += 1) {
    const name = `guest-${at}.jpg`;
    writeFileSync(scene.at(shared, '1', name), 'the guest’s');
    if (statSync(scene.at(shared, '1', name)).ino === ino) {
      for (const other of made) rmSync(scene.at(shared, '1', other));
      return name;
    }
    made.push(name);
  }
  return null;
}

describe('an owner’s database', () => {
  const own = 'wxid_owner/db_storage/message/message_0.db';
  const common = `${shared}/0/shared.db`;
  const ends = ['', '-wal', '-shm'];

  test.each(levels)(
    'that grows during the session is in no plan at level %s, and is kept with its reason',
    async (level) => {
      for (const name of [own, common]) for (const end of ends) scene.put(name + end, database(2));
      const sessions = await scene.startSession();
      await nextTick();
      for (const name of [own, common])
        for (const end of ends) appendFileSync(scene.at(name + end), database(3));
      scene.put('wxid_guest/cache/2026-11/a.dat');
      scene.accounts = ['wxid_owner', 'wxid_guest'];
      const plan = await scene.planned(sessions, level);
      expect(scene.taken(plan)).toEqual(['xwechat_files/wxid_guest/cache/2026-11/a.dat']);
      // levels basic and system exclude all databases, so only deep gives an owner's reason
      const owners = ['owner-account', 'owner-changed'];
      const why = level === 'deep' ? owners : [...owners, 'deeper-level', 'protected'];
      const files = plan.view.kept.filter(({ reason }) => why.includes(reason));
      expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThanOrEqual(6 * 5 * 4096);
      for (const name of [own, common])
        for (const end of ends) expect(statSync(scene.at(name + end)).size).toBe(5 * 4096);
    },
  );

  test('is kept with SQLite files created later, which may have the only copy of changes', async () => {
    scene.put(`${shared}/0/shared.db`, database(2));
    const sessions = await scene.startSession();
    await nextTick();
    for (const end of ['-wal', '-shm', '-journal']) scene.put(`${shared}/0/shared.db${end}`, database(1));
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-changed')).toBe(3);
  });

  test('is kept with them after a move, and a guest’s database is in the plan with its own', async () => {
    scene.put(`${shared}/0/shared.db`, database(2));
    const sessions = await scene.startSession();
    await nextTick();
    renameSync(scene.at(shared, '0', 'shared.db'), scene.at(shared, '0', 'moved.db'));
    scene.put(`${shared}/0/moved.db-wal`, database(1));
    scene.put(`${shared}/5/mine.db`, database(1));
    scene.put(`${shared}/5/mine.db-wal`, database(1));
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([
      `xwechat_files/${shared}/5/mine.db`,
      `xwechat_files/${shared}/5/mine.db-wal`,
    ]);
  });
});
