import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { marksWithoutTime, realProcessMarks as marks } from '../../testing/real-process-marks.ts';
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

function leave(holder: { readonly pid: number; readonly mark: string | null }): void {
  writeFileSync(path, JSON.stringify({ token: 'ab'.repeat(12), what: 'r-old', ...holder }));
}

function age(ms: number): void {
  const at = new Date(Date.now() - ms);
  utimesSync(path, at, at);
}

test('held by one at a time, given back without a trace, also when the work fails', async () => {
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

test('two calls of one process at the same moment: one wins', async () => {
  const both = await Promise.allSettled([takeRunLock(state, marks, 'a'), takeRunLock(state, marks, 'b')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('only its owner may read who holds it', async () => {
  const lock = await takeRunLock(state, marks, 'r-1');
  expect(readdirSync(state.path)).toEqual(['run.lock']);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, what: 'r-1' });
  await lock.release();
});

test('the lock of a process that is gone, or of an older one with the same number, is taken over', async () => {
  leave({ pid: gonePid, mark: 'boot:1' });
  await (await takeRunLock(state, marks, 'r-1')).release();
  leave({ pid: process.ppid, mark: 'another-boot:1' });
  await (await takeRunLock(state, marks, 'r-2')).release();
  leave({ pid: process.pid, mark: null });
  await (await takeRunLock(state, marksWithoutTime, 'r-3')).release();
  expect(readdirSync(state.path)).toEqual([]);
});

test('the lock of a living process is not, also where the system gives no mark', async () => {
  const parent = marks.markOf(process.ppid);
  leave({ pid: process.ppid, mark: parent });
  await expect(takeRunLock(state, marks, 'r-1')).rejects.toMatchObject({
    code: 'busy',
    params: { run: 'r-old' },
  });
  leave({ pid: process.ppid, mark: null });
  await expect(takeRunLock(state, marksWithoutTime, 'r-1')).rejects.toMatchObject({ code: 'busy' });
  expect(await runLockHolder(state, marks)).toBe('r-old');
});

test.each(['', 'not a lock', '{"pid":', '{"pid":-1,"mark":null,"what":"x","token":"y"}'])(
  'a lock that says nothing (%j) is one that is being written, until it is ten seconds old',
  async (text) => {
    writeFileSync(path, text);
    age(9_000);
    await expect(takeRunLock(state, marks, 'r-1')).rejects.toMatchObject({ code: 'busy' });
    age(11_000);
    await (await takeRunLock(state, marks, 'r-1')).release();
    expect(readdirSync(state.path)).toEqual([]);
  },
);

test('a process that died while it took a stale lock over stands in nobody’s way', async () => {
  leave({ pid: gonePid, mark: 'boot:1' });
  const claim = { token: 'cd'.repeat(12), pid: gonePid, mark: 'boot:2', what: 'claim' };
  writeFileSync(`${path}.${'ab'.repeat(12)}`, JSON.stringify(claim));
  await (await takeRunLock(state, marks, 'r-1')).release();
  expect(readdirSync(state.path)).toEqual([]);
});

test('what a process left that was killed while it wrote its lock goes with the next one', async () => {
  const [old, young] = [`${path}.${'ef'.repeat(12)}.new`, `${path}.${'01'.repeat(12)}.new`];
  writeFileSync(old, '');
  writeFileSync(young, '');
  const at = new Date(Date.now() - 61_000);
  utimesSync(old, at, at);
  await (await takeRunLock(state, marks, 'r-1')).release();
  expect(readdirSync(state.path)).toEqual([basename(young)]);
});

test('claims of processes that died when the lock was gone already go with the next one; a living one’s stay', async () => {
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

test('a lock that cannot be written is said, and nothing is held', async () => {
  mkdirSync(path);
  await expect(takeRunLock(state, marks, 'r-1')).rejects.toMatchObject({ code: 'data-dir-unusable' });
  await expect(takeRunLock(state, marks, 'r-1')).rejects.toMatchObject({ code: 'data-dir-unusable' });
});

const built = makeFolder('signoff-lock-');

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      outDir: built,
      target: 'node20.19',
      rolldownOptions: {
        input: { 'run-lock': 'main/engine/state/run-lock.ts' },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
    ssr: { noExternal: true },
  });
  writeFileSync(join(built, 'package.json'), '{"type":"module"}');
});

/**
 * Takes the lock again and again and "dies" with it each time: its mark changes, so the lock that it leaves is stale
 * and everybody races for it. Inside it makes a file that nobody else may have made.
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

test('processes that race for a stale lock never hold it together', async () => {
  writeFileSync(join(built, 'racer.js'), racer);
  const marksFolder = makeFolder('signoff-marks-');
  const children = [1, 2, 3].map(() => {
    const child = spawn(process.execPath, [join(built, 'racer.js'), state.path, marksFolder, '60']);
    let said = '';
    child.stdout.on('data', (data: Buffer) => void (said += data.toString()));
    child.stderr.on('data', (data: Buffer) => void (said += data.toString()));
    return once(child, 'close').then(([code]) => ({ code: code as number, said }));
  });
  for (const { code, said } of await Promise.all(children)) {
    expect(said).toMatch(/^\d+\n$/);
    expect(Number(said)).toBeGreaterThan(0);
    expect(code).toBe(0);
  }
  expect(existsSync(join(marksFolder, 'inside'))).toBe(false);
}, 60_000);

test('the marks of living, gone and half-gone processes', async () => {
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
