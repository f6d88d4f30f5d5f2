import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { resultsFolder } from '../../scripts/results-folder.mjs';

const results = resultsFolder();

/** The window of the browser host under Windows' Node, driven by this machine's browser; started by test-windows.mjs. */
export default defineConfig({
  testDir: 'window',
  outputDir: join(results, 'windows-window'),
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // limits that end a test that hangs: everything takes several times as long under wine
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['dot'], ['json', { outputFile: join(results, 'windows-window.json') }]],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1120, height: 760 },
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findBrowser() ?? '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [{ name: 'windows' }],
});
