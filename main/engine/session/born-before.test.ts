import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { secondVolume, whyNoSecondVolume } from '../../testing/second-volume.ts';
import type { Sessions } from './sessions.ts';
import { kept, nextTick, SinceScene, whyNoBirths } from './testing/since-scene.ts';

let scene: SinceScene;

beforeEach((ctx) => {
  scene = new SinceScene();
  const why = whyNoBirths(scene.path);
  if (why !== null) ctx.skip(why);
});

const guest = 'wxid_guest';
/** A path on the root's disk but in no root, so it is not in the baseline. */
const aside = (...names: string[]): string => join(scene.path, 'aside', ...names);
const putAside = (path: string): void => scene.put(path, path, aside());

function moveIn(from: string, to: string): void {
  mkdirSync(join(scene.at(to), '..'), { recursive: true });
  renameSync(aside(from), scene.at(to));
}

async function startSession(): Promise<Sessions> {
  await nextTick();
  const sessions = await scene.startSession();
  await nextTick();
  return sessions;
}

function guestArrives(): readonly string[] {
  scene.accounts = [...scene.accounts, guest];
  const files = [`${guest}/cache/new.dat`, `${guest}/db_storage/session/session.db`];
  for (const file of files) scene.put(file);
  return files.map((file) => `xwechat_files/${file}`);
}

async function plannedFolders(sessions: Sessions): Promise<readonly string[]> {
  const plan = await scene.planned(sessions);
  const folders = Array.from({ length: plan.folderCount }, (_none, index) => plan.folder(index));
  return folders.filter(({ removable }) => removable).map(({ segments }) => segments.join('/'));
}

describe('a file that was created before the session and moved in later', () => {
  test('is kept in a guest’s account, and the guest’s own files are in the plan', async () => {
    putAside('letter.docx');
    const sessions = await startSession();
    const guests = guestArrives();
    moveIn('letter.docx', `${guest}/msg/file/2026-11/letter.docx`);
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual(guests);
    expect(kept(plan, 'owner-unclear')).toBe(1);
  });

  test('is kept beside accounts when it is renamed, hard-linked or changed', async () => {
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) putAside(name);
    const sessions = await startSession();
    moveIn('a.jpg', 'all_users/head_imgs/7/renamed.jpg');
    linkSync(aside('b.jpg'), scene.at('all_users/head_imgs/7/second.jpg'));
    moveIn('c.jpg', 'all_users/head_imgs/7/changed.jpg');
    appendFileSync(scene.at('all_users/head_imgs/7/changed.jpg'), 'more');
    scene.put('all_users/head_imgs/7/mine.jpg');
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual(['xwechat_files/all_users/head_imgs/7/mine.jpg']);
    expect(kept(plan, 'owner-unclear')).toBe(3);
  });

  test('is kept in a new root', async () => {
    putAside('letter.docx');
    const sessions = await startSession();
    const root = join(scene.path, 'other');
    mkdirSync(root);
    await nextTick();
    scene.put(`${guest}/db_storage/session/session.db`, 'x', root);
    scene.put(`${guest}/msg/file/2026-11/mine.docx`, 'x', root);
    renameSync(aside('letter.docx'), join(root, guest, 'msg/file/2026-11/letter.docx'));
    scene.more = { [root]: [guest] };
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([
      `other/${guest}/db_storage/session/session.db`,
      `other/${guest}/msg/file/2026-11/mine.docx`,
    ]);
    expect(kept(plan, 'owner-unclear')).toBe(1);
  });

  test('is kept with the SQLite files created beside it later', async () => {
    putAside('history.db');
    const sessions = await startSession();
    moveIn('history.db', `all_users/head_imgs/7/history.db`);
    scene.put('all_users/head_imgs/7/history.db-wal');
    expect(scene.taken(await scene.planned(sessions))).toEqual([]);
  });

  test('is kept when it was created in the same millisecond in which the session began', async () => {
    const sessions = await startSession();
    scene.put('all_users/head_imgs/7/mine.jpg');
    const madeMs = Math.floor(statSync(scene.at('all_users/head_imgs/7/mine.jpg')).birthtimeMs);
    const takenFrom = async (from: number): Promise<readonly string[]> => {
      const context = { ...(await sessions.context()), span: { from, to: Date.now() } };
      return scene.taken(await scene.planned({ context: () => Promise.resolve(context) }));
    };
    expect(await takenFrom(madeMs)).toEqual([]);
    expect(await takenFrom(madeMs - 1)).toHaveLength(1);
  });

  test('is in the plan when it is a new copy with the old time', async () => {
    putAside('letter.docx');
    const sessions = await startSession();
    const guests = guestArrives();
    mkdirSync(scene.at(guest, 'msg/file/2026-11'), { recursive: true });
    cpSync(aside('letter.docx'), scene.at(guest, 'msg/file/2026-11/letter.docx'), {
      preserveTimestamps: true,
    });
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([...guests, `xwechat_files/${guest}/msg/file/2026-11/letter.docx`]);
  });
});

