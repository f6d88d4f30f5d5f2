import type { App, CustomScheme, Protocol, Session, WebContents, WebPreferences } from 'electron';
import type { ServedRenderer } from '../../assistant/serve-renderer.ts';

/** The only origin that a window of ours may ever show or ask. */
export const ownOrigin = 'app://signoff';

/** Privileges of the `app:` scheme: an ordinary secure origin, and nothing that bypasses the page's policy. */
export const ownScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, bypassCSP: false },
};

/** True for our own pages and assets only; compared by parts, because a prefix also fits `app://signoff.evil`. */
export function isOwn(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === 'app:' && url.host === 'signoff' && url.username === '' && url.password === '';
}

/** How every window of ours is made; each line is also Electron's default today and stays true if that changes. */
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

/** Cuts a session off from the network, from every permission and from downloads. */
export function lockSession(session: LockableSession): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isOwn(details.url) }));
  session.on('will-download', (event) => event.preventDefault());
}

/** Keeps one page where it is: no navigation, redirect, new window or embedded view leads out of it. */
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

/** Locks whatever page the program may ever make, not only the one that we remember to lock. */
export function lockEveryPage(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

/** Locks whatever session the program may ever make, the default one included. */
export function lockEverySession(app: Pick<App, 'on'>): void {
  app.on('session-created', lockSession);
}

/** Answers `app://signoff/…` from the built renderer; a foreign host or another verb gets nothing. */
export function answerPage(renderer: ServedRenderer, request: Pick<Request, 'url' | 'method'>): Response {
  if (!isOwn(request.url) || request.method !== 'GET') return new Response(null, { status: 403 });
  const { status, headers, body } = renderer.respond(new URL(request.url).pathname);
  return new Response(Buffer.from(body), { status, headers });
}

/** Serves the renderer on the session of our windows, with the same policy as in the browser host. */
export function servePages(protocol: Pick<Protocol, 'handle'>, renderer: ServedRenderer): void {
  protocol.handle('app', (request) => answerPage(renderer, request));
}
