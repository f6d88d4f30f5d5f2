import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findBrowser } from '../scripts/find-browser.mjs';
import { enterThroughLaunchFile, startBrowserHost } from './harness/browser-host.ts';
import { expect, test } from './harness/test.ts';

test('the gate: code once, strict cookie, own host and origin only, nothing left at the end', async ({
  page,
  where,
  playwright,
}) => {
  const host = await startBrowserHost(where);
  const entered: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/enter')) entered.push(request.url());
  });
  expect((await stat(host.launchFile)).mode & 0o777).toBe(0o600);
  await enterThroughLaunchFile(page, host);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' });
  await expect.poll(() => existsSync(host.launchFile)).toBe(false);

  const { origin } = new URL(page.url());
  const stranger = await playwright.request.newContext();
  const status = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
    (await stranger.get(origin + path, { headers })).status();
  const mine = { cookie: `${cookie!.name}=${cookie!.value}` };
  expect(entered).toHaveLength(1);
  expect((await stranger.get(entered[0]!)).status()).toBe(403);
  expect(await status('/')).toBe(403);
  expect(await status('/', mine)).toBe(200);
  expect(await status('/', { ...mine, origin: 'http://evil.example' })).toBe(403);
  expect(await status('/', { ...mine, host: 'evil.example' })).toBe(421);
  expect(await status('/..%2fcli.js', mine)).toBe(404);
  await stranger.dispose();

  expect(await host.stop()).toBe(0);
  const left = await readdir(where.dataDir);
  expect(left.filter((name) => name.startsWith('window-'))).toEqual([]);
});

test('a tab with only the cookie is told where the window is, and one with the key takes over', async ({
  page,
  context,
  where,
  texts,
}) => {
  const host = await startBrowserHost(where);
  await enterThroughLaunchFile(page, host);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');

  const elsewhere = { name: texts.frame.elsewhere.title };
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByRole('alert')).toContainText(elsewhere.name);
  await expect(second.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);

  await page.reload();
  await expect(heading).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);

  const key = await page.evaluate(() => sessionStorage.getItem('signoff-key') ?? '');
  await second.goto(`${page.url()}#key=${key}`);
  await second.reload();
  await expect(second.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(elsewhere.name);
  await page.getByRole('button', { name: texts.frame.elsewhere.useHere }).click();
  await expect(heading).toBeVisible();
  await expect(second.getByRole('alert')).toContainText(elsewhere.name);
  expect(await host.stop()).toBe(0);
});

test('a page of another site cannot use the browser’s session', async ({ page, context, where }) => {
  const host = await startBrowserHost(where);
  await enterThroughLaunchFile(page, host);
  const { port } = new URL(page.url());
  const foreign = await context.newPage();
  await foreign.goto('about:blank');
  const reached = await foreign.evaluate(async (address) => {
    const viaFetch = await fetch(`http://${address}/`, { credentials: 'include' }).then(
      () => 'answered',
      () => 'refused',
    );
    const viaSocket = await new Promise<string>((resolve) => {
      const socket = new WebSocket(`ws://${address}/rpc`);
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    });
    return [viaFetch, viaSocket];
  }, `127.0.0.1:${port}`);
  expect(reached).toEqual(['refused', 'refused']);
  await host.stop();
});

test('every answer carries the content security policy', async ({ page, where }) => {
  const host = await startBrowserHost(where);
  const policies = new Map<string, string | undefined>();
  page.on('response', (response) => {
    if (response.url().startsWith('http')) {
      policies.set(new URL(response.url()).pathname, response.headers()['content-security-policy']);
    }
  });
  await enterThroughLaunchFile(page, host);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(policies.size).toBeGreaterThan(2);
  for (const [path, policy] of policies) expect(policy, path).toContain("require-trusted-types-for 'script'");
  await host.stop();
});

test('signoff open starts a browser, passes no secret in its arguments, and ends with it', async ({
  where,
  texts,
}) => {
  // the user's browser, headless and with a debugging port for the test
  const told = join(where.home, '..', 'told');
  const browser = join(where.home, '..', 'browser');
  await writeFile(
    browser,
    `#!/bin/sh\nprintf '%s\\n' "$$" "$HOME" "$@" > "${told}"\nexec "${findBrowser() ?? ''}" --headless=new --remote-debugging-port=0 "$@"\n`,
  );
  await chmod(browser, 0o755);
  const args = [where.program.cli, 'open', '--data-dir', where.dataDir, '--browser', browser];
  // the command line hands its language to the window
  const env = { ...where.env, LANG: 'zh_CN.UTF-8' };
  const host = spawn(process.execPath, args, { env, stdio: 'ignore' });
  const ended = once(host, 'exit') as Promise<[number | null]>;
  const windows = async (): Promise<string[]> =>
    (await readdir(where.dataDir).catch(() => [])).filter((name) => name.startsWith('window-'));

  const portFile = async (): Promise<string> =>
    join(where.dataDir, (await windows())[0] ?? '', 'profile', 'DevToolsActivePort');
  await expect.poll(async () => existsSync(await portFile())).toBe(true);
  const port = (await readFile(await portFile(), 'utf8')).split('\n')[0] ?? '';
  const seen = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = seen.contexts()[0]?.pages()[0];
  await expect(page!.getByRole('button', { name: texts.home.leave })).toBeVisible();
  expect(existsSync(join(where.dataDir, (await windows())[0] ?? '', 'launch.html'))).toBe(false);

  const [pid, home, ...words] = (await readFile(told, 'utf8')).trim().split('\n');
  expect(words.join(' ')).toContain('--app=file://');
  expect(words.join(' ')).not.toMatch(/http:|code=/);
  expect(home).toContain(where.dataDir);

  process.kill(Number(pid), 'SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(await windows()).toEqual([]);
});
