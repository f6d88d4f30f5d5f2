import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { marksWithoutTime, realProcessMarks as marks } from '../../testing/real-process-marks.ts';
import { buildEntries } from '../removal/testing/built-worker.ts';
import { clock, makeFolder } from '../runs/testing/run-plan.ts';
import { runLockHolder, takeRunLock, withRunLock } from './run-lock.ts';
import { openStateFolder } from './state-folder.ts';
import type { StateFolder } from './state-folder.ts';

const gonePid = 2 ** 22 + 1;

let state: StateFolder;
let path: string;

beforeEach(async () => {
  state = await openStateFolder(makeFolder('signoff-state-'), clock);
  path = join(state.path, 'run.lock');
});

function writeLock(holder: { readonly pid: number; readonly mark: string | null }): void {
  writeFileSync(path, JSON.stringify({ token: 'ab'.repeat(12), what: 'r-old', ...holder }));
}

function age(ms: number): void {
  const at = new Date(Date.now() - ms);
  utimesSync(path, at, at);
}

test('the lock has one holder at a time and leaves no file after release, even when the work throws', async () => {
  const lock = await takeRunLock(state, marks, 'r-1');
  await expect(takeRunLock(state, marks, 'restore')).rejects.toMatchObject({
    code: 'busy',
    params: { run: 'r-1' },
  });
  expect(await runLockHolder(state, marks)).toBe('r-1');
  await lock.release();
  expect(await runLockHolder(state, marks)).toBeNull();
  const failing = withRunLock(state, marks, 'purge', () => Promise.reject(new Error('on the way')));
  await expect(failing).rejects.toThrow('on the way');
  expect(await withRunLock(state, marks, 'r-2', () => Promise.resolve('done'))).toBe('done');
  expect(readdirSync(state.path)).toEqual([]);
});

test('a release leaves the lock of a process that took it over', async () => {
  const lock = await takeRunLock(state, marks, 'r-1');
  writeLock({ pid: process.ppid, mark: marks.markOf(process.ppid) });
  await lock.release();
  expect(await runLockHolder(state, marks)).toBe('r-old');
});

