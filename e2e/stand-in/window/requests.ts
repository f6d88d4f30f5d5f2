import type { EventEmitter } from 'node:events';
import { emitNative } from '../app/events.ts';
import { recordRefusal } from '../records.ts';
import { toProgram } from './addresses.ts';
import type { CdpSession } from './cdp.ts';
import type { Page, Paused } from './page.ts';
import type { StandInSession } from './session.ts';

const noBody = new Set(['GET', 'HEAD']);

/** Electron's names for the DevTools protocol's kinds (docs/api/web-request.md). */
const kinds: Readonly<Record<string, string>> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  Media: 'media',
  CSPViolationReport: 'cspReport',
};

/**
 * A second policy beside the program's own, which lets the page do everything but open windows: `window.open` gives
 * null, as in Electron when the program refuses. Otherwise Chromium would open one before the program decides.
 */
const noPopups =
  'sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-pointer-lock ' +
  'allow-orientation-lock allow-presentation allow-top-navigation allow-storage-access-by-user-activation';

function kindOf({ resourceType, frameId }: Paused, page: Page): string {
  if (resourceType === 'Document') return frameId === page.frames.mainId ? 'mainFrame' : 'subFrame';
  return kinds[resourceType] ?? 'other';
}

/**
 * The events of a navigation that the page itself began, in their order (shell/browser/electron_navigation_throttle.cc).
 * The DevTools protocol does not tell a reload from them, so a reload brings them too. True if one was prevented.
 */
function isRefused(contents: EventEmitter, page: Page, paused: Paused, url: string): boolean {
  const isMainFrame = paused.frameId === page.frames.mainId;
  const frame = page.frames.get(paused.frameId);
  const redirect = ['will-redirect'] as const;
  const started = ['will-frame-navigate', ...(isMainFrame ? (['will-navigate'] as const) : [])] as const;
  for (const name of paused.redirectedRequestId === undefined ? started : redirect) {
    const details = { url, isSameDocument: false, isMainFrame, frame, initiator: frame };
    if (!emitNative(contents, name, details, url, false, isMainFrame, 0, 0)) continue;
    recordRefusal(name, url);
    return true;
  }
  return false;
}

/**
 * Answers a request of a page as Electron does: navigation events, `webRequest`, the scheme's handler. What no handler
 * answers fails, because the stand-in has no network.
 */
export async function answerRequest(
  contents: EventEmitter,
  session: StandInSession,
  page: Page,
  paused: Paused,
  isOwnLoad: (url: string) => boolean,
): Promise<void> {
  const { requestId, request, resourceType } = paused;
  const cdp: CdpSession = page.session;
  const fail = (errorReason: string): void => cdp.tell('Fetch.failRequest', { requestId, errorReason });
  const url = toProgram(request.url);
  const { method } = request;
  if (resourceType === 'Document' && !isOwnLoad(url) && isRefused(contents, page, paused, url)) {
    fail('Aborted');
    return;
  }
  const wanted = { url, method, resourceType: kindOf(paused, page) };
  if (await session.webRequest.cancels(wanted)) {
    recordRefusal('webRequest', url);
    fail('BlockedByClient');
    return;
  }
  let response: Response | null;
  try {
    response = await session.protocol.answer(
      new Request(url, { method, ...(noBody.has(method) ? {} : { body: '' }) }),
    );
  } catch (error) {
    console.error(error);
    fail('Failed');
    return;
  }
  if (response === null) {
    recordRefusal('scheme', url);
    fail('Failed');
    return;
  }
  const headers = await session.webRequest.headers(wanted, response.headers);
  const responseHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
  if (wanted.resourceType === 'mainFrame')
    responseHeaders.push({ name: 'content-security-policy', value: noPopups });
  cdp.tell('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders,
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  });
}
