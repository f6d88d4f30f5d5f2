import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { makeSmallHome } from '../../testing/small-home.ts';
import { makeSessionScene, ownersRoot, refusal } from './testing/session-scene.ts';
import type { SessionScene } from './testing/session-scene.ts';

let scene: SessionScene;

beforeEach(async () => {
  scene = await makeSessionScene();
});

/** The reason why a tmpfs cannot be mounted here; null when it can. */
async function noMount(): Promise<string | null> {
  const place = (await makeSmallHome()).path;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'pipe' });
    execFileSync('umount', [place], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `a full or read-only disk cannot be tested here: ${String(error)}`;
  }
}

/** Mounts a disk of this size as the state folder. */
function smallDisk(size: string): void {
  const place = scene.home.at('state');
  mkdirSync(place);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', place]);
  onTestFinished(() => void execFileSync('umount', [place]));
}

/** Fills the disk and leaves this many 4 KiB pages free. */
function fill(pages: number): string {
  const path = scene.home.at('state', 'other');
  const page = Buffer.alloc(4096);
  try {
    for (;;) writeFileSync(path, page, { flag: 'a' });
  } catch {
    truncateSync(path, statSync(path).size - pages * 4096);
  }
  return path;
}

describe('a session record on a full or read-only disk', () => {
  test('full at any point: throws disk-full, leaves no files and works once there is room', async (ctx) => {
    const why = await noMount();
    if (why !== null) ctx.skip(why);
    for (let at = 0; at < 1500; at += 1)
      await scene.home.put({
        [`${ownersRoot}/all_users/head_imgs/${(at * 7919).toString(36)}-${at}.jpg`]: '',
      });
    smallDisk('256k');
    const sessions = await scene.open();
    for (const pages of [0, 1, 2, 3, 4]) {
      const other = fill(pages);
      expect([pages, await scene.startSession(sessions)]).toEqual([pages, 'disk-full']);
      expect(await sessions.get()).toBeNull();
      expect(await refusal(sessions.context())).toBe('session-not-running');
      const folders = readdirSync(scene.home.at('state')).filter((name) => name !== 'other');
      for (const name of folders) expect(readdirSync(scene.home.at('state', name))).toEqual([]);
      rmSync(other);
    }
    expect(await scene.startSession(sessions)).toBe('done');
    const other = fill(0);
    expect(await refusal(sessions.confirm())).toBe('disk-full');
    expect((await sessions.context()).owners.size).toBe(1);
    rmSync(other);
  });

  test('read-only: every change throws a typed error, and the running session stays valid', async (ctx) => {
    const why = await noMount();
    if (why !== null) ctx.skip(why);
    smallDisk('1m');
    const sessions = await scene.open();
    const only = (how: 'ro' | 'rw'): void =>
      void execFileSync('mount', ['-o', `remount,${how}`, scene.home.at('state')]);
    only('ro');
    expect(await scene.startSession(sessions)).toBe('data-dir-unusable');
    expect(await refusal(scene.open())).toBe('data-dir-unusable');
    expect(await sessions.get()).toBeNull();
    only('rw');
    expect(await scene.startSession(sessions)).toBe('done');
    only('ro');
    expect((await sessions.get())?.state).toBe('running');
    expect((await sessions.context()).owners.size).toBe(1);
    expect(await refusal(sessions.confirm())).toBe('data-dir-unusable');
    expect(await refusal(sessions.end())).toBe('data-dir-unusable');
    expect(await refusal(sessions.start())).toBe('session-running');
    only('rw');
    truncateSync(scene.file, 100);
    only('ro');
    // the record cannot be set aside, so it is not listed as such
    for (const ask of ['get', 'context', 'start', 'end'] as const)
      expect(await refusal(sessions[ask]())).toBe('data-dir-unusable');
    only('rw');
    expect(await refusal(sessions.context())).toBe('session-damaged');
  });
});
