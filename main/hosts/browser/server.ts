import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { EventFrame, ReplyFrame } from '../../../app/contract/wire.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import { contentSecurityPolicy, guardHeaders } from '../../assistant/serve-renderer.ts';
import type { ServedRenderer } from '../../assistant/serve-renderer.ts';
import { answerFrame, forwardEvents, largestFrame, parseRequestFrame } from '../frames.ts';
import { createGate } from './gate.ts';
import type { Gate, Verdict } from './gate.ts';

export interface ServerOptions {
  readonly assistant: Assistant;
  readonly renderer: ServedRenderer;
  readonly heartbeatMs: number;
  /** how long a second window waits for the first to go (a reload overlaps) before it is turned away */
  readonly overlapMs: number;
  /** said when the code was spent, so that the file that carried it can go */
  readonly onEntered: () => void;
  /** said whenever a window has come or gone */
  readonly onWindow: (connected: boolean) => void;
}

export interface BrowserServer {
  /** goes into the launch file and nowhere else */
  readonly enterUrl: string;
  close(): Promise<void>;
}

const statusOf: Readonly<Record<Exclude<Verdict, 'pass'>, number>> = {
  'wrong-host': 421,
  'wrong-origin': 403,
  'no-session': 403,
  'code-used': 403,
};

const textHeaders = {
  ...guardHeaders,
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Security-Policy': contentSecurityPolicy(null),
};

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, textHeaders).end(`${why}\n`);
}

/** A 200 page that goes on by itself: after a redirect from a file the strict cookie would be lost. */
function welcome(response: ServerResponse, cookie: string): void {
  const headers = { ...textHeaders, 'Content-Type': 'text/html; charset=utf-8', 'Set-Cookie': cookie };
  const page =
    '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><link rel="icon" href="data:,"><title>SignOff</title>';
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
      welcome(response, entry.cookie);
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

function turnAway(socket: Duplex, status: number, why: string): void {
  socket.end(`HTTP/1.1 ${status} ${why}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Lets in one socket at a time; a reload's new socket waits a moment for the old one to be gone. */
function oneWindow(options: ServerOptions) {
  let current: WebSocket | null = null;
  let waiting = false;

  const gone = (socket: WebSocket): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), options.overlapMs);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve(true);
      });
    });

  return {
    async free(): Promise<boolean> {
      if (current === null) return true;
      if (waiting) return false;
      waiting = true;
      const free = await gone(current);
      waiting = false;
      return free;
    },
    take(socket: WebSocket): void {
      if (current !== null) {
        socket.terminate();
        return;
      }
      current = socket;
      options.onWindow(true);
      socket.once('close', () => {
        if (current !== socket) return;
        current = null;
        options.onWindow(false);
      });
      serveWindow(options.assistant, socket, options.heartbeatMs);
    },
  };
}

function acceptSockets(server: Server, gate: Gate, options: ServerOptions): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestFrame, perMessageDeflate: false });
  const window = oneWindow(options);

  const admit = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const verdict = request.url === '/rpc' ? gate.judgeSocket(request.headers) : 'no-session';
    if (verdict !== 'pass') turnAway(socket, statusOf[verdict], verdict);
    else if (!(await window.free())) turnAway(socket, 409, 'another-window');
    else sockets.handleUpgrade(request, socket, head, (accepted) => window.take(accepted));
  };
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    void admit(request, socket, head);
  });
  return sockets;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Serves one window on the loopback interface under the given gate's rules, on a port that the system chooses. */
export async function startBrowserServer(options: ServerOptions): Promise<BrowserServer> {
  let handle = (_request: IncomingMessage, response: ServerResponse): void =>
    refuse(response, 503, 'starting');
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) =>
    handle(request, response),
  );
  const port = await listen(server);
  const gate = createGate(port);
  const sockets = acceptSockets(server, gate, options);
  handle = (request, response) => answer(gate, options, request, response);

  return {
    enterUrl: `http://127.0.0.1:${port}/enter?code=${gate.code}`,
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

/** Pings until the window stops answering, then ends the connection so that the idle clock can start. */
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

/** Connects one window's socket to the dispatcher until it closes. A frame of unknown shape ends the connection. */
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
  // ws reports a too large message and a broken pipe here and closes by itself
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    stopPings();
    stopEvents();
  });
}
