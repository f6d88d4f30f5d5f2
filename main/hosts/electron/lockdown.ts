import type { App, CustomScheme, Protocol, Session, WebContents, WebPreferences } from 'electron';
import type { ServedRenderer } from '../../assistant/serve-renderer.ts';

/** The only origin that our windows may show or request. */
export const ownOrigin = 'app://signoff';

/** Privileges of the `app:` scheme: a secure standard origin, subject to the page's policy. */
export const ownScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, bypassCSP: false },
};

/**
 * True for our own pages and assets only. Compares components, because a prefix would accept `app://signoff.evil`.
 */
export function isOwn(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === 'app:' && url.host === 'signoff' && url.username === '' && url.password === '';
}

/** Preferences of every window. Each is also Electron's default today, and stays set if that changes. */
export function lockedPreferences(preload: string, developer: boolean): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: developer,
  };
}

type LockableSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setSpellCheckerEnabled'
  | 'webRequest'
  | 'on'
>;

/** Denies a session all network, permissions and downloads. */
export function lockSession(session: LockableSession): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isOwn(details.url) }));
  session.on('will-download', (event) => event.preventDefault());
}

/** Denies a page navigation, redirects, new windows and embedded views that lead outside. */
export function lockContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Locks every page that the program creates. */
export function lockEveryPage(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

/** Locks every session that the program creates, including the default one. */
export function lockEverySession(app: Pick<App, 'on'>): void {
  app.on('session-created', lockSession);
}

/** Answers `app://signoff/…` from the built renderer; refuses other hosts and methods with 403. */
export function answerPage(renderer: ServedRenderer, request: Pick<Request, 'url' | 'method'>): Response {
  if (!isOwn(request.url) || request.method !== 'GET') return new Response(null, { status: 403 });
  const { status, headers, body } = renderer.respond(new URL(request.url).pathname);
  return new Response(Buffer.from(body), { status, headers });
}

/** Serves the renderer to our windows' session, with the browser host's policy. */
export function servePages(protocol: Pick<Protocol, 'handle'>, renderer: ServedRenderer): void {
  protocol.handle('app', (request) => answerPage(renderer, request));
}
