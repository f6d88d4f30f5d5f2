import { describe, expect, test } from 'vitest';
import type { ProcessCalls } from '../native/windows-process-calls.ts';
import type { Run } from '../portable/run.ts';
import { fakeProcesses } from '../testing/fake-windows-processes.ts';
import type { FakeProcess } from '../testing/fake-windows-processes.ts';
import { windowsProcesses } from './windows-processes.ts';

const me = { pid: 50, name: 'node.exe', path: 'C:\\node.exe', owner: 'aa', session: 1 };
const weixin = {
  pid: 60,
  name: 'Weixin.exe',
  path: 'C:\\Tencent\\Weixin\\Weixin.exe',
  owner: 'aa',
  session: 1,
};

const tasklist: Run = (file) =>
  Promise.resolve(
    file.endsWith('tasklist.exe')
      ? { kind: 'exited', code: 0, stdout: Buffer.from('"node.exe","50","Console","1","8 K"\r\n') }
      : { kind: 'could-not-tell', reason: `${file}: EPERM` },
  );
const noTool: Run = (file) => Promise.resolve({ kind: 'could-not-tell', reason: `${file}: EPERM` });

function listing(calls: ProcessCalls, run: Run = noTool) {
  return windowsProcesses({}, run, me.pid, () => ({ kind: 'ready', calls })).list();
}

async function ownUserOf(other: FakeProcess): Promise<boolean | undefined> {
  const list = await listing(fakeProcesses([me, other]));
  return list.kind === 'known' ? list.processes.find(({ pid }) => pid === other.pid)?.ownUser : undefined;
}

describe('processes by Windows’ own calls', () => {
  test('have full paths, and the idle process is none', async () => {
    const idle = { pid: 0, name: '[System Process]' };
    expect(await listing(fakeProcesses([idle, me, weixin]))).toEqual({
      kind: 'known',
      processes: [me, weixin].map(({ pid, name, path }) => ({ pid, name, path, ownUser: true })),
    });
  });

  test.each([
    ['with the own SID', { owner: 'aa', session: 2 }, true],
    ['with another SID in the own session', { owner: 'bb', session: 1 }, false],
    ['that cannot be opened, in another session', { denied: true, session: 2 }, false],
    ['that cannot be opened, in the own session', { denied: true, session: 1 }, true],
    ['that cannot be opened, without a session', { denied: true }, true],
    ['that hides its owner, in another session', { path: 'C:\\x.exe', session: 0 }, false],
  ])('one %s: own %s', async (_, facts, expected) => {
    expect(await ownUserOf({ pid: 70, name: 'Weixin.exe', ...facts })).toBe(expected);
  });

  test('one that ended since the snapshot is left out', async () => {
    const list = await listing(
      fakeProcesses([me, { ...weixin, gone: true }, { ...weixin, pid: 64, ended: true }]),
    );
    expect(list.kind === 'known' && list.processes.map(({ pid }) => pid)).toEqual([50]);
  });

  test.each([
    ['the snapshot fails', fakeProcesses(null)],
    ['this process is not listed', fakeProcesses([weixin])],
    ['this process’s path is unknown', fakeProcesses([{ ...me, path: undefined }, weixin])],
    ['this process’s owner is unknown', fakeProcesses([{ ...me, owner: undefined }, weixin])],
  ])('%s: the tools are asked, and without them could-not-tell', async (_, calls) => {
    expect(await listing(calls, tasklist)).toEqual({
      kind: 'known',
      processes: [{ pid: 50, name: 'node.exe', path: null, ownUser: true }],
    });
    expect((await listing(calls)).kind).toBe('could-not-tell');
  });
});
