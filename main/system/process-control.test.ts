import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { linuxProcessControl } from './linux/linux-process-control.ts';
import { macosProcessControl } from './macos/macos-process-control.ts';
import type { Run, RunAnswer } from './portable/run.ts';
import type { ProcessInfo, Processes } from './ports.ts';
import { windowsProcessControl } from './windows/windows-process-control.ts';

const own: ProcessInfo = { pid: 60, name: 'wechat', path: '/opt/wechat/wechat', ownUser: true };

function listed(...processes: readonly ProcessInfo[]): Processes {
  return { list: () => Promise.resolve({ kind: 'known', processes }) };
}

function exited(code: number): RunAnswer {
  return { kind: 'exited', code, stdout: Buffer.alloc(0) };
}

function recorded(answer = exited(0)) {
  const lines: string[][] = [];
  const run: Run = (file, args) => {
    lines.push([file, ...args]);
    return Promise.resolve(answer);
  };
  return { run, lines };
}

/** What may have happened to a pid since it was listed. */
const changed: readonly (readonly [string, readonly ProcessInfo[]])[] = [
  ['is gone', []],
  ['is another program', [{ ...own, path: '/usr/bin/vim', name: 'vim' }]],
  ["is another user's", [{ ...own, ownUser: false }]],
  ['hides its path', [{ ...own, path: null }]],
];

/** Never to be reached, whatever the system reports. */
const untouchable = [0, 1, -60, 1.5, process.pid].map((pid) => ({ ...own, pid }));

describe('Linux', () => {
  async function put(pid: number, exe: string, uids: string): Promise<string> {
    const root = await mkdtemp(join(tmpdir(), 'signoff-proc-'));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    await mkdir(join(root, String(pid)));
    await writeFile(join(root, String(pid), 'status'), `Name:\twechat\nUid:\t${uids}\n`);
    await symlink(exe, join(root, String(pid), 'exe'));
    return root;
  }

  test.each([
    ['the same', '/opt/wechat/wechat', '1000\t1000\t1000\t1000', ['60 SIGTERM', '60 SIGKILL']],
    [
      'updated meanwhile',
      '/opt/wechat/wechat (deleted)',
      '1000\t1000\t1000\t1000',
      ['60 SIGTERM', '60 SIGKILL'],
    ],
    ['another program', '/opt/wechat/wechat-other', '1000\t1000\t1000\t1000', []],
    ["another user's", '/opt/wechat/wechat', '1001\t1001\t1001\t1001', []],
    ['with borrowed rights', '/opt/wechat/wechat', '1000\t0\t0\t0', []],
    ['of an unknown user', '/opt/wechat/wechat', '', []],
  ])('%s', async (_, exe, uids, expected) => {
    const root = await put(60, exe, uids);
    const sent: string[] = [];
    const control = linuxProcessControl(root, (pid, signal) => sent.push(`${String(pid)} ${signal}`), 1000);
    const answer = expected.length > 0 ? 'sent' : 'not-possible';
    expect([await control.askToQuit(own), await control.end(own)]).toEqual([answer, answer]);
    expect(sent).toEqual(expected);
  });

  test('never reaches the system, this process or another user’s program', async () => {
    const sent: number[] = [];
    for (const known of [...untouchable, { ...own, ownUser: false }, { ...own, path: null }]) {
      const root = await put(known.pid, '/opt/wechat/wechat', '1000\t1000\t1000\t1000');
      const control = linuxProcessControl(root, (pid) => sent.push(pid), 1000);
      expect(await control.end(known)).toBe('not-possible');
    }
    expect(sent).toEqual([]);
  });

  test('a signal that the system refuses is not-possible', async () => {
    const root = await put(60, '/opt/wechat/wechat', '1000\t1000\t1000\t1000');
    const refuse = (): never => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    };
    expect(await linuxProcessControl(root, refuse, 1000).askToQuit(own)).toBe('not-possible');
  });
});

describe('Windows, as recorded', () => {
  const env = { SYSTEMROOT: 'C:\\Windows' };
  const weixin = { ...own, name: 'Weixin.exe', path: 'C:\\Program Files\\Tencent\\Weixin\\Weixin.exe' };

  test('uses the process id, the system folder, and /F only to end', async () => {
    const { run, lines } = recorded();
    const control = windowsProcessControl(env, listed(weixin), run);
    expect(await control.askToQuit(weixin)).toBe('sent');
    expect(await control.end(weixin)).toBe('sent');
    const taskkill = 'C:\\Windows\\System32\\taskkill.exe';
    expect(lines).toEqual([
      [taskkill, '/PID', '60'],
      [taskkill, '/PID', '60', '/F'],
    ]);
  });

  test('a failing taskkill is not-possible', async () => {
    const { run } = recorded(exited(128));
    expect(await windowsProcessControl(env, listed(weixin), run).askToQuit(weixin)).toBe('not-possible');
  });
});

describe('macOS, as recorded', () => {
  const path = '/Applications/We"Chat.app/Contents/MacOS/WeChat';
  const weChat = { ...own, name: 'WeChat', path };

  test('asks the application at that path, which is never part of the script', async () => {
    const { run, lines } = recorded();
    const killed: number[] = [];
    const control = macosProcessControl(listed(weChat), run, (pid) => killed.push(pid));
    expect(await control.askToQuit(weChat)).toBe('sent');
    expect(killed).toEqual([]);
    const [line = []] = lines;
    expect(line[0]).toBe('/usr/bin/osascript');
    expect(line.at(-1)).toBe('/Applications/We"Chat.app');
    expect(line.slice(1, -1).join(' ')).not.toContain('WeChat');
    expect(await control.end(weChat)).toBe('sent');
    expect(killed).toEqual([60]);
  });

  test('a program outside an application and a refused event are not-possible', async () => {
    const loose = { ...weChat, path: '/usr/local/bin/WeChat' };
    expect(await macosProcessControl(listed(loose), recorded().run).askToQuit(loose)).toBe('not-possible');
    const { run } = recorded(exited(1));
    expect(await macosProcessControl(listed(weChat), run).askToQuit(weChat)).toBe('not-possible');
  });
});

test.each(changed)('elsewhere, a process id that %s is left alone', async (_, now) => {
  const { run, lines } = recorded();
  const killed: number[] = [];
  const windows = windowsProcessControl({ SYSTEMROOT: 'C:\\Windows' }, listed(...now), run);
  const mac = macosProcessControl(listed(...now), run, (pid) => killed.push(pid));
  for (const control of [windows, mac])
    expect([await control.askToQuit(own), await control.end(own)]).toEqual(['not-possible', 'not-possible']);
  expect({ lines, killed }).toEqual({ lines: [], killed: [] });
});

test('elsewhere, the system and this process are out of reach', async () => {
  const { run, lines } = recorded();
  for (const known of untouchable)
    expect(await windowsProcessControl({ SYSTEMROOT: 'C:\\Windows' }, listed(known), run).end(known)).toBe(
      'not-possible',
    );
  expect(lines).toEqual([]);
});
