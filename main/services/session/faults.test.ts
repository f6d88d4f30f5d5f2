import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { SignOffError } from '../../../app/contract/errors.ts';
import type { JobEnd } from '../../../app/contract/views.ts';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import { createJobs } from '../jobs/jobs.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { createSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';

const root = 'Documents/xwechat_files';
const clock = { now: () => Date.now() };
let home: SmallHome;
let ends: JobEnd[];
/** sessions that a window was told of; null = none */
let told: (string | null)[];

beforeEach(async () => {
  home = await makeSmallHome();
  await home.put(wechat4(root, 'wxid_owner_1a2b'));
  ends = [];
  told = [];
});

async function openSessions(): Promise<Sessions> {
  return createSessions({
    state: await openStateFolder(home.at('state'), clock),
    clock,
    jobs: createJobs(
      clock,
      (event, payload) => {
        if (event === 'job.ended') ends.push(payload as JobEnd);
      },
      () => undefined,
    ),
    mounts: { below: () => Promise.resolve({ kind: 'known', paths: [] }) },
    workers: { kind: 'inline' },
    discover: () => home.discoverLinux(),
    hours: () => 12,
    changed: (session) => told.push(session?.id ?? null),
  });
}

/** How the job that takes the baseline ends. */
async function sitDown(sessions: Sessions): Promise<string> {
  const before = ends.length;
  await sessions.start();
  await expect.poll(() => ends.length).toBe(before + 1);
  return ends.at(-1)?.error?.code ?? String(ends.at(-1)?.outcome);
}

function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error as SignOffError).code,
  );
}

const folder = (): string => home.at('state', 'session');
const file = (): string => join(folder(), 'baseline.bin');

/** Puts these bytes in the place of the record, alone in its folder. */
function lay(bytes: Uint8Array): void {
  rmSync(folder(), { recursive: true, force: true });
  mkdirSync(dirname(file()), { recursive: true });
  writeFileSync(file(), bytes);
}

describe('a record that is not what was written', () => {
  test('is never rested on, whatever single byte of it differs', async () => {
    const sessions = await openSessions();
    expect(await sitDown(sessions)).toBe('done');
    const whole = readFileSync(file());
    const believed: number[] = [];
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x01;
      lay(bytes);
      if ((await refusal(sessions.ground())) !== 'session-damaged') believed.push(at);
    }
    expect(believed).toEqual([]);
    lay(whole);
    expect((await sessions.ground()).owners.size).toBe(1);
  });

  test('is noticed by whoever looks first when it was cut short or goes on, and told once', async () => {
    const sessions = await openSessions();
    await sitDown(sessions);
    const whole = readFileSync(file());
    const headEnd = whole.indexOf('\n');
    const cuts = [0, 1, headEnd - 1, headEnd, headEnd + 1, headEnd + 40, headEnd + 66, whole.length - 1];
    for (const length of cuts) {
      lay(whole.subarray(0, length));
      expect(await refusal(sessions.get())).toBe('session-damaged');
      expect(await sessions.get()).toBeNull();
      expect(await refusal(sessions.ground())).toBe('session-not-running');
    }
    lay(Buffer.concat([whole, Buffer.from('x')]));
    expect(await refusal(sessions.get())).toBe('session-damaged');
    const asks: ((sessions: Sessions) => Promise<unknown>)[] = [
      (all) => all.start(),
      (all) => all.confirm(),
      (all) => all.end(),
      (all) => all.ground(),
    ];
    for (const ask of asks) {
      lay(whole.subarray(0, whole.length / 2));
      expect(await refusal(ask(sessions))).toBe('session-damaged');
    }
  });

  test('is kept aside, and a new session can begin and be ended without a trace', async () => {
    const sessions = await openSessions();
    await sitDown(sessions);
    truncateSync(file(), 100);
    expect(await refusal(sessions.start())).toBe('session-damaged');
    expect(told.at(-1)).toBeNull();
    expect(readdirSync(folder())).toEqual([expect.stringMatching(/^baseline\.bin\.corrupt-/)]);
    expect(await sitDown(sessions)).toBe('done');
    expect((await sessions.get())?.owners).toHaveLength(1);
    await sessions.end();
    expect(readdirSync(home.at('state'))).not.toContain('session');
  });

  test('by hand, with the owner’s accounts taken out, is as damaged as any other', async () => {
    const sessions = await openSessions();
    await sitDown(sessions);
    const whole = readFileSync(file());
    const end = whole.indexOf('\n');
    const head = JSON.parse(whole.toString('utf8', 0, end)) as Record<string, unknown>;
    const edited = Buffer.from(JSON.stringify({ ...head, owners: [], roots: [], startedAt: 0 }));
    lay(Buffer.concat([edited, whole.subarray(end)]));
    expect(await refusal(sessions.ground())).toBe('session-damaged');
  });

  test('is told to one of two who look at the same moment at least, and neither gets a ground', async () => {
    const [one, other] = [await openSessions(), await openSessions()];
    await sitDown(one);
    truncateSync(file(), 100);
    const codes = await Promise.all([refusal(one.ground()), refusal(other.ground())]);
    for (const code of codes) expect(['session-damaged', 'session-not-running']).toContain(code);
    expect(codes).toContain('session-damaged');
  });

  test('but something else of its name is refused in a sentence', async () => {
    const sessions = await openSessions();
    mkdirSync(file(), { recursive: true });
    for (const ask of [sessions.get(), sessions.start(), sessions.ground(), sessions.end()])
      expect(await refusal(ask)).toBe('data-dir-unusable');
    rmSync(folder(), { recursive: true });
    writeFileSync(folder(), 'a file where the folder should be');
    expect(await refusal(sessions.get())).toBe('data-dir-unusable');
  });
});

