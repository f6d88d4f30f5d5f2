import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import { realProcessMarks as marks } from '../../testing/real-process-marks.ts';
import { testAssistant } from '../testing/test-assistant.ts';
import { openBrowserHost } from './open.ts';
import type { BrowserHostExit, BrowserHostOptions } from './host-options.ts';
import { closeCode, connect, connectPage, doorOf, enter, get, nextMessage, opened } from './testing/page.ts';
import type { Door } from './testing/page.ts';

let folder = '';
let stop = new AbortController();
let lines: string[] = [];
let running: Promise<BrowserHostExit> | null = null;
const world = testAssistant();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signoff-host-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'index.html'), '<html><meta nonce="__CSP_NONCE__"></html>');
  stop = new AbortController();
  lines = [];
});
afterEach(async () => {
  stop.abort();
  await running;
  await rm(folder, { recursive: true, force: true });
});

/** Starts the host as `signoff open --no-launch` does. */
function startHost(more: Partial<BrowserHostOptions> = {}): Promise<BrowserHostExit> {
  return openBrowserHost({
    marks,
    assistant: world.assistant,
    rendererFolder: join(folder, 'renderer'),
    stateFolder: join(folder, 'state'),
    noLaunch: true,
    print: (line) => lines.push(line),
    signal: stop.signal,
    timings: { idleMs: 150 },
    ...more,
  });
}

/** Starts the host and reads the launch file as the browser would. */
async function openDoor(more: Partial<BrowserHostOptions> = {}): Promise<Door> {
  running = startHost(more);
  await vi.waitFor(() => expect(lines).not.toHaveLength(0));
  return doorOf(/\/\S+launch\.html/.exec(lines[0]!)![0]);
}

describe('the launch file', () => {
  it('is readable by its owner only, alone holds the code, and is removed once the code is used', async () => {
    const door = await openDoor();
    expect((await stat(door.launchFile)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(door.launchFile))).mode & 0o777).toBe(0o700);
    expect(lines.join()).not.toContain(new URL(door.origin + door.enterPath).searchParams.get('code'));
    await enter(door);
    await vi.waitFor(async () => expect(await readdir(dirname(door.launchFile))).toEqual(['profile']));
  });
});

