import { test as base } from 'playwright/test';
import type { Browser, Page } from 'playwright/test';
import type { Computer } from '../../app/cleanup/computers.ts';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import type { Dictionary } from '../../app/locale/dictionaries.ts';
import type { Language } from '../../app/locale/dictionary.ts';
import { diffSnapshots, snapshotTree } from '../../main/testing/tree-snapshot.ts';
import type { SnapshotDifference } from '../../main/testing/tree-snapshot.ts';
import { enterThroughLaunchFile, startBrowserHost } from './browser-host.ts';
import { firstWindow, startElectron } from './electron-host.ts';
import type { ElectronKind, Look } from './electron-host.ts';
import { makePrivateHome } from './private-home.ts';
import type { PrivateHome } from './private-home.ts';
import { placeProgram } from './program.ts';
import type { Program } from './program.ts';

export interface HostOptions {
  readonly host: 'browser' | ElectronKind;
  /** number of files of the demo home */
  readonly files: number;
  /** whose computer the person said this is */
  readonly computer: Computer;
}

interface Fixtures {
  /** fresh for each test, removed afterwards */
  readonly where: PrivateHome;
  /** the assistant's window */
  readonly window: Page;
  /** the dictionary of the window's language */
  readonly texts: Dictionary;
  /** changes of the home folder since the test began */
  readonly disk: { changes(): Promise<SnapshotDifference> };
}

/** Chromium's remark on the stand-in's second policy, e2e/stand-in/window/requests.ts; the product frames nothing. */
const remark = /^An iframe which has both allow-scripts and allow-same-origin/;

/** Errors of the page's scripts, console and content policy. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (remark.test(message.text())) return;
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.text()} (${message.location().url})`);
  });
  return complaints;
}

async function withBrowserHost(
  page: Page,
  where: PrivateHome,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const host = await startBrowserHost(where);
  try {
    await enterThroughLaunchFile(page, host);
    await use(page);
  } finally {
    await host.stop();
  }
}

async function withElectron(
  kind: ElectronKind,
  where: PrivateHome,
  look: Look,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const app = await startElectron(kind, where, look);
  try {
    await use(await firstWindow(app, look));
  } finally {
    await app.close();
  }
}

interface Tools {
  readonly program: Program;
  /** the browser of the browser host, started only when a test needs it: Electron brings its own */
  readonly openBrowser: () => Promise<Browser>;
}

/** Playwright's test with a home of its own and the assistant open on it. A complaint of the page fails the test. */
export const test = base.extend<Fixtures & HostOptions, Tools>({
  host: ['browser', { option: true }],
  files: [700, { option: true }],
  computer: ['shared', { option: true }],

  program: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads this pattern to see what the fixture needs
    async ({}, use) => {
      const program = await placeProgram();
      try {
        await use(program);
      } finally {
        await program.remove();
      }
    },
    { scope: 'worker' },
  ],

  openBrowser: [
    async ({ playwright, launchOptions }, use) => {
      let browser: Promise<Browser> | null = null;
      await use(() => (browser ??= playwright.chromium.launch(launchOptions)));
      await (browser as Promise<Browser> | null)?.then((opened) => opened.close());
    },
    { scope: 'worker' },
  ],

  where: async ({ files, computer, program }, use) => {
    const where = await makePrivateHome(files, program, computer);
    try {
      await use(where);
    } finally {
      await where.remove();
    }
  },

  window: async ({ host, where, openBrowser, locale, colorScheme, timezoneId, viewport }, use, testInfo) => {
    const look: Look = {
      locale: locale ?? 'zh-CN',
      colorScheme: colorScheme === 'dark' ? 'dark' : 'light',
      timezoneId: timezoneId ?? 'UTC',
      viewport,
    };
    let complaints: readonly string[] = [];
    // a page whose host is being stopped complains of that
    const useAndListen = async (window: Page, heard = listenForComplaints(window)): Promise<void> => {
      await use(window);
      complaints = [...heard];
    };
    if (host === 'browser') {
      const { viewport: size, ...rest } = look;
      const context = await (await openBrowser()).newContext({ ...rest, viewport: size ?? null });
      const page = await context.newPage();
      const heard = listenForComplaints(page);
      await withBrowserHost(page, where, () => useAndListen(page, heard));
      await context.close();
    } else {
      await withElectron(host, where, look, useAndListen);
    }
    if (testInfo.status === 'passed' && complaints.length > 0)
      throw new Error(`the window complained:\n${complaints.join('\n')}`);
  },

  texts: async ({ locale }, use) => {
    const language: Language = locale === 'en-US' ? 'en-US' : 'zh-CN';
    await use(dictionaries[language]);
  },

  disk: async ({ where }, use) => {
    const before = await snapshotTree(where.home);
    await use({ changes: async () => diffSnapshots(before, await snapshotTree(where.home)) });
  },
});

export { expect } from 'playwright/test';
