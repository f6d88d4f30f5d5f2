import { test as base } from 'playwright/test';
import type { Page } from 'playwright/test';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import type { Dictionary } from '../../app/locale/dictionaries.ts';
import type { Language } from '../../app/locale/dictionary.ts';
import { diffSnapshots, snapshotTree } from '../../main/testing/tree-snapshot.ts';
import type { SnapshotDifference } from '../../main/testing/tree-snapshot.ts';
import { enterThroughLaunchFile, startBrowserHost } from './browser-host.ts';
import { startElectron } from './electron-host.ts';
import { makePrivateHome } from './private-home.ts';
import type { PrivateHome } from './private-home.ts';
import { placeProgram } from './program.ts';
import type { Program } from './program.ts';

export interface HostOptions {
  readonly host: 'browser' | 'electron';
  /** number of files of the demo home */
  readonly files: number;
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

/** Errors of the page's scripts, console and content policy. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
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
  where: PrivateHome,
  look: { locale: string; colorScheme: 'light' | 'dark' },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const app = await startElectron(where, look);
  try {
    await use(await app.firstWindow());
  } finally {
    await app.close();
  }
}

/** Playwright's test with a home of its own and the assistant open on it. A complaint of the page fails the test. */
export const test = base.extend<Fixtures & HostOptions, { readonly program: Program }>({
  host: ['browser', { option: true }],
  files: [700, { option: true }],

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

  where: async ({ files, program }, use) => {
    const where = await makePrivateHome(files, program);
    try {
      await use(where);
    } finally {
      await where.remove();
    }
  },

  window: async ({ host, where, page, locale, colorScheme }, use, testInfo) => {
    const look = {
      locale: locale ?? 'zh-CN',
      colorScheme: colorScheme === 'dark' ? 'dark' : 'light',
    } as const;
    let complaints: string[] = [];
    const useAndListen = async (window: Page): Promise<void> => {
      complaints = listenForComplaints(window);
      await use(window);
    };
    if (host === 'electron') {
      await withElectron(where, look, useAndListen);
    } else {
      complaints = listenForComplaints(page);
      await withBrowserHost(page, where, use);
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
