import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { EventFrame, ReplyFrame } from '../../../app/contract/wire.ts';
import type { TakenOverCode, WindowProtocol } from '../../../app/contract/wire.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import { contentSecurityPolicy, guardHeaders } from '../../assistant/serve-renderer.ts';
import type { ServedRenderer } from '../../assistant/serve-renderer.ts';
import { answerFrame, forwardEvents, largestFrame, parseRequestFrame } from '../frames.ts';
import { createGate } from './gate.ts';
import type { Entry, Gate, Verdict } from './gate.ts';

export interface ServerOptions {
  readonly assistant: Assistant;
  readonly renderer: ServedRenderer;
  readonly heartbeatMs: number;
  /** milliseconds within which a request's headers must come; checked every quarter of it */
  readonly headersMs: number;
  /** called when the code was used, so that its file can be removed */
  readonly onEntered: () => void;
  /** called whenever a window connects or disconnects */
  readonly onWindow: (connected: boolean) => void;
}

export interface BrowserServer {
  /** the address of one launch, for the launch file only; `place` is where the window opens, such as `#/leave` */
  invite(place: string | null): string;
  /** leads the connected window to a place */
  goTo(place: string): void;
  close(): Promise<void>;
}

/** A window needs six and its socket; more would only cost file descriptors that a clean needs. */
const maxConnections = 32;

const windowProtocol: WindowProtocol = 'signoff';
const takenOver: TakenOverCode = 4001;

const statusOf: Readonly<Record<Exclude<Verdict, 'pass'>, number>> = {
  'wrong-host': 421,
  'wrong-origin': 403,
  'no-session': 403,
  'no-key': 403,
  'code-used': 403,
};

const textHeaders = {
  ...guardHeaders,
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Security-Policy': contentSecurityPolicy(null),
};

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, textHeaders).end(`${reason}\n`);
}

/** A 200 page with a refresh: after a redirect from a file the strict cookie would be lost. */
function sendEntryPage(response: ServerResponse, { cookie, key, place }: Entry): void {
  const headers = { ...textHeaders, 'Content-Type': 'text/html; charset=utf-8', 'Set-Cookie': cookie };
  const hash = place === null ? `key=${key}` : `key=${key}&amp;at=${encodeURIComponent(place)}`;
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/#${hash}"><link rel="icon" href="data:,"><title>SignOff</title>`;
  response.writeHead(200, headers).end(page);
}

function answer(
  gate: Gate,
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'GET') {
    refuse(response, 405, 'method-not-allowed');
    return;
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  if (path === '/enter') {
    const entry = gate.enter(request.headers, new URLSearchParams(query).get('code'));
    if (typeof entry === 'object') {
      sendEntryPage(response, entry);
      options.onEntered();
    } else refuse(response, statusOf[entry === 'pass' ? 'code-used' : entry], entry);
    return;
  }
  const verdict = gate.judgePage(request.headers);
  if (verdict !== 'pass') {
    refuse(response, statusOf[verdict], verdict);
    return;
  }
  const served = options.renderer.respond(path);
  response.writeHead(served.status, served.headers).end(served.body);
}

/** Destroyed once written: an open socket for every refusal would use up the program's file descriptors. */
function refuseUpgrade(socket: Duplex, status: number, why: string): void {
  const text = `HTTP/1.1 ${status} ${why}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  socket.end(text, () => socket.destroy());
}

/** Serves one socket at a time: the page that comes with the key takes over from the one before, as a reload does. */
function singleWindow(options: ServerOptions) {
  let current: WebSocket | null = null;

  const goTo = (place: string): void => {
    const frame: EventFrame<'host.goTo'> = { kind: 'event', event: 'host.goTo', payload: { place } };
    current?.send(JSON.stringify(frame));
  };
  const take = (socket: WebSocket): void => {
    const before = current;
    current = socket;
    before?.close(takenOver, 'another window');
    if (before === null) options.onWindow(true);
    socket.once('close', () => {
      if (current !== socket) return;
      current = null;
      options.onWindow(false);
    });
    serveWindow(options.assistant, socket, options.heartbeatMs);
  };
  return { goTo, take };
}

function acceptSockets(server: Server, gate: Gate, take: (socket: WebSocket) => void): WebSocketServer {
  const sockets = new WebSocketServer({
    ...{ noServer: true, maxPayload: largestFrame, perMessageDeflate: false },
    handleProtocols: () => windowProtocol,
  });

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const verdict = request.url === '/rpc' ? gate.judgeSocket(request.headers) : 'no-session';
    if (verdict === 'pass') sockets.handleUpgrade(request, socket, head, take);
    else refuseUpgrade(socket, statusOf[verdict], verdict);
  });
  return sockets;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Serves one window on a random loopback port, behind the gate. */
export async function startBrowserServer(options: ServerOptions): Promise<BrowserServer> {
  let handle = (_request: IncomingMessage, response: ServerResponse): void =>
    refuse(response, 503, 'starting');
  const { headersMs } = options;
  const limits = {
    ...{ headersTimeout: headersMs, requestTimeout: 2 * headersMs },
    connectionsCheckingInterval: headersMs / 4,
  };
  const server = createServer(limits, (request, response) => handle(request, response));
  server.maxConnections = maxConnections;
  const port = await listen(server);
  const gate = createGate(port);
  const window = singleWindow(options);
  const sockets = acceptSockets(server, gate, window.take);
  handle = (request, response) => answer(gate, options, request, response);

  return {
    invite: (place) => `http://127.0.0.1:${port}/enter?code=${gate.invite(place)}`,
    goTo: window.goTo,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const policyViolation = 1008;

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}

/** Pings the window, and terminates the connection when it stops answering, so that the idle timer can start. */
function keepAlive(socket: WebSocket, everyMs: number): () => void {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
}

/** Connects one window's socket to the dispatcher. An unknown frame closes the connection. */
function serveWindow(assistant: Assistant, socket: WebSocket, heartbeatMs: number): void {
  const send = (frame: ReplyFrame | EventFrame): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  };
  const stopPings = keepAlive(socket, heartbeatMs);
  const stopEvents = forwardEvents(assistant, send);

  socket.on('message', (data, isBinary) => {
    const frame = isBinary ? null : parseRequestFrame(parseJson(data));
    if (frame === null) {
      socket.close(policyViolation, 'unknown frame');
      return;
    }
    const caller = { host: 'browser', may: ['read', 'write', 'destroy'] } as const;
    void answerFrame(assistant, caller, frame).then(send);
  });
  // ws reports oversized messages and broken pipes here, and closes by itself
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    stopPings();
    stopEvents();
  });
}
