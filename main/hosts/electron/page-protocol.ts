import type { Protocol } from 'electron';
import type { ServedRenderer } from '../../assistant/serve-renderer.ts';
import { isOwn } from './lockdown.ts';

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