describe('a folder that was created before the session and moved in later', () => {
  test('is kept with its files, even when empty, and a guest’s file in it is in the plan', async () => {
    putAside('papers/letter.docx');
    mkdirSync(aside('papers/empty'));
    const sessions = await startSession();
    const guests = guestArrives();
    moveIn('papers', `${guest}/msg/file/papers`);
    scene.put(`${guest}/msg/file/papers/mine.docx`);
    scene.put(`${guest}/msg/file/own/mine.docx`);
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual([
      ...guests,
      `xwechat_files/${guest}/msg/file/own/mine.docx`,
      `xwechat_files/${guest}/msg/file/papers/mine.docx`,
    ]);
    const folders = await plannedFolders(sessions);
    expect(folders).toContain(`${guest}/msg/file/own`);
    expect(folders.filter((path) => path.includes('papers'))).toEqual([]);
  });

  test('is never part of a folder that is removed as a whole', async () => {
    putAside('papers/letter.docx');
    const sessions = await startSession();
    guestArrives();
    moveIn('papers', `${guest}/msg/file/papers`);
    const plan = await scene.planned(sessions);
    const whole = Array.from({ length: plan.folderCount }, (_none, index) => plan.folder(index))
      .filter(({ complete }) => complete)
      .map(({ segments }) => segments.join('/'));
    expect(whole).toContain(`${guest}/cache`);
    expect(whole.filter((path) => `${guest}/msg/file/papers/`.startsWith(`${path}/`))).toEqual([]);
  });
});

describe('an account that was created before the session and moved in later', () => {
  const back = 'wxid_back';

  test('is kept with its new files and its files outside the account folder', async () => {
    putAside(`${back}/db_storage/session/session.db`);
    putAside(`${back}/cache/old.dat`);
    const sessions = await startSession();
    const guests = guestArrives();
    moveIn(back, back);
    scene.accounts = [...scene.accounts, back];
    scene.put(`${back}/cache/later.dat`);
    scene.put(`all_users/login/${back}/key_info.db`);
    const plan = await scene.planned(sessions);
    expect(scene.taken(plan)).toEqual(guests);
    expect(kept(plan, 'owner-account')).toBe(3 + 4);
    const view = await sessions.get();
    expect(view?.arrived).toHaveLength(1);
    expect(view?.owners).toHaveLength(2);
  });

  test('is kept when only its folder is older: the owner has signed in again', async () => {
    putAside(`${back}/msg/file/2026-10/letter.docx`);
    const sessions = await startSession();
    moveIn(back, back);
    scene.put(`${back}/db_storage/session/session.db`);
    scene.accounts = [...scene.accounts, back];
    expect(scene.taken(await scene.planned(sessions))).toEqual([]);
    expect((await sessions.get())?.arrived).toEqual([]);
  });

  test('is kept when only the files that identify it are older', async () => {
    putAside('db_storage/session/session.db');
    const sessions = await startSession();
    moveIn('db_storage', `${back}/db_storage`);
    scene.put(`${back}/cache/later.dat`);
    scene.accounts = [...scene.accounts, back];
    expect(scene.taken(await scene.planned(sessions))).toEqual([]);
    expect((await sessions.get())?.arrived).toEqual([]);
  });

  test('is the owner’s when it came from another disk: the move kept its times, its births are new', async () => {
    putAside(`${back}/db_storage/session/session.db`);
    putAside(`${back}/msg/file/2026-10/letter.docx`);
    const sessions = await startSession();
    const guests = guestArrives();
    cpSync(aside(back), scene.at(back), { recursive: true, preserveTimestamps: true });
    rmSync(aside(back), { recursive: true });
    scene.accounts = [...scene.accounts, back];
    expect(scene.taken(await scene.planned(sessions))).toEqual(guests);
    expect((await sessions.get())?.arrived).toHaveLength(1);
  });

  test('makes a new root the owner’s, because the storage may have been moved', async () => {
    putAside(`${back}/db_storage/session/session.db`);
    const sessions = await startSession();
    const root = join(scene.path, 'other');
    mkdirSync(root);
    await nextTick();
    renameSync(aside(back), join(root, back));
    scene.put('all_users/head_imgs/0/later.jpg', 'x', root);
    scene.more = { [root]: [back] };
    expect(scene.taken(await scene.planned(sessions))).toEqual([]);
  });
});

