import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { windowArguments, windowEnvironment } from './browser-window.ts';
import { browserCandidates, findBrowser } from './find-browser.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signoff-browser-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}

describe('the window’s command line', () => {
  const plan = {
    browser: '/b',
    environment: {},
    language: null,
    profile: '/s/w/profile',
    launchFile: '/s/w/launch 1.html',
    controlled: false,
  };

  it('names the launch file and its own profile, and keeps the sandbox', () => {
    const args = windowArguments({ ...plan, withoutSandbox: false });
    expect(args).toContain('--app=file:///s/w/launch%201.html');
    expect(args).toContain('--user-data-dir=/s/w/profile');
    expect(args).toContain('--no-first-run');
    expect(args.join(' ')).not.toMatch(/sandbox|code=|http:/);
  });

  it('passes the language on if requested', () => {
    const args = windowArguments({ ...plan, language: 'zh-CN', withoutSandbox: false });
    expect(args).toContain('--accept-lang=zh-CN');
  });

  it('disables the sandbox only on request', () => {
    expect(windowArguments({ ...plan, withoutSandbox: true })).toContain('--no-sandbox');
  });

  it('opens the pipe for the host on request, and never a port', () => {
    const args = windowArguments({ ...plan, withoutSandbox: false, controlled: true });
    expect(args).toContain('--remote-debugging-pipe');
    expect(args.join(' ')).not.toContain('remote-debugging-port');
    expect(windowArguments({ ...plan, withoutSandbox: false })).not.toContain('--remote-debugging-pipe');
  });

  it('keeps a Linux browser out of the home folder but not from the display', () => {
    const env = { HOME: '/home/me', XDG_CONFIG_HOME: '/home/me/.config', DISPLAY: ':0' };
    expect(windowEnvironment('linux', env, '/s/w/profile')).toEqual({
      HOME: '/s/w',
      DISPLAY: ':0',
      XAUTHORITY: '/home/me/.Xauthority',
    });
    expect(windowEnvironment('windows', env, '/s/w/profile')).toBe(env);
  });
});

describe('finding a browser', () => {
  it('searches absolute paths only, and on Windows the program folders', () => {
    const env = { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'relative' };
    for (const system of ['linux', 'macos'] as const)
      for (const { path } of browserCandidates(system, {})) expect(path).toMatch(/^\//);
    const windows = browserCandidates('windows', env).map((candidate) => candidate.path);
    expect(windows).toContain('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe');
    expect(windows.filter((path) => !path.startsWith('C:\\Program Files\\'))).toEqual([]);
  });

  it('takes the user’s browser if it is executable', async () => {
    const path = await program('browser', '#!/bin/sh\nexit 0\n');
    expect((await findBrowser('linux', {}, path)).found).toEqual({ name: path, path });
    await chmod(path, 0o644);
    expect(await findBrowser('linux', {}, path)).toEqual({ found: null, lookedIn: [path] });
  });

  it('skips a script that starts the snap, which could not read the launch file', async () => {
    const path = await program('chromium-browser', '#!/bin/sh\nexec /snap/bin/chromium "$@"\n');
    expect((await findBrowser('linux', {}, path)).found).toBeNull();
  });
});
