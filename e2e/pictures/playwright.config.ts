import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { resultsFolder } from '../../scripts/results-folder.mjs';
import type { HostOptions } from '../harness/test.ts';

const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** `npm run screenshots`: the pictures of the manual, made by walking the built program. */
export default defineConfig<HostOptions>({
  testDir: '.',
  outputDir: join(resultsFolder(), 'pictures'),
  workers: 2,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: 'dot',
  use: {
    host: 'browser',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1040, height: 700 },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: findBrowser() ?? '/usr/bin/chromium', args },
  },
  projects: [
    { name: 'zh-CN', use: { locale: 'zh-CN' } },
    { name: 'en-US', use: { locale: 'en-US' } },
  ],
});
