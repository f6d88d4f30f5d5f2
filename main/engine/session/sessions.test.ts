import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SignOffError } from '../../../app/contract/errors.ts';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { createJobs } from '../jobs/jobs.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { createSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';

const hour = 3_600_000;
const root = 'Documents/xwechat_files';
let home: SmallHome;
let now: number;
let told: unknown[];

beforeEach(async () => {
  home = await makeSmallHome();
  await home.put(wechat4(root, 'wxid_owner_1a2b'));
  now = Date.now();
  told = [];
});

async function openSessions(): Promise<Sessions> {
  const clock = { now: () => now };
  const state = await openStateFolder(home.at('state'), clock);
  return createSessions({
    state,
    clock,
    jobs: createJobs(
      clock,
      () => undefined,
      (error) => told.push(error),
    ),
    mounts: { below: () => Promise.resolve({ kind: 'known', paths: [] }) },
    workers: { kind: 'inline' },
    discover: () => home.discoverLinux(),
    homes: () => Promise.resolve([home.path]),
    hours: () => 12,
    changed: (session) => told.push(session),
  });
}

/** Waits for the job by what a person sees: the session is there. */
async function started(sessions: Sessions): Promise<void> {
  const before = told.length;
  await sessions.start();
  await expect.poll(() => told.length).toBeGreaterThan(before);
}

function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error as SignOffError).code,
  );
}

describe('a session', () => {
  test('knows whose account was there and which came since, also after a restart', async () => {
    await started(await openSessions());
    await home.put(wechat4(root, 'wxid_guest_9f9f'));
    const view = await (await openSessions()).get();
    expect(view?.state).toBe('running');
    expect(view?.owners).toHaveLength(1);
    expect(view?.arrived).toHaveLength(1);
    expect(view?.arrived).not.toEqual(view?.owners);
    expect(view?.baseline.files).toBe(2);
  });

  test('is one at a time, also for another process', async () => {
    const [one, other] = [await openSessions(), await openSessions()];
    await started(one);
    expect(await refusal(one.start())).toBe('session-running');
    expect(await refusal(other.start())).toBe('session-running');
  });

  test('two that begin at the same moment leave one baseline', async () => {
    const [one, other] = [await openSessions(), await openSessions()];
    await Promise.all([one.start(), other.start()]);
    await expect.poll(async () => (await one.get())?.id).toBeDefined();
    await expect.poll(() => readdir(home.at('state', 'session'))).toEqual(['baseline.bin']);
    expect((await one.get())?.id).toBe((await other.get())?.id);
  });

  test('is forgotten when it ends: nothing of the baseline stays', async () => {
    const sessions = await openSessions();
    await started(sessions);
    expect(await sessions.end()).toMatchObject({ state: 'running' });
    expect(await sessions.get()).toBeNull();
    expect(await readdir(home.at('state'))).not.toContain('session');
    expect(await refusal(sessions.end())).toBe('session-not-running');
    expect(await refusal(sessions.ground())).toBe('session-not-running');
  });

  test('that is old asks, and goes on when it is confirmed', async () => {
    const sessions = await openSessions();
    await started(sessions);
    now += 13 * hour;
    expect((await sessions.get())?.state).toBe('undecided');
    expect(await refusal(sessions.ground())).toBe('session-undecided');
    expect((await sessions.confirm()).state).toBe('running');
    expect((await sessions.ground()).owners.size).toBe(1);
    now += 13 * hour;
    expect((await sessions.get())?.state).toBe('undecided');
  });

  test('asks as well when the clock was set back behind its beginning', async () => {
    const sessions = await openSessions();
    await started(sessions);
    now -= hour;
    expect((await sessions.get())?.state).toBe('undecided');
  });

  test('whose file is damaged is kept aside and never rested on', async () => {
    const sessions = await openSessions();
    await started(sessions);
    const path = home.at('state', 'session', 'baseline.bin');
    const bytes = readFileSync(path);
    bytes[bytes.length - 8] = (bytes[bytes.length - 8] ?? 0) ^ 0xff;
    writeFileSync(path, bytes);
    expect(await refusal(sessions.ground())).toBe('session-damaged');
    expect(await sessions.get()).toBeNull();
    const kept = await readdir(home.at('state', 'session'));
    expect(kept.some((name) => name.startsWith('baseline.bin.corrupt-'))).toBe(true);
  });

  test('is readable by its owner only, because it names files', async () => {
    await started(await openSessions());
    expect(statSync(home.at('state', 'session', 'baseline.bin')).mode & 0o077).toBe(0);
  });
});

describe('the baseline', () => {
  test('finds a file where it was, and the same file where it went', async () => {
    await home.put({ [`${root}/all_users/head_imgs/x.jpg`]: 'face' });
    const sessions = await openSessions();
    await started(sessions);
    const folder = home.at(root, 'all_users', 'head_imgs');
    renameSync(join(folder, 'x.jpg'), join(folder, 'y.jpg'));
    const { baseline } = await sessions.ground();
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

  test('keeps a time to its last bit', async () => {
    await home.put({ [`${root}/all_users/t`]: '' });
    utimesSync(home.at(root, 'all_users', 't'), 1_700_000_000.123_456_7, 1_700_000_000.123_456_7);
    const sessions = await openSessions();
    await started(sessions);
    const { baseline } = await sessions.ground();
    expect(baseline.at(home.at(root), ['all_users'], 't')?.mtimeMs).toBe(
      statSync(home.at(root, 'all_users', 't')).mtimeMs,
    );
  });

  test('a folder that is a loop of links ends, and the links count as entries', async () => {
    const { symlinkSync } = await import('node:fs');
    mkdirSync(home.at(root, 'all_users', 'loop'));
    symlinkSync('../loop', home.at(root, 'all_users', 'loop', 'again'));
    const sessions = await openSessions();
    await started(sessions);
    const { baseline } = await sessions.ground();
    expect(baseline.at(home.at(root), ['all_users', 'loop'], 'again')).not.toBeNull();
    rmSync(home.at(root, 'all_users', 'loop'), { recursive: true });
  });
});
