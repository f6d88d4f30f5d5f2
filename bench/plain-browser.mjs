import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** Sends commands to one tab; the inspector is attached only meanwhile. */
export async function inspect(address, work) {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await once(socket, 'open');
  let id = 0;
  const send = async (method, params) => {
    id += 1;
    const mine = id;
    socket.send(JSON.stringify({ id: mine, method, params }));
    for (;;) {
      const [message] = await once(socket, 'message');
      const answer = JSON.parse(message);
      if (answer.id !== mine) continue;
      if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
      return answer.result;
    }
  };
  try {
    return await work(send);
  } finally {
    socket.close();
  }
}

/**
 * A headless Chromium without an inspector during measurements: an attached one makes V8 record allocation sites,
 * which blocks the UI thread longer than the program does.
 */
export async function openPlainBrowser(executablePath) {
  const profile = mkdtempSync(join(tmpdir(), 'signoff-bench-profile-'));
  const asRoot = process.getuid?.() === 0;
  const child = spawn(
    executablePath,
    [
      '--headless',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      '--window-size=1120,760',
      '--accept-lang=zh-CN',
      '--no-first-run',
      ...(asRoot ? ['--no-sandbox'] : []),
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const portFile = join(profile, 'DevToolsActivePort');
  while (!existsSync(portFile) || readFileSync(portFile, 'utf8').split('\n').length < 2) {
    if (child.exitCode !== null) throw new Error(`${executablePath} ended with ${child.exitCode}`);
    await sleep(50);
  }
  const origin = `http://127.0.0.1:${readFileSync(portFile, 'utf8').split('\n')[0]}`;
  const ask = async (path, method = 'GET') => (await fetch(`${origin}${path}`, { method })).json();
  const { Browser: version } = await ask('/json/version');

  return {
    version,
    /** opens a tab and returns its id; nothing is attached */
    open: async (url) => (await ask(`/json/new?${encodeURI(url)}`, 'PUT')).id,
    /** the browser's own data about a tab */
    about: async (id) => (await ask('/json/list')).find((tab) => tab.id === id),
    async inspect(id, work) {
      const { webSocketDebuggerUrl } = await this.about(id);
      return inspect(webSocketDebuggerUrl, work);
    },
    closeTab: (id) => fetch(`${origin}/json/close/${id}`),
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