test('of two concurrent calls in one process, one gets the lock and the other is rejected', async () => {
  const both = await Promise.allSettled([takeRunLock(state, marks, 'a'), takeRunLock(state, marks, 'b')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('the lock file names this process and what it holds the lock for', async () => {
  const lock = await takeRunLock(state, marks, 'r-1');
  expect(readdirSync(state.path)).toEqual(['run.lock']);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, what: 'r-1' });
  await lock.release();
});

test('a lock of a dead process, or of an earlier process with the same pid, is taken over', async () => {
  writeLock({ pid: gonePid, mark: 'boot:1' });
  await (await takeRunLock(state, marks, 'r-1')).release();
  writeLock({ pid: process.ppid, mark: 'another-boot:1' });
  await (await takeRunLock(state, marks, 'r-2')).release();
  writeLock({ pid: process.pid, mark: null });
  await (await takeRunLock(state, marksWithoutTime, 'r-3')).release();
  expect(readdirSync(state.path)).toEqual([]);
});

test('a lock of a living process is not taken over, even without process marks', async () => {
  const parent = marks.markOf(process.ppid);
  writeLock({ pid: process.ppid, mark: parent });
  await expect(takeRunLock(state, marks, 'r-1')).rejects.toMatchObject({
    code: 'busy',
    params: { run: 'r-old' },
  });
  writeLock({ pid: process.ppid, mark: null });
  await expect(takeRunLock(state, marksWithoutTime, 'r-1')).rejects.toMatchObject({ code: 'busy' });
  expect(await runLockHolder(state, marks)).toBe('r-old');
});

test.each(['', 'not a lock', '{"pid":', '{"pid":-1,"mark":null,"what":"x","token":"y"}'])(
  'an unreadable lock (%j) counts as held for ten seconds, then as stale',
  async (text) => {
    writeFileSync(path, text);
    age(9_000);
    await expect(takeRunLock(state, marks, 'r-1')).rejects.toMatchObject({ code: 'busy' });
    age(11_000);
    await (await takeRunLock(state, marks, 'r-1')).release();
    expect(readdirSync(state.path)).toEqual([]);
  },
);

test('a claim left by a process that died during a takeover does not block the next process', async () => {
  writeLock({ pid: gonePid, mark: 'boot:1' });
  const claim = { token: 'cd'.repeat(12), pid: gonePid, mark: 'boot:2', what: 'claim' };
  writeFileSync(`${path}.${'ab'.repeat(12)}`, JSON.stringify(claim));
  await (await takeRunLock(state, marks, 'r-1')).release();
  expect(readdirSync(state.path)).toEqual([]);
});

test('the next lock removes old temporary lock files and keeps recent ones', async () => {
  const [old, young] = [`${path}.${'ef'.repeat(12)}.new`, `${path}.${'01'.repeat(12)}.new`];
  writeFileSync(old, '');
  writeFileSync(young, '');
  const at = new Date(Date.now() - 61_000);
  utimesSync(old, at, at);
  await (await takeRunLock(state, marks, 'r-1')).release();
  expect(readdirSync(state.path)).toEqual([basename(young)]);
});

test('the next lock removes claims of dead processes and keeps claims of living ones', async () => {
  const [dead, nested, living] = ['12'.repeat(12), `${'34'.repeat(12)}.${'56'.repeat(12)}`, '78'.repeat(12)];
  const claim = (token: string, pid: number, mark: string | null): void =>
    writeFileSync(`${path}.${token}`, JSON.stringify({ token: '90'.repeat(12), pid, mark, what: 'claim' }));
  claim(dead, gonePid, 'boot:1');
  claim(nested, gonePid, 'boot:1');
  const parent = marks.markOf(process.ppid);
  claim(living, process.ppid, parent);
  const lock = await takeRunLock(state, marks, 'r-1');
  expect(readdirSync(state.path).sort()).toEqual(['run.lock', `run.lock.${living}`]);
  await lock.release();
});

test('a lock that cannot be written is rejected with data-dir-unusable and not held', async () => {
  mkdirSync(path);
  await expect(takeRunLock(state, marks, 'r-1')).rejects.toMatchObject({ code: 'data-dir-unusable' });
  await expect(takeRunLock(state, marks, 'r-1')).rejects.toMatchObject({ code: 'data-dir-unusable' });
});

let built: string;
beforeAll(async () => {
  built = await buildEntries({ 'run-lock': 'main/engine/state/run-lock.ts' });
}, 60_000);

/**
 * Takes the lock repeatedly and "dies" with it each time: its mark changes, so the lock becomes stale and all racers
 * compete for it. While it holds the lock, it creates a file exclusively.
 */
const racer = `
import { closeSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { takeRunLock } from './run-lock.js';
const [folder, marks, wins] = process.argv.slice(2);
let life = 0;
const live = () => writeFileSync(join(marks, String(process.pid)), 'life ' + (life += 1));
const ports = { markOf: (pid) => readFileSync(join(marks, String(pid)), 'utf8') };
live();
let won = 0;
const end = Date.now() + 20_000;
while (won < Number(wins) && Date.now() < end) {
  const path = join(marks, 'to-' + process.pid + '-' + won);
  const state = { path, place: (...names) => Promise.resolve(join(path, ...names)) };
  if (won === 0 || life === won + 1) try { symlinkSync(folder, path); } catch {}
  try {
    await takeRunLock(state, ports, 'racer');
  } catch (error) {
    if (error.code !== 'busy') throw error;
    continue;
  }
  closeSync(openSync(join(marks, 'inside'), 'wx'));
  await new Promise((done) => setTimeout(done, 1));
  rmSync(join(marks, 'inside'));
  won += 1;
  live();
}
console.log(won);
`;

test('three processes racing for a stale lock never hold it at the same time', async () => {
  writeFileSync(join(built, 'racer.js'), racer);
  const marksFolder = makeFolder('signoff-marks-');
  const children = [1, 2, 3].map(() => {
    const child = spawn(process.execPath, [join(built, 'racer.js'), state.path, marksFolder, '60']);
    let output = '';
    child.stdout.on('data', (data: Buffer) => void (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => void (output += data.toString()));
    return once(child, 'close').then(([code]) => ({ code: code as number, output }));
  });
  for (const { code, output } of await Promise.all(children)) {
    expect(output).toMatch(/^\d+\n$/);
    expect(Number(output)).toBeGreaterThan(0);
    expect(code).toBe(0);
  }
  expect(existsSync(join(marksFolder, 'inside'))).toBe(false);
}, 60_000);

test('process marks tell living processes from dead ones', async () => {
  const own = marks;
  expect(own.markOf(process.pid)).toBe(own.markOf(process.pid));
  expect(own.markOf(process.pid)).not.toBe(own.markOf(process.ppid));
  expect(own.markOf(gonePid)).toBe('dead');
  expect(marksWithoutTime.markOf(gonePid)).toBe('dead');
  expect(marksWithoutTime.markOf(process.pid)).toBeNull();
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  await once(child, 'spawn');
  const mark = own.markOf(child.pid ?? 0);
  expect(mark).not.toBe('dead');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(own.markOf(child.pid ?? 0)).toBe('dead');
});
