import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SignOffError } from '../../../app/contract/errors.ts';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { createJobs } from '../jobs/jobs.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { createSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';

const hour = 3_600_000;
const root = 'Documents/xwechat_files';
let home: SmallHome;
let now: number;
let events: unknown[];

beforeEach(async () => {
  home = await makeSmallHome();
  await home.put(wechat4(root, 'wxid_owner_1a2b'));
  now = Date.now();
  events = [];
});

async function openSessions(): Promise<Sessions> {
  const clock = { now: () => now };
  const state = await openStateFolder(home.at('state'), clock);
  return createSessions({
    pins: bestFolderPins,
    state,
    clock,
    jobs: createJobs(
      clock,
      () => undefined,
      (error) => events.push(error),
    ),
    mounts: { below: () => Promise.resolve({ kind: 'known', paths: [] }) },
    workers: { kind: 'inline' },
    discover: () => home.discoverLinux(),
    homes: () => Promise.resolve([home.path]),
    hours: () => 12,
    changed: (session) => events.push(session),
  });
}

/** Starts a session and waits for its change event. */
async function startSession(sessions: Sessions): Promise<void> {
  const before = events.length;
  await sessions.start();
  await expect.poll(() => events.length).toBeGreaterThan(before);
}

function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error as SignOffError).code,
  );
}

describe('a session', () => {
  test('lists the owner’s accounts and new accounts, even after a restart', async () => {
    await startSession(await openSessions());
    await home.put(wechat4(root, 'wxid_guest_9f9f'));
    const view = await (await openSessions()).get();
    expect(view?.state).toBe('running');
    expect(view?.owners).toHaveLength(1);
    expect(view?.arrived).toHaveLength(1);
    expect(view?.arrived).not.toEqual(view?.owners);
    expect(view?.baseline.files).toBe(2);
  });

  test('throws session-running while one is running, even for another process', async () => {
    const [one, other] = [await openSessions(), await openSessions()];
    await startSession(one);
    expect(await refusal(one.start())).toBe('session-running');
    expect(await refusal(other.start())).toBe('session-running');
  });

  test('two that start at the same moment leave one baseline', async () => {
    const [one, other] = [await openSessions(), await openSessions()];
    await Promise.all([one.start(), other.start()]);
    await expect.poll(async () => (await one.get())?.id).toBeDefined();
    await expect.poll(() => readdir(home.at('state', 'session'))).toEqual(['baseline.bin']);
    expect((await one.get())?.id).toBe((await other.get())?.id);
  });

  test('leaves no files when it ends', async () => {
    const sessions = await openSessions();
    await startSession(sessions);
    expect(await sessions.end()).toMatchObject({ state: 'running' });
    expect(await sessions.get()).toBeNull();
    expect(await readdir(home.at('state'))).not.toContain('session');
    expect(await refusal(sessions.end())).toBe('session-not-running');
    expect(await refusal(sessions.context())).toBe('session-not-running');
  });

  test('is undecided when it is old, and running again once confirmed', async () => {
    const sessions = await openSessions();
    await startSession(sessions);
    now += 13 * hour;
    expect((await sessions.get())?.state).toBe('undecided');
    expect(await refusal(sessions.context())).toBe('session-undecided');
    expect((await sessions.confirm()).state).toBe('running');
    expect((await sessions.context()).owners.size).toBe(1);
    now += 13 * hour;
    expect((await sessions.get())?.state).toBe('undecided');
  });

  test('is undecided when the clock was set back before its start', async () => {
    const sessions = await openSessions();
    await startSession(sessions);
    now -= hour;
    expect((await sessions.get())?.state).toBe('undecided');
  });

  test('sets a damaged record aside and throws session-damaged', async () => {
    const sessions = await openSessions();
    await startSession(sessions);
    const path = home.at('state', 'session', 'baseline.bin');
    const bytes = readFileSync(path);
    bytes[bytes.length - 8] = (bytes[bytes.length - 8] ?? 0) ^ 0xff;
    writeFileSync(path, bytes);
    expect(await refusal(sessions.context())).toBe('session-damaged');
    expect(await refusal(sessions.get())).toBe('session-damaged');
    const kept = await readdir(home.at('state', 'session'));
    expect(kept.some((name) => name.startsWith('baseline.bin.corrupt-'))).toBe(true);
  });

  test('stores its record readable by the owner only, because it has file names', async () => {
    await startSession(await openSessions());
    expect(statSync(home.at('state', 'session', 'baseline.bin')).mode & 0o077).toBe(0);
  });
});

describe('the baseline', () => {
  test('finds a file at its path, and by inode after a move', async () => {
    await home.put({ [`${root}/all_users/head_imgs/x.jpg`]: 'face' });
    const sessions = await openSessions();
    await startSession(sessions);
    const folder = home.at(root, 'all_users', 'head_imgs');
    renameSync(join(folder, 'x.jpg'), join(folder, 'y.jpg'));
    const { baseline } = await sessions.context();
    const was = baseline.at(home.at(root), ['all_users', 'head_imgs'], 'x.jpg');
    const { ino, size, mtimeMs } = statSync(join(folder, 'y.jpg'));
    expect(was).toEqual({ ino: BigInt(ino), bytes: size, mtimeMs });
    const dev = BigInt(statSync(folder).dev);
    expect(baseline.withInode(dev, BigInt(ino))).toEqual([was]);
    expect(baseline.withInode(dev + 1n, BigInt(ino))).toEqual([]);
    expect(baseline.withInode(null, BigInt(ino))).toEqual([was]);
    expect(baseline.withInode(dev, BigInt(statSync(folder).ino))).toEqual([]);
    expect(baseline.at(home.at(root), ['all_users', 'head_imgs'], 'y.jpg')).toBeNull();
    expect(baseline.hasFolder(home.at(root), ['all_users'])).toBe(true);
    expect(baseline.hasFolder(home.at(root), ['all_users', 'later'])).toBe(false);
  });

  test('stores a file time without rounding', async () => {
    await home.put({ [`${root}/all_users/t`]: '' });
    utimesSync(home.at(root, 'all_users', 't'), 1_700_000_000.123_456_7, 1_700_000_000.123_456_7);
    const sessions = await openSessions();
    await startSession(sessions);
    const { baseline } = await sessions.context();
    expect(baseline.at(home.at(root), ['all_users'], 't')?.mtimeMs).toBe(
      statSync(home.at(root, 'all_users', 't')).mtimeMs,
    );
  });

  test('does not follow a loop of links, and counts the links as entries', async () => {
    const { symlinkSync } = await import('node:fs');
    mkdirSync(home.at(root, 'all_users', 'loop'));
    symlinkSync('../loop', home.at(root, 'all_users', 'loop', 'again'));
    const sessions = await openSessions();
    await startSession(sessions);
    const { baseline } = await sessions.context();
    expect(baseline.at(home.at(root), ['all_users', 'loop'], 'again')).not.toBeNull();
    rmSync(home.at(root, 'all_users', 'loop'), { recursive: true });
  });
});
