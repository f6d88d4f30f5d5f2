import { typedError } from '../../../app/contract/errors.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { loadRenderer } from '../../assistant/serve-renderer.ts';
import { isDemoHome } from '../../demo/generate-demo-home.ts';
import { openBrowserWindow, windowEnvironment } from './browser-window.ts';
import type { BrowserWindow } from './browser-window.ts';
import { findBrowser } from './find-browser.ts';
import type { BrowserHostExit, HostContext, usualTimings } from './host-options.ts';
import type { LaunchFolder } from './launch-folder.ts';
import { createPresence } from './presence.ts';
import type { Presence } from './presence.ts';
import { answerRequests } from './resident-requests.ts';
import { startResident } from './resident.ts';
import type { Resident } from './resident.ts';
import { startBrowserServer } from './server.ts';
import type { BrowserServer } from './server.ts';
import { WindowKeeper } from './window-keeper.ts';

/** Prints why there is no window, and the CLI command that does the same, which would not see a demo home. */
function printNoWindow({ options, env, texts }: HostContext, reason: string): void {
  options.print(reason);
  if (!isDemoHome(env['HOME'] ?? env['USERPROFILE'] ?? '')) options.print(texts.sameByCommand);
}

type Browser = { readonly name: string; readonly path: string } | 'none';

/** The browser's path, `none` if none shall be launched, or null after printing that there is none. */
async function chooseBrowser(context: HostContext): Promise<Browser | null> {
  const { options, texts } = context;
  if (options.noLaunch === true) return 'none';
  const { found, lookedIn } = await findBrowser(context.system, context.env, options.browser);
  if (found === null) printNoWindow(context, texts.noBrowser({ lookedIn: lookedIn.join(', ') }));
  return found;
}

interface Opening {
  readonly context: HostContext;
  readonly browser: Browser;
  readonly folder: LaunchFolder;
  readonly server: BrowserServer;
}

/** Writes a launch file with a new code and opens the browser on it; null where the person opens the file. */
async function openWindow(
  { context, browser, folder, server }: Opening,
  place: string | null,
  activationToken: string | null,
): Promise<BrowserWindow | null> {
  const { options, system, env, texts } = context;
  const launchFile = await folder.writeLaunchFile(server.invite(place));
  if (browser === 'none') {
    options.print(texts.openThisFile({ file: launchFile }));
    return null;
  }
  const isResident = options.resident === true;
  const withoutSandbox = system === 'linux' && process.geteuid?.() === 0;
  if (withoutSandbox) options.print(texts.withoutSandbox);
  const token = activationToken === null ? {} : { XDG_ACTIVATION_TOKEN: activationToken };
  const window = openBrowserWindow({
    browser: browser.path,
    environment: { ...windowEnvironment(system, env, folder.profile), ...token },
    profile: folder.profile,
    launchFile,
    // a Linux browser only knows its packaged languages, whatever the system's language
    language: system === 'linux' ? (options.language ?? null) : null,
    withoutSandbox,
    controlled: isResident,
  });
  options.print((isResident ? texts.resident.opened : texts.opened)({ browser: browser.name }));
  return window;
}

/** Waits for the end, prints its reason and returns the exit code. */
async function waitForEnd(
  { context, browser }: Pick<Opening, 'context' | 'browser'>,
  presence: Presence,
  keeper: WindowKeeper,
): Promise<BrowserHostExit> {
  const { options, texts } = context;
  const browserFailed = new Promise<'browser-failed'>((resolve) => {
    void keeper.firstEnded.then((code) => (code === 0 ? presence.expectSoon() : resolve('browser-failed')));
  });
  const end = await Promise.race([presence.over, browserFailed]);
  if (end === 'aborted') return presence.cameOnce() ? 0 : 130;
  if (end === 'browser-failed') {
    const name = browser === 'none' ? '' : browser.name;
    printNoWindow(context, texts.browserFailed({ browser: name }));
    return 1;
  }
  options.print(
    { 'never-opened': texts.nobodyCame, 'window-closed': texts.closed, quit: texts.resident.quit }[end],
  );
  return end === 'never-opened' ? 1 : 0;
}

/** Why a window could not be opened again, in one sentence. */
function whyFailed({ options, texts }: HostContext, browser: Browser, error: unknown): string {
  if (error === null) return texts.browserFailed({ browser: browser === 'none' ? '' : browser.name });
  const { code, params } = typedError(error);
  return dictionaries[options.language ?? 'zh-CN'].errors[code](params);
}

function startTray(
  { options, system, env }: HostContext,
  presence: Presence,
  show: (place: string | null, activationToken: string | null) => void,
): Promise<Resident> {
  return startResident({
    ...{ system, env, show, print: options.print },
    icons: options.icons ?? '',
    client: options.assistant.client({ host: 'browser', may: ['read', 'write'] }),
    language: options.language ?? 'zh-CN',
    stay: (stays) => presence.stay(stays),
    quit: () => presence.quit(),
  });
}

/** Serves the window until it is closed, or in the tray until the person quits. */
export async function serveWindow(
  context: HostContext,
  folder: LaunchFolder,
  timings: typeof usualTimings,
): Promise<BrowserHostExit> {
  const { options } = context;
  const browser = await chooseBrowser(context);
  if (browser === null) return 1;
  const presence = createPresence(timings, options.signal);
  let resident: Resident | null = null;
  const server = await startBrowserServer({
    assistant: options.assistant,
    renderer: await loadRenderer(options.rendererFolder),
    onEntered: () => void folder.removeLaunchFile(),
    onWindow(connected) {
      presence.report(connected);
      if (connected) keeper.connected();
      else resident?.again();
    },
    ...timings,
  });
  const opening = { context, browser, folder, server };
  let activationToken: string | null = null;
  const keeper = new WindowKeeper({
    open: (place) => openWindow(opening, place, activationToken),
    isConnected: () => presence.isConnected(),
    goTo: (place) => server.goTo(place),
    onGone: () => presence.gone(),
    onBehind: () => resident?.notify('behind'),
    onFailed: (error) => resident?.notify('failed', whyFailed(context, browser, error)),
    timings,
  });
  const show = (place: string | null, token: string | null): void => {
    activationToken = token;
    keeper.show(place);
  };
  const requests = options.resident === true ? answerRequests(folder.path, () => show(null, null)) : null;
  const starting = options.resident === true ? startTray(context, presence, show) : null;
  void starting?.then((started) => (resident = started));
  try {
    await keeper.start();
    void options.assistant.retain();
    return await waitForEnd(opening, presence, keeper);
  } finally {
    requests?.close();
    (await starting)?.close();
    await options.assistant.close();
    await server.close();
    await keeper.close();
  }
}
