import { describe, expect, test } from 'vitest';
import type { Run } from '../portable/run.ts';
import type { ProcessInfo, Processes } from '../ports.ts';
import { fakeProcesses } from '../testing/fake-windows-processes.ts';
import type { FakeProcess } from '../testing/fake-windows-processes.ts';
import { windowsProcessControl } from './windows-process-control.ts';
import type { ControlCalls } from './windows-process-control.ts';

const path = 'C:\\Tencent\\Weixin\\Weixin.exe';
const known: ProcessInfo = { pid: 60, name: 'Weixin.exe', path, ownUser: true };
const me: FakeProcess = {
  pid: process.pid,
  name: 'node.exe',
  path: 'C:\\node.exe',
  owner: 'aa',
  startedAt: 1n,
};
const weixin: FakeProcess = { pid: 60, name: 'Weixin.exe', path, owner: 'aa', startedAt: 5n };

const noList: Processes = { list: () => Promise.resolve({ kind: 'could-not-tell', reason: 'not asked' }) };
const noTool: Run = (file) => {
  throw new Error(`started ${file}`);
};
const patience = { closeMs: 40, pollMs: 5, shutDownMs: 10 };

interface World {
  readonly listed?: readonly FakeProcess[];
  /** windows that take WM_CLOSE */
  readonly windows?: number;
  /** the program ends when its windows close */
  readonly ends?: boolean;
  readonly restart?: 'agrees' | 'refuses' | 'missing';
}

/** A control over fake calls, with what was asked of them. */
function world({ listed = [me, weixin], windows = 0, ends = false, restart = 'refuses' }: World) {
  const said: string[] = [];
  const ended: number[] = [];
  let now = fakeProcesses(listed, ended);
  const calls: ControlCalls = {
    processes: {
      list: () => now.list(),
      open: (pid, right) => now.open(pid, right),
      sessions: () => now.sessions(),
    },
    windows: {
      closeWindowsOf(pid) {
        said.push(`close ${String(pid)}`);
        if (ends) ended.push(pid);
        return windows;
      },
    },
    restart:
      restart === 'missing'
        ? { kind: 'missing', reason: 'rstrtmgr.dll' }
        : {
            kind: 'ready',
            calls: {
              shutDown(pid, startedAt) {
                said.push(`shut down ${String(pid)} of ${String(startedAt)}`);
                return Promise.resolve(restart === 'agrees');
              },
            },
          },
  };
  const control = windowsProcessControl({}, noList, noTool, () => ({ kind: 'ready', calls }), patience);
  return {
    control,
    said,
    ended,
    stillOpen: () => now.stillOpen(),
    replace: (processes: readonly FakeProcess[]) => (now = fakeProcesses(processes, ended)),
  };
}

describe('asking by Windows’ own calls', () => {
  test('a program that ends with its windows is asked nothing more', async () => {
    const { control, said, stillOpen } = world({ windows: 1, ends: true });
    expect(await control.askToQuit(known)).toBe('sent');
    expect([said, stillOpen()]).toEqual([['close 60'], 0]);
  });

  test.each([
    ['goes on in the tray', { windows: 1, restart: 'refuses' }, 'sent'],
    ['has no visible window and agrees', { windows: 0, restart: 'agrees' }, 'sent'],
    ['has no visible window and refuses', { windows: 0, restart: 'refuses' }, 'not-possible'],
  ] as const)('one that %s is then asked as at log-off: %s', async (_, how, expected) => {
    const { control, said, ended, stillOpen } = world(how);
    expect(await control.askToQuit(known)).toBe(expected);
    expect([said, ended, stillOpen()]).toEqual([['close 60', 'shut down 60 of 5'], [], 0]);
  });

  test('without the Restart Manager the windows alone are asked', async () => {
    expect(await world({ windows: 1, restart: 'missing' }).control.askToQuit(known)).toBe('sent');
    expect(await world({ windows: 0, restart: 'missing' }).control.askToQuit(known)).toBe('not-possible');
  });
});

describe('ending by Windows’ own calls', () => {
  test('ends the process that was asked', async () => {
    const { control, ended, stillOpen } = world({ windows: 1 });
    await control.askToQuit(known);
    expect(await control.end(known)).toBe('sent');
    expect([ended, stillOpen()]).toEqual([[60], 0]);
  });

  test.each([
    ['started after the request, at the same path', [me, { ...weixin, startedAt: 9n }]],
    ['whose start is unknown', [me, { ...weixin, startedAt: undefined }]],
  ])('spares one %s', async (_, later) => {
    const { control, ended, replace } = world({ windows: 1 });
    await control.askToQuit(known);
    replace(later);
    expect(await control.end(known)).toBe('not-possible');
    expect(ended).toEqual([]);
  });
});

test.each<readonly [string, readonly FakeProcess[], Partial<ProcessInfo>]>([
  ['is gone', [me], {}],
  ['is another program', [me, { ...weixin, path: 'C:\\vim.exe' }], {}],
  ['hides its path', [me, { ...weixin, path: undefined }], {}],
  ['is another user’s', [me, { ...weixin, owner: 'bb' }], {}],
  ['hides its owner', [me, { ...weixin, owner: undefined }], {}],
  ['may not be opened', [me, { ...weixin, denied: true }], {}],
  ['is this process', [me], { pid: process.pid, path: 'C:\\node.exe' }],
  ['was listed as another user’s', [me, weixin], { ownUser: false }],
  ['cannot be compared, because the own user is unknown', [{ ...me, owner: undefined }, weixin], {}],
])('a process that %s is left alone', async (_, listed, other) => {
  const { control, said, ended, stillOpen } = world({ listed, windows: 1, restart: 'agrees' });
  const one = { ...known, ...other };
  expect([await control.askToQuit(one), await control.end(one)]).toEqual(['not-possible', 'not-possible']);
  expect([said, ended, stillOpen()]).toEqual([[], [], 0]);
});
