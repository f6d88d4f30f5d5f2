import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PinnedFolder } from '../ports.ts';
import { answerTrash, askingBin } from './asking-bin.ts';
import type { AskedBin } from './asking-bin.ts';

const built = mkdtempSync(join(tmpdir(), 'signoff-ask-'));
afterAll(() => rmSync(built, { recursive: true, force: true }));

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      outDir: built,
      rolldownOptions: {
        input: { ask: 'main/system/testing/ask-worker.ts' },
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  });
});

function asking(bin: AskedBin, paths: readonly string[]) {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(join(built, 'ask.mjs'), {
    workerData: { place: bin.place, stop, clock, paths },
  });
  const answers = once(worker, 'message').then(([answer]) => answer as unknown);
  return { stop, clock, worker, answers };
}

const never = new Promise<void>(() => undefined);

test('a blocked thread gets each answer of the main thread in turn', async () => {
  const seen: string[] = [];
  const bin = answerTrash(async (path) => {
    seen.push(path);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (path.includes('no')) throw new Error('refused');
  });
  const { answers } = asking(bin, ['/a', '/no', '/c']);
  expect(await answers).toEqual(['taken', 'refused', 'taken']);
  expect(seen).toEqual(['/a', '/no', '/c']);
  bin.close();
});

test('a waiting thread is released when the main side closes', async () => {
  let ask = (): void => undefined;
  const wasAsked = new Promise<void>((resolve) => (ask = resolve));
  const bin = answerTrash(() => {
    ask();
    return never;
  });
  const { answers } = asking(bin, ['/a', '/b']);
  await wasAsked;
  bin.close();
  expect(await answers).toEqual(['unknown', 'refused']);
});

test('after a cancel a begun request is awaited, and the next is never sent', async () => {
  const seen: string[] = [];
  let finish = (): void => undefined;
  let ask = (): void => undefined;
  const wasAsked = new Promise<void>((resolve) => (ask = resolve));
  const bin = answerTrash((path) => {
    seen.push(path);
    ask();
    return new Promise((resolve) => (finish = resolve));
  });
  const { answers, stop } = asking(bin, ['/a', '/b']);
  await wasAsked;
  Atomics.store(stop, 0, 1);
  await new Promise((resolve) => setTimeout(resolve, 150));
  finish();
  expect(await answers).toEqual(['taken', 'refused']);
  expect(seen).toEqual(['/a']);
  bin.close();
});

/** A desktop that never answers. */
function silentDesktop() {
  const seen: string[] = [];
  let ask = (): void => undefined;
  const wasAsked = new Promise<void>((resolve) => (ask = resolve));
  const bin = answerTrash((path) => {
    seen.push(path);
    ask();
    return never;
  });
  return { seen, wasAsked, bin };
}

test('a desktop that never answers is awaited until the time limit, then the next entry is tried', async () => {
  const { seen, wasAsked, bin } = silentDesktop();
  const { answers, clock } = asking(bin, ['/a', '/b']);
  await wasAsked;
  Atomics.store(clock, 0, 30_001);
  await expect.poll(() => seen).toEqual(['/a', '/b']);
  Atomics.store(clock, 0, 60_002);
  expect(await answers).toEqual(['unknown', 'unknown']);
  bin.close();
});

test('after a cancel a silent desktop is awaited for half a second, and the answer is unknown', async () => {
  const { seen, wasAsked, bin } = silentDesktop();
  const { answers, stop, clock } = asking(bin, ['/a', '/b']);
  await wasAsked;
  Atomics.store(stop, 0, 1);
  // the thread must see the cancel before its clock advances
  const goOn = setInterval(() => Atomics.add(clock, 0, 501), 250);
  expect(await answers).toEqual(['unknown', 'refused']);
  clearInterval(goOn);
  expect(Atomics.load(clock, 0)).toBeLessThan(30_000);
  expect(seen).toEqual(['/a']);
  bin.close();
});

test('an answer counts up to the last moment', async () => {
  let finish = (): void => undefined;
  let ask = (): void => undefined;
  const wasAsked = new Promise<void>((resolve) => (ask = resolve));
  const bin = answerTrash(() => {
    ask();
    return new Promise((resolve) => (finish = resolve));
  });
  const { answers, clock } = asking(bin, ['/a']);
  await wasAsked;
  Atomics.store(clock, 0, 30_000);
  finish();
  expect(await answers).toEqual(['taken']);
  bin.close();
});

test('a request not picked up in time is taken back, and a main side that wakes later never acts on it', async () => {
  const seen: string[] = [];
  const bin = answerTrash((path) => {
    seen.push(path);
    return Promise.resolve();
  });
  // in this thread, so that the main side cannot listen while the request waits
  let time = 0;
  const impatient = askingBin(
    bin.place,
    () => false,
    () => (time += 20_000),
  );
  const folder: Pick<PinnedFolder, 'pathFor'> = { pathFor: (name) => name };
  expect(impatient.put(folder as PinnedFolder, 'late', '/late')).toBe('refused');
  const { answers } = asking(bin, ['/next']);
  expect(await answers).toEqual(['taken']);
  expect(seen).toEqual(['/next']);
  bin.close();
});
