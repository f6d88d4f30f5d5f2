import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { SystemName } from '../../../app/platforms/platform.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import { loadRenderer } from '../../assistant/serve-renderer.ts';
import { isDemoHome } from '../../demo/generate-demo-home.ts';
import { openBrowserWindow, windowEnvironment } from './browser-window.ts';
import type { BrowserWindow } from './browser-window.ts';
import { findBrowser } from './find-browser.ts';
import type { Environment } from './find-browser.ts';
import { openLaunchFolder } from './launch-folder.ts';
import type { LaunchFolder } from './launch-folder.ts';
import { startBrowserServer } from './server.ts';

export interface BrowserHostOptions {
  readonly assistant: Assistant;
  /** the built renderer */
  readonly rendererFolder: string;
  /** the assistant's own folder; launch file and browser profile exist only in it */
  readonly stateFolder: string;
  /** absolute path of the user's preferred browser */
  readonly browser?: string;
  readonly language?: Language;
  readonly system?: SystemName;
  readonly env?: Environment;
  /** only print the file to open; for tests and remote browsers */
  readonly noLaunch?: boolean;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
  readonly timings?: Partial<typeof usualTimings>;
}

/** 0: the window was opened and closed. 1: no browser, or none could be opened. 130: interrupted. */
export type BrowserHostExit = 0 | 1 | 130;

const usualTimings = {
  heartbeatMs: 15_000,
  headersMs: 4_000,
  /** how long a reload or a sleeping window may be away */
  idleMs: 20_000,
  /** how long the first window may take to connect */
  firstWindowMs: 10 * 60_000,
};

const systemOf: Partial<Record<NodeJS.Platform, SystemName>> = { win32: 'windows', darwin: 'macos' };

interface HostContext {
  readonly options: BrowserHostOptions;
  readonly system: SystemName;
  readonly env: Environment;
  readonly texts: (typeof dictionaries)[Language]['host'];
}

/** Prints why there is no window, and the CLI command that does the same, which would not see a demo home. */
function printNoWindow({ options, env, texts }: HostContext, reason: string): void {
  options.print(reason);
  if (!isDemoHome(env['HOME'] ?? env['USERPROFILE'] ?? '')) options.print(texts.sameByCommand);
}

/** The browser's path, `none` if none shall be launched, or null after printing that there is none. */
async function chooseBrowser(context: HostContext): Promise<{ name: string; path: string } | 'none' | null> {
  const { options, texts } = context;
  if (options.noLaunch === true) return 'none';
  const { found, lookedIn } = await findBrowser(context.system, context.env, options.browser);
  if (found === null) printNoWindow(context, texts.noBrowser({ lookedIn: lookedIn.join(', ') }));
  return found;
}

function launch(
  context: HostContext,
  browser: { name: string; path: string },
  folder: LaunchFolder,
): BrowserWindow {
  const { options, texts } = context;
  const withoutSandbox = context.system === 'linux' && process.geteuid?.() === 0;
  if (withoutSandbox) options.print(texts.withoutSandbox);
  const environment = windowEnvironment(context.system, context.env, folder.profile);
  const window = openBrowserWindow({
    browser: browser.path,
    environment,
    profile: folder.profile,
    launchFile: folder.launchFile,
    // a Linux browser only knows its packaged languages, whatever the system's language
    language: context.system === 'linux' ? (options.language ?? null) : null,
    withoutSandbox,
  });
  options.print(texts.opened({ browser: browser.name }));
  return window;
}

/** Waits for the end, prints its reason and returns the exit code. */
async function waitForEnd(
  context: HostContext,
  presence: Presence,
  window: BrowserWindow | null,
  name: string,
): Promise<BrowserHostExit> {
  const { options, texts } = context;
  const browserEnded = new Promise<'window-closed' | 'browser-failed'>((resolve) => {
    void window?.ended.then((code) => {
      if (presence.cameOnce()) resolve('window-closed');
      // a launcher that hands over to another process exits with 0, and the window connects later
      else if (code === 0) presence.expectSoon();
      else resolve('browser-failed');
    });
  });
  const end = await Promise.race([presence.over, browserEnded]);
  if (end === 'aborted') return presence.cameOnce() ? 0 : 130;
  if (end === 'browser-failed') printNoWindow(context, texts.browserFailed({ browser: name }));
  else options.print(end === 'never-opened' ? texts.nobodyCame : texts.closed);
  return end === 'browser-failed' || end === 'never-opened' ? 1 : 0;
}

/**
 * Opens the assistant in a browser window and resolves with the exit code after it is closed. Closes the assistant,
 * so that a running clean stops between two files and is recorded as cancelled.
 */
export async function openBrowserHost(options: BrowserHostOptions): Promise<BrowserHostExit> {
  const context: HostContext = {
    options,
    system: options.system ?? systemOf[process.platform] ?? 'linux',
    env: options.env ?? process.env,
    texts: dictionaries[options.language ?? 'zh-CN'].host,
  };
  const timings = { ...usualTimings, ...options.timings };
  const browser = await chooseBrowser(context);
  if (browser === null) return 1;

  const presence = createPresence(timings, options.signal);
  const renderer = await loadRenderer(options.rendererFolder);
  let folder: LaunchFolder | null = null;
  const server = await startBrowserServer({
    assistant: options.assistant,
    renderer,
    onEntered: () => void folder?.removeLaunchFile(),
    onWindow: (connected) => presence.report(connected),
    ...timings,
  });
  let window: BrowserWindow | null = null;
  try {
    folder = await openLaunchFolder(options.stateFolder, server.enterUrl);
    if (browser === 'none') options.print(context.texts.openThisFile({ file: folder.launchFile }));
    else window = launch(context, browser, folder);
    void options.assistant.retain();
    return await waitForEnd(context, presence, window, browser === 'none' ? '' : browser.name);
  } finally {
    await options.assistant.close();
    await server.close();
    await window?.close();
    if (folder !== null && !(await folder.remove()))
      options.print(context.texts.profileLeft({ folder: folder.profile }));
  }
}

export type PresenceEnd = 'aborted' | 'never-opened' | 'window-closed';

/** Tracks whether a window is connected, and when its absence means the end. */
interface Presence {
  report(connected: boolean): void;
  cameOnce(): boolean;
  /** the browser's first process exited with 0: a window connects soon or never */
  expectSoon(): void;
  /** resolves once, when no window is expected any more */
  readonly over: Promise<PresenceEnd>;
}

/** A closed window and a reload look alike at first, so an absence counts only after `idleMs`. */
function createPresence(
  timings: { readonly idleMs: number; readonly firstWindowMs: number },
  signal: AbortSignal,
): Presence {
  let came = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let settle: (end: PresenceEnd) => void = () => undefined;
  const over = new Promise<PresenceEnd>((resolve) => (settle = resolve));

  const end = (reason: PresenceEnd): void => {
    ended = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    settle(reason);
  };
  const abort = (): void => end('aborted');
  const waitForFirst = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => end('never-opened'), ms);
  };
  waitForFirst(timings.firstWindowMs);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });

  return {
    over,
    cameOnce: () => came,
    expectSoon() {
      if (!ended && !came) waitForFirst(timings.idleMs);
    },
    report(connected) {
      if (ended) return;
      clearTimeout(timer);
      if (!connected) {
        timer = setTimeout(() => end('window-closed'), timings.idleMs);
        return;
      }
      came = true;
    },
  };
}
