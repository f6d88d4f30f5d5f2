import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { secondVolume, whyNoSecondVolume } from '../../testing/second-volume.ts';
import { kept, nextTick, SinceScene, whyNoBirths } from './testing/since-scene.ts';

let scene: SinceScene;

beforeEach(() => {
  scene = new SinceScene();
});

/** Creates a root with this account in it. */
async function newRoot(name: string, account: string): Promise<string> {
  const path = join(scene.path, name);
  mkdirSync(path);
  await nextTick();
  scene.put(`${account}/cache/a.dat`, 'x', path);
  scene.put(`${account}/db_storage/session/session.db`, 'x', path);
  scene.put('all_users/head_imgs/0/face.jpg', 'x', path);
  scene.more = { ...scene.more, [path]: [account] };
  return path;
}

describe('a new root', () => {
  test('is the guest’s when it was created on a known disk', async (ctx) => {
    const why = whyNoBirths(scene.path);
    if (why !== null) ctx.skip(why);
    const sessions = await scene.startSession();
    await nextTick();
    await newRoot('other', 'wxid_guest');
    expect(scene.taken(await scene.planned(sessions))).toEqual([
      'other/all_users/head_imgs/0/face.jpg',
      'other/wxid_guest/cache/a.dat',
      'other/wxid_guest/db_storage/session/session.db',
    ]);
  });

  test('is the owner’s, with the files beside the account, when an owner’s account was moved there', async () => {
    const sessions = await scene.startSession();
    await nextTick();
    const target = join(scene.path, 'elsewhere');
    mkdirSync(target);
    await nextTick();
    cpSync(scene.root, target, { recursive: true });
    rmSync(scene.root, { recursive: true });
    scene.accounts = [];
    scene.more = { [target]: ['wxid_owner'] };
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-account')).toBeGreaterThanOrEqual(3);
    expect((await sessions.get())?.arrived).toEqual([]);
    expect((await sessions.get())?.owners).toContain(scene.discovered().roots[0]?.accounts[0]?.id);
  });

  test('is the owner’s when the moved account got another suffix', async () => {
    scene.put('wxid_other_1a2b/db_storage/session/session.db');
    scene.accounts = ['wxid_owner', 'wxid_other_1a2b'];
    const sessions = await scene.startSession();
    await nextTick();
    await newRoot('elsewhere', 'wxid_other_9c9d');
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([]);
  });

  test('is the owner’s while the owner’s account is only partly moved', async () => {
    const sessions = await scene.startSession();
    await nextTick();
    const target = await newRoot('elsewhere', 'wxid_guest');
    scene.put('wxid_owner/cache/half.dat', 'x', target);
    expect(scene.taken(await scene.planned(sessions))).toEqual([]);
  });

  test('an owner’s account that was moved into a known root stays the owner’s', async () => {
    const second = join(scene.path, 'second');
    mkdirSync(join(second, 'all_users'), { recursive: true });
    scene.more = { [second]: [] };
    const sessions = await scene.startSession();
    cpSync(scene.at('wxid_owner'), join(second, 'wxid_owner'), { recursive: true });
    rmSync(scene.at('wxid_owner'), { recursive: true });
    scene.more = { [second]: ['wxid_owner'] };
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-account')).toBeGreaterThanOrEqual(2);
  });

  test('is the owner’s, with owner-unclear, when its creation time is in the future', async () => {
    const sessions = await scene.startSession();
    const context = await sessions.context();
    await new Promise((resolve) => void setTimeout(resolve, 100));
    await newRoot('stick', 'wxid_x');
    // a future time looks like a USB drive that stores another time zone's time
    const plan = await scene.planned({ context: () => Promise.resolve(context) });
    expect(scene.taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-unclear')).toBe(3);
  });

  test('is the owner’s when the clock was wrong at the start', async () => {
    scene.now = () => Date.now() - 400 * 86_400_000;
    const sessions = await scene.startSession();
    scene.now = Date.now;
    await sessions.confirm();
    await newRoot('other', 'wxid_x');
    expect(scene.taken(await scene.planned(sessions))).toEqual([]);
  });

  test('is the owner’s when it is a moved known root', async () => {
    const sessions = await scene.startSession();
    const renamed = join(scene.path, 'renamed');
    renameSync(scene.root, renamed);
    scene.accounts = [];
    scene.more = { [renamed]: [] };
    expect(scene.taken(await scene.planned(sessions))).toEqual([]);
  });

  test('is the owner’s on a disk that was connected later', async (ctx) => {
    const why = whyNoSecondVolume() ?? whyNoBirths(secondVolume);
    if (why !== null) ctx.skip(why);
    const sessions = await scene.startSession();
    await nextTick();
    const path = mkdtempSync(join(secondVolume, 'signoff-session-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    await nextTick();
    scene.put('wxid_x/cache/a.dat', 'x', path);
    scene.more = { [path]: ['wxid_x'] };
    const plan = await scene.planned(sessions);
    expect(plan.entryCount).toBe(0);
    expect(kept(plan, 'owner-unclear')).toBe(1);
  });
});
