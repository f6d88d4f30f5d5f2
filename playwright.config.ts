import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import { findBrowser } from './scripts/find-browser.mjs';
import { whyNoElectron } from './scripts/find-electron.mjs';
import { resultsFolder } from './scripts/results-folder.mjs';
import type { HostOptions } from './e2e/harness/test.ts';

const results = resultsFolder();
const isRoot = process.getuid?.() === 0;
const electronMissing = whyNoElectron();

/**
 * One set of specs, three hosts: the browser host, Electron's stand-in and Electron. Where Electron cannot run, its
 * project is one skipped test that says why.
 */
export default defineConfig<HostOptions>({
  testDir: 'e2e',
  outputDir: join(results, 'e2e'),
  // each test has its own home, and its assistant sees only the programs below it
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // limits that end a test that hangs: on a busy computer each step can take many times as long as usual
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['dot'], ['json', { outputFile: join(results, 'e2e.json') }]],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1120, height: 760 },
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'browser',
      testIgnore: ['electron-missing.spec.ts', 'e2e/shell/**', 'e2e/windows/**', 'e2e/pictures/**'],
      use: {
        host: 'browser',
        launchOptions: {
          executablePath: findBrowser() ?? '/usr/bin/chromium',
          args: isRoot ? ['--no-sandbox'] : [],
        },
      },
    },
    {
      name: 'stand-in',
      // the looks are those of the same page in the same Chromium as in `browser`
      testIgnore: [
        ...['electron-missing.spec.ts', 'door.spec.ts', 'looks.spec.ts', 'tray.spec.ts'],
        ...['e2e/windows/**', 'e2e/pictures/**'],
      ],
      use: { host: 'stand-in' },
    },
    {
      name: 'electron',
      ...(electronMissing === null
        ? {
            testIgnore: [
              'electron-missing.spec.ts',
              'door.spec.ts',
              'tray.spec.ts',
              'e2e/windows/**',
              'e2e/pictures/**',
            ],
          }
        : { testMatch: 'electron-missing.spec.ts' }),
      use: { host: 'electron' },
    },
  ],
});
