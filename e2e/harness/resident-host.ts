import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright/test';
import { findBrowser } from '../../scripts/find-browser.mjs';
import type { Desktop } from './desktop.ts';
import type { PrivateHome } from './private-home.ts';

/** `signoff open --resident` on a desktop, with windows that a test can look into. */
export interface ResidentHost {
  /** everything it printed so far */
  output(): string;
  /** waits for the window that the host opens next */
  nextWindow(): Promise<Page>;
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** The user's browser, with a debugging port for the test beside the host's own pipe. */
async function writeBrowser(where: PrivateHome): Promise<string> {
  const path = join(where.home, '..', 'browser');
  await writeFile(path, `#!/bin/sh\nexec "${findBrowser() ?? ''}" --remote-debugging-port=0 "$@"\n`);
  await chmod(path, 0o755);
  return path;
}

async function profileIn(dataDir: string): Promise<string> {
  const name = (await readdir(dataDir).catch(() => [])).find((entry) => entry.startsWith('window-'));
  return join(dataDir, name ?? 'none', 'profile');
}

export async function startResidentHost(where: PrivateHome, desktop: Desktop): Promise<ResidentHost> {
  const browser = await writeBrowser(where);
  const args = [where.program.cli, 'open', '--resident', '--data-dir', where.dataDir, '--browser', browser];
  const env = { ...where.env, ...desktop.env, LANG: 'zh_CN.UTF-8' };
  const child = spawn(process.execPath, args, { env, cwd: where.home });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const seen: Browser[] = [];

  const portOf = async (): Promise<string | null> => {
    const file = join(await profileIn(where.dataDir), 'DevToolsActivePort');
    if (!existsSync(file)) return null;
    const [port, path] = (await readFile(file, 'utf8')).split('\n');
    if (path === undefined) return null;
    // the next window writes it anew
    await rm(file);
    return port ?? null;
  };
  return {
    ended,
    output: () => output,
    async nextWindow() {
      const giveUpAt = Date.now() + 60_000;
      let port: string | null = null;
      while (port === null) {
        if (Date.now() > giveUpAt) throw new Error(`no window came:\n${output}`);
        await pause(50);
        port = await portOf();
      }
      const opened = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      seen.push(opened);
      const page = opened.contexts()[0]?.pages()[0];
      if (page === undefined) throw new Error('the browser has no window');
      await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/(#\/.*)?$/);
      return page;
    },
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
      for (const one of seen) await one.close().catch(() => undefined);
    },
  };
}