/** Why a small disk cannot be had here, null when it can. */
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

/** The data folder on a disk of its own, as small as this. */
function smallDisk(size: string): void {
  const place = home.at('state');
  mkdirSync(place);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', place]);
  onTestFinished(() => void execFileSync('umount', [place]));
}

/** Fills that disk and leaves this many pages free. */
function fill(pages: number): string {
  const path = home.at('state', 'other');
  const page = Buffer.alloc(4096);
  try {
    for (;;) writeFileSync(path, page, { flag: 'a' });
  } catch {
    truncateSync(path, statSync(path).size - pages * 4096);
  }
  return path;
}

describe('a disk that does not take it', () => {
  test('full at any point: it says so, nothing is left over, and later it works', async (ctx) => {
    const why = await noMount();
    if (why !== null) ctx.skip(why);
    for (let at = 0; at < 1500; at += 1)
      await home.put({ [`${root}/all_users/head_imgs/${(at * 7919).toString(36)}-${at}.jpg`]: '' });
    smallDisk('256k');
    const sessions = await openSessions();
    for (const pages of [0, 1, 2, 3, 4]) {
      const other = fill(pages);
      expect([pages, await sitDown(sessions)]).toEqual([pages, 'disk-full']);
      expect(await sessions.get()).toBeNull();
      expect(await refusal(sessions.ground())).toBe('session-not-running');
      const left = readdirSync(home.at('state')).filter((name) => name !== 'other');
      for (const name of left) expect(readdirSync(home.at('state', name))).toEqual([]);
      rmSync(other);
    }
    expect(await sitDown(sessions)).toBe('done');
    const other = fill(0);
    expect(await refusal(sessions.confirm())).toBe('disk-full');
    expect((await sessions.ground()).owners.size).toBe(1);
    rmSync(other);
  });

  test('read-only: every wish is refused in a sentence, and the session that goes on still counts', async (ctx) => {
    const why = await noMount();
    if (why !== null) ctx.skip(why);
    smallDisk('1m');
    const sessions = await openSessions();
    const only = (how: 'ro' | 'rw'): void =>
      void execFileSync('mount', ['-o', `remount,${how}`, home.at('state')]);
    only('ro');
    expect(await sitDown(sessions)).toBe('data-dir-unusable');
    expect(await refusal(openSessions())).toBe('data-dir-unusable');
    expect(await sessions.get()).toBeNull();
    only('rw');
    expect(await sitDown(sessions)).toBe('done');
    only('ro');
    expect((await sessions.get())?.state).toBe('running');
    expect((await sessions.ground()).owners.size).toBe(1);
    expect(await refusal(sessions.confirm())).toBe('data-dir-unusable');
    expect(await refusal(sessions.end())).toBe('data-dir-unusable');
    expect(await refusal(sessions.start())).toBe('session-running');
    only('rw');
    truncateSync(file(), 100);
    only('ro');
    // it cannot be kept aside, so it is not said to be
    for (const ask of [sessions.get(), sessions.ground(), sessions.start(), sessions.end()])
      expect(await refusal(ask)).toBe('data-dir-unusable');
    only('rw');
    expect(await refusal(sessions.ground())).toBe('session-damaged');
  });
});
