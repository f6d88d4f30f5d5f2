import { randomBytes } from 'node:crypto';
import type { App, CustomScheme, Protocol, Session, WebContents, WebPreferences } from 'electron';
import { contentSecurityPolicy, guardHeaders } from '../../../assistant/serve-renderer.ts';
import type { ServedRenderer } from '../../../assistant/serve-renderer.ts';

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
  | 'setProxy'
  | 'setSpellCheckerEnabled'
  | 'webRequest'
  | 'on'
>;

/** What the page itself made, such as a receipt to save; Electron asks the person where. */
function isOwnBlob(address: string): boolean {
  return address.startsWith('blob:') && isOwn(address.slice('blob:'.length));
}

/** Denies a session all network, permissions and downloads of others, and lets it look for no proxy. */
export function lockSession(session: LockableSession): void {
  // nothing waits for it: requests are cancelled below whether a proxy is known or not
  session.setProxy({ mode: 'direct' }).catch((error: unknown) => console.error(String(error)));
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isOwn(details.url) }));
  session.on('will-download', (event, item) => {
    if (!isOwnBlob(item.getURL())) event.preventDefault();
  });
}

/** Denies a page navigation, redirects, new windows and embedded views that lead outside. */
export function lockContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'>,
): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
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

/** A page that main draws itself; it is sent with the same headers as the renderer's. */
export interface OwnPage {
  readonly path: string;
  readonly html: (nonce: string) => string;
}

function drawn({ html }: OwnPage): Response {
  const nonce = randomBytes(18).toString('base64');
  const headers = {
    ...guardHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy(nonce),
  };
  return new Response(html(nonce), { status: 200, headers });
}

/** Answers `app://signoff/…` from the built renderer and main's own page; refuses other hosts and methods with 403. */
export function answerPage(
  renderer: ServedRenderer,
  page: OwnPage,
  request: Pick<Request, 'url' | 'method'>,
): Response {
  if (!isOwn(request.url) || request.method !== 'GET')
    return new Response(null, { status: 403, headers: guardHeaders });
  const { pathname } = new URL(request.url);
  if (pathname === page.path) return drawn(page);
  const { status, headers, body } = renderer.respond(pathname);
  return new Response(Buffer.from(body), { status, headers });
}

/** Serves the renderer to our windows' session, with the browser host's policy. */
export function servePages(
  protocol: Pick<Protocol, 'handle'>,
  renderer: ServedRenderer,
  page: OwnPage,
): void {
  protocol.handle('app', (request) => answerPage(renderer, page, request));
}
