import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { bindingFile, koffiVersion, loadFloor, nativeFloor, openLibrary } from './native-floor.ts';
import type { Missing } from './native-floor.ts';

const root = join(import.meta.dirname, '../../..');
const isHere = existsSync(bindingFile(import.meta.filename, process.platform, process.arch) ?? '');
const thisFile = import.meta.filename;

function reasonOf(answer: { readonly kind: 'ready' } | Missing): string {
  return answer.kind === 'missing' ? answer.reason : 'ready';
}

test('the version that is asked for is the pinned one', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(devDependencies['koffi']).toBe(koffiVersion);
});

test('the binding lies in one place, and none is looked for elsewhere', () => {
  const built = join('/stick', 'out', 'native', 'koffi-linux-x64.node');
  expect(bindingFile(join('/stick', 'out', 'cli.js'), 'linux', 'x64')).toBe(built);
  expect(bindingFile(join('/stick', 'out', 'chunks', 'x.js'), 'linux', 'x64')).toBe(built);
  expect(bindingFile(join('/here', 'main', 'system', 'native', 'x.ts'), 'win32', 'arm64')).toBe(
    join('/here', 'node_modules', '@koromix', 'koffi-win32-arm64', 'win32_arm64', 'koffi.node'),
  );
});

describe('is missing, with its reason', () => {
  test.each([
    ['linux', 'riscv64'],
    ['freebsd', 'x64'],
    ['linux', 'ia32'],
  ])('on %s with the processor %s', (platform, processor) => {
    expect(bindingFile('/stick/out/cli.js', platform, processor)).toBeNull();
    expect(reasonOf(loadFloor(null))).toContain('no binding for');
  });

  test('where the file is not there, as on a stick that holds another platform’s', () => {
    const reason = 'koffi-linux-x64.node is not there';
    expect(loadFloor('/nowhere/out/native/koffi-linux-x64.node')).toEqual({ kind: 'missing', reason });
  });

  test('where the file is no program of this system', () => {
    const answer = loadFloor(thisFile, () => {
      throw new Error('ld-linux-x86-64.so.2: No such file or directory\nRequire stack:\n- /a/b');
    });
    const reason = 'ld-linux-x86-64.so.2: No such file or directory';
    expect(answer).toEqual({ kind: 'missing', reason });
  });

  test('but not where no further file can be opened: that is an error', () => {
    const load = (): never => {
      throw new Error(
        '/out/native/koffi-linux-x64.node: cannot open shared object file: Too many open files',
      );
    };
    expect(() => loadFloor(thisFile, load)).toThrow(expect.objectContaining({ code: 'EMFILE' }));
  });

  test('where it is another version', () => {
    const answer = loadFloor(thisFile, () => ({ version: '2.0.0' }));
    expect(answer).toEqual({ kind: 'missing', reason: `koffi 2.0.0 instead of ${koffiVersion}` });
  });

  test.runIf(isHere)('where a library or a function of it is not there', () => {
    const gone = openLibrary(nativeFloor(), 'no-such-library.so', (library) => library);
    expect(reasonOf(gone)).toMatch(/^no-such-library\.so: ./);
    const libc = process.platform === 'linux' ? 'libc.so.6' : 'kernel32.dll';
    const without = openLibrary(nativeFloor(), libc, (library) => library.func('int no_such_call(int)'));
    expect(reasonOf(without)).toContain('no_such_call');
  });

  test('and so is a library of it', () => {
    const floor = { kind: 'missing', reason: 'policy' } as const;
    expect(openLibrary(floor, 'libc.so.6', (library) => library)).toBe(floor);
  });
});

test.runIf(isHere && process.platform === 'linux')('a call returns, and errno follows it', () => {
  const libc = openLibrary(nativeFloor(), 'libc.so.6', (library, koffi) => ({
    close: library.func('int close(int)') as (file: number) => number,
    errno: () => koffi.errno(),
  }));
  if (libc.kind === 'missing') throw new Error(libc.reason);
  expect(libc.calls.close(-1)).toBe(-1);
  expect(libc.calls.errno()).toBe(9);
});

test.runIf(isHere && process.platform === 'linux')('each thread loads it for itself', async () => {
  const script = `
    const { parentPort, workerData } = require('node:worker_threads');
    const koffi = require(workerData);
    parentPort.postMessage(koffi.load('libc.so.6').func('int getpid()')());
  `;
  const workerData = bindingFile(import.meta.filename, process.platform, process.arch);
  const workers = [1, 2].map(() => new Worker(script, { eval: true, workerData }));
  const answers = await Promise.all(
    workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))),
  );
  expect(answers).toEqual([process.pid, process.pid]);
  await Promise.all(workers.map((worker) => worker.terminate()));
});