describe('where creation times prove nothing', () => {
  test('does not include a root created within one tick: its parent folders show that the disk stores them', async (ctx) => {
    const root = rootOfOneTick() ?? ctx.skip('each folder took longer than one tick');
    scene.more = { [root]: [] };
    const sessions = await startSession();
    scene.put('all_users/head_imgs/7/mine.jpg', 'x', root);
    expect(scene.taken(await scene.planned(sessions))).toEqual([
      `${root.slice(scene.path.length + 1)}/all_users/head_imgs/7/mine.jpg`,
    ]);
  });

  test('a file that is not in the baseline is kept as owner-unclear', async () => {
    putAside('letter.docx');
    const sessions = await startSession();
    const guests = guestArrives();
    moveIn('letter.docx', `${guest}/msg/file/2026-11/letter.docx`);
    const context = { ...(await sessions.context()), span: null };
    const plan = await scene.planned({ context: () => Promise.resolve(context) });
    expect(scene.taken(plan)).toEqual([]);
    expect(kept(plan, 'owner-unclear')).toBe(guests.length + 1);
  });

  test('a disk without creation times loses nothing of the owner’s', async (ctx) => {
    const disk = diskWithoutBirths() ?? ctx.skip('no disk without times of making can be mounted here');
    scene.root = join(disk, 'xwechat_files');
    scene.put('wxid_owner/db_storage/session/session.db');
    scene.put('letter.docx', 'x', disk);
    const sessions = await startSession();
    guestArrives();
    scene.put(`${guest}/msg/file/2026-11/mine.docx`);
    renameSync(join(disk, 'letter.docx'), scene.at(guest, 'msg/file/2026-11/letter.docx'));
    appendFileSync(scene.at(guest, 'msg/file/2026-11/letter.docx'), 'more');
    const plan = await scene.planned(sessions);
    expect(plan.entryCount).toBe(0);
    expect(kept(plan, 'owner-unclear')).toBe(4);
  });
});

function rootOfOneTick(): string | null {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const root = join(scene.path, `quick-${attempt}`);
    mkdirSync(join(root, 'all_users'), { recursive: true });
    const { birthtimeNs, ctimeNs } = statSync(root, { bigint: true });
    if (birthtimeNs === ctimeNs) return root;
  }
  return null;
}

function diskWithoutBirths(): string | null {
  const place = join(scene.path, 'ramfs');
  mkdirSync(place);
  try {
    execFileSync('mount', ['-t', 'ramfs', 'ramfs', place], { stdio: 'pipe' });
    onTestFinished(() => void execFileSync('umount', [place]));
    return place;
  } catch {
    return null;
  }
}

test('an account on a drive connected later is listed as arrived, and its files are kept', async (ctx) => {
  const why = whyNoSecondVolume();
  if (why !== null) ctx.skip(why);
  const stick = mkdtempSync(join(secondVolume, 'signoff-session-'));
  onTestFinished(() => rmSync(stick, { recursive: true }));
  scene.put('wxid_x/db_storage/session/session.db', 'x', stick);
  const sessions = await startSession();
  scene.more = { [stick]: ['wxid_x'] };
  const plan = await scene.planned(sessions);
  expect(plan.entryCount).toBe(0);
  expect(kept(plan, 'owner-unclear')).toBe(1);
  expect((await sessions.get())?.arrived).toHaveLength(1);
});

test('of any mix of moved files, the plan has all that are new and none that is older than the session', async () => {
  const place = fc.constantFrom(
    `${guest}/msg/file/2026-11`,
    `${guest}/cache/2026-11`,
    `${guest}/msg/attach/x/2026-11`,
    'all_users/head_imgs/0',
    'all_users/head_imgs/8',
  );
  const file = fc.record({
    isOld: fc.boolean(),
    from: fc.constantFrom('outside', 'inside'),
    how: fc.constantFrom('moved', 'linked', 'changed', 'with its folder'),
    to: place,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 12 }), async (files) => {
      scene = new SinceScene();
      const sources = files.map(({ from }, index) =>
        from === 'outside'
          ? aside(`f${index}`, 'file')
          : scene.at('all_users/head_imgs', `f${index}`, 'file'),
      );
      const make = (isOld: boolean): void => {
        for (const [index, source] of sources.entries())
          if (files[index]?.isOld === isOld) scene.put(source, `content ${index}`, '/');
      };
      make(true);
      const sessions = await startSession();
      guestArrives();
      make(false);
      for (const [index, { how, to }] of files.entries()) {
        const source = sources[index] ?? '';
        const target = scene.at(to, `t${index}`);
        mkdirSync(scene.at(to), { recursive: true });
        if (how === 'with its folder') renameSync(join(source, '..'), target);
        else if (how === 'linked') linkSync(source, target);
        else renameSync(source, target);
        if (how === 'changed') appendFileSync(target, 'more');
      }
      const taken = scene.taken(await scene.planned(sessions));
      const targets = (isOld: boolean): string[] =>
        files.flatMap(({ isOld: old, how, to }, index) =>
          old === isOld ? [`xwechat_files/${to}/t${index}${how === 'with its folder' ? '/file' : ''}`] : [],
        );
      expect(taken.filter((path) => targets(true).includes(path))).toEqual([]);
      expect(targets(false).filter((path) => !taken.includes(path))).toEqual([]);
    }),
    { numRuns: 20, endOnFailure: true },
  );
}, 60_000);