describe('the gate', () => {
  it('accepts the code once and answers with a strict cookie and a page that refreshes itself', async () => {
    const door = await openDoor();
    const first = await get(door.origin + door.enterPath);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']![0]).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(first.body).toMatch(/content="0;url=\/#key=[\w-]{43}"/);
    const second = await get(door.origin + door.enterPath);
    expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
  });

  it('serves the window with the cookie only', async () => {
    const door = await openDoor();
    const { cookie } = await enter(door);
    const page = await get(`${door.origin}/`, { cookie });
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toMatch(/style-src 'self' 'nonce-[^']+'/);
    expect((await get(`${door.origin}/`)).status).toBe(403);
    expect((await get(`${door.origin}/`, { cookie: `${cookie}x` })).status).toBe(403);
    expect((await get(`${door.origin}/`, { cookie: `${cookie}; ${cookie}` })).status).toBe(403);
  });

  it.each([
    ['another name for this computer', { host: 'localhost:80' }, 421],
    ['a rebound name', { host: 'evil.example' }, 421],
    ['a page of another origin', { origin: 'http://evil.example' }, 403],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a page of another site that sends no origin', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('refuses %s even with the cookie', async (_who, headers, status) => {
    const door = await openDoor();
    const { cookie, key } = await enter(door);
    expect((await get(`${door.origin}/`, { cookie, ...headers })).status).toBe(status);
    const socket = connect(door, { headers: { cookie, origin: door.origin, ...headers }, key });
    expect(await opened(socket)).toBe(status);
  });

  it('keeps the code valid after a request from another origin or under another name', async () => {
    const door = await openDoor();
    const url = door.origin + door.enterPath;
    expect((await get(url, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await get(url, { host: 'evil.example' })).status).toBe(421);
    expect((await get(`${door.origin}/enter?code=wrong`)).status).toBe(403);
    expect((await get(url, {}, 'POST')).status).toBe(405);
    expect((await get(url)).status).toBe(200);
  });
});

describe('the socket', () => {
  it('needs the cookie, an origin and the key of the page, and answers through the dispatcher', async () => {
    const door = await openDoor();
    const { cookie, key } = await enter(door);
    const { origin } = door;
    for (const attempt of [
      { headers: { cookie }, key },
      { headers: { origin }, key },
      { headers: { cookie, origin } },
      { headers: { cookie, origin }, key: 'x'.repeat(43) },
      { headers: { cookie, origin }, key: '' },
    ])
      expect(await opened(connect(door, attempt))).toBe(403);
    const socket = connectPage(door, { cookie, key });
    expect(await opened(socket)).toBe('open');
    socket.send(JSON.stringify({ kind: 'request', id: 7, method: 'settings.get', input: {} }));
    expect(await nextMessage(socket)).toEqual({
      kind: 'reply',
      id: 7,
      reply: { ok: true, value: { ...firstSettings, computer: 'shared' } },
    });
    socket.send(JSON.stringify({ kind: 'request', id: 8, method: 'files.delete', input: { path: '/' } }));
    expect(await nextMessage(socket)).toMatchObject({
      id: 8,
      reply: { ok: false, error: { code: 'unknown-method' } },
    });
  });

  it('forwards declared events only', async () => {
    const door = await openDoor();
    const socket = connectPage(door, await enter(door));
    await opened(socket);
    const message = nextMessage(socket);
    world.emit('debug.dump' as 'settings.changed', { ...firstSettings, language: 'zh-CN', theme: 'dark' });
    world.emit('settings.changed', { ...firstSettings, theme: 'light' });
    expect(await message).toEqual({
      kind: 'event',
      event: 'settings.changed',
      payload: { ...firstSettings, theme: 'light' },
    });
  });

  it.each([
    ['no JSON', 'hello', 1008],
    ['another kind', JSON.stringify({ kind: 'reply', id: 1, reply: {} }), 1008],
    [
      'an extra key',
      JSON.stringify({ kind: 'request', id: 1, method: 'status.get', input: {}, caller: 'cli' }),
      1008,
    ],
    ['a negative id', JSON.stringify({ kind: 'request', id: -1, method: 'status.get', input: {} }), 1008],
    ['bytes', Buffer.from('{}'), 1008],
    ['more than a megabyte', 'x'.repeat(1024 * 1024 + 1), 1009],
  ])('closes the connection at a frame with %s', async (_what, frame, code) => {
    const door = await openDoor();
    const socket = connectPage(door, await enter(door));
    await opened(socket);
    const closing = closeCode(socket);
    socket.send(frame);
    expect(await closing).toBe(code);
  });

  it('is upgraded at its own path only', async () => {
    const door = await openDoor();
    const page = await enter(door);
    for (const path of ['/', '/rpc/', '/rpc?x', '/enter', '//rpc'])
      expect([path, await opened(connectPage(door, page, { path }))]).toEqual([path, 403]);
    expect(await opened(connectPage(door, page))).toBe('open');
  });

  it('serves one page at a time: a page with the key takes over, one with only the cookie does not', async () => {
    const door = await openDoor({ timings: { idleMs: 5_000 } });
    const page = await enter(door);
    const first = connectPage(door, page);
    expect(await opened(first)).toBe('open');
    const { cookie } = page;
    expect(await opened(connect(door, { headers: { cookie, origin: door.origin } }))).toBe(403);
    expect(first.readyState).toBe(WebSocket.OPEN);
    const ended = closeCode(first);
    const reloaded = connectPage(door, page);
    expect(await opened(reloaded)).toBe('open');
    expect(await ended).toBe(4001);
    reloaded.send(JSON.stringify({ kind: 'request', id: 7, method: 'settings.get', input: {} }));
    expect(await nextMessage(reloaded)).toMatchObject({ id: 7, reply: { ok: true } });
  });

  it('stays open for the page that took over after the one before is gone', async () => {
    const door = await openDoor({ timings: { idleMs: 60 } });
    const page = await enter(door);
    const first = connectPage(door, page);
    await opened(first);
    const ended = closeCode(first);
    const second = connectPage(door, page);
    await opened(second);
    await ended;
    await sleep(200);
    expect(second.readyState).toBe(WebSocket.OPEN);
  });

  it('terminates a connection whose window stops answering', async () => {
    const door = await openDoor({ timings: { heartbeatMs: 40, idleMs: 5_000 } });
    const socket = connectPage(door, await enter(door), { autoPong: false });
    await opened(socket);
    expect(await closeCode(socket)).toBe(1006);
  });
});

/** A connection that never closes its own end; resolves when the host has destroyed its end. */
function stubborn({ origin }: Door, text: string): { readonly ended: Promise<void> } {
  const { port } = new URL(origin);
  const socket = createConnection({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  const ended = new Promise<void>((resolve) => {
    socket.on('error', () => resolve());
    // a host that only closed its half would take these bytes for ever
    socket.on('end', () => {
      const timer = setInterval(() => socket.write('more'), 5);
      socket.on('close', () => clearInterval(timer));
    });
    socket.on('close', () => resolve());
  });
  socket.resume();
  socket.write(text);
  return { ended };
}

describe('connections of other programs', () => {
  const upgrade = 'GET /rpc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

  it('are destroyed when their upgrade is refused, also when they keep their end open', async () => {
    const door = await openDoor();
    await Promise.all(Array.from({ length: 20 }, () => stubborn(door, upgrade).ended));
  });

  it.each([
    ['never come', ''],
    ['never end', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
  ])('are destroyed when their headers %s', async (_what, text) => {
    const door = await openDoor({ timings: { idleMs: 150, headersMs: 200 } });
    await stubborn(door, text).ended;
  });

  it('are limited in number: more than 32 are destroyed at once', async () => {
    const door = await openDoor({ timings: { headersMs: 60_000 } });
    let ended = 0;
    for (let i = 0; i < 40; i += 1) void stubborn(door, '').ended.then(() => (ended += 1));
    await vi.waitFor(() => expect(ended).toBe(8), { timeout: 10_000 });
  });
});

describe('the end', () => {
  it('comes after the window was closed, and leaves nothing in the state folder', async () => {
    const door = await openDoor();
    const socket = connectPage(door, await enter(door));
    await opened(socket);
    const before = world.closed();
    socket.close();
    expect(await running).toBe(0);
    expect(world.closed()).toBe(before + 1);
    expect(await readdir(join(folder, 'state'))).toEqual([]);
  });

  it('comes with 1 if no window ever connected, and with 130 after an interrupt', async () => {
    expect(await startHost({ timings: { firstWindowMs: 50 } })).toBe(1);
    lines = [];
    await openDoor();
    stop.abort();
    expect(await running).toBe(130);
    expect(await readdir(join(folder, 'state'))).toEqual([]);
  });

  it('removes the folder of a crashed run and keeps that of a running one', async () => {
    const dead = join(folder, 'state', 'window-999999999-abc');
    const living = join(folder, 'state', `window-${process.ppid}-abc`);
    for (const path of [dead, living]) await mkdir(join(path, 'profile'), { recursive: true });
    await openDoor();
    const left = await readdir(join(folder, 'state'));
    expect(left).not.toContain('window-999999999-abc');
    expect(left).toContain(`window-${process.ppid}-abc`);
  });
});

describe('without a browser', () => {
  const open = (browser: string, env = process.env) =>
    openBrowserHost({
      env,
      marks,
      assistant: world.assistant,
      rendererFolder: join(folder, 'renderer'),
      stateFolder: join(folder, 'state'),
      browser,
      language: 'en-US',
      print: (line) => lines.push(line),
      signal: stop.signal,
    });

  it('lists the searched places and the CLI command that does the same', async () => {
    expect(await open('/nowhere/browser')).toBe(1);
    expect(lines.join()).toContain('/nowhere/browser');
    expect(lines.join()).toContain('signoff scan');
  });

  it.each(['/nowhere/browser', '/bin/false'])(
    'names no command in a demo home, because it would act on the real one (%s)',
    async (browser) => {
      await writeFile(join(folder, '.signoff-demo'), 'signoff demo home\n{}\n');
      expect(await open(browser, { HOME: folder })).toBe(1);
      expect(lines.join()).toContain(browser);
      expect(lines.join()).not.toMatch(/signoff \w+|--level/);
    },
  );

  it('waits only briefly for a window after the browser exited with 0', async () => {
    const ended = openBrowserHost({
      marks,
      assistant: world.assistant,
      rendererFolder: join(folder, 'renderer'),
      stateFolder: join(folder, 'state'),
      browser: '/bin/true',
      print: (line) => lines.push(line),
      signal: stop.signal,
      timings: { idleMs: 50 },
    });
    expect(await ended).toBe(1);
    expect(await readdir(join(folder, 'state'))).toEqual([]);
  });

  it('reports a browser that ends before its window connects', async () => {
    expect(await open('/bin/false')).toBe(1);
    expect(lines.join()).toContain('/bin/false ended before it opened a window');
    expect(await readdir(join(folder, 'state'))).toEqual([]);
  });
});
