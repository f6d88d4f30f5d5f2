import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { expect } from 'vitest';
import { WebSocket } from 'ws';

/** A page as the browser's window is one, without a browser: it enters by the launch file and opens the socket. */

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Door {
  readonly origin: string;
  readonly enterPath: string;
  readonly launchFile: string;
}

export function get(url: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    call.on('error', reject);
    call.end();
  });
}

/** Reads a launch file as the browser would. */
export async function doorOf(launchFile: string): Promise<Door> {
  const target = new URL(/url=([^"]+)"/.exec(await readFile(launchFile, 'utf8'))![1]!);
  return { origin: target.origin, enterPath: target.pathname + target.search, launchFile };
}

/** What the page has after it entered: the cookie from the browser, the key from its own address. */
export interface Entered {
  readonly cookie: string;
  readonly key: string;
}

export async function enter(door: Door): Promise<Entered> {
  const welcome = await get(door.origin + door.enterPath);
  expect(welcome.status).toBe(200);
  return {
    cookie: welcome.headers['set-cookie']![0]!.split(';')[0]!,
    key: /url=\/#key=([\w-]{43})(?:&amp;at=[\w%.-]+)?"/.exec(welcome.body)![1]!,
  };
}

export interface Attempt {
  readonly headers?: Record<string, string>;
  readonly key?: string;
  readonly path?: string;
  readonly autoPong?: boolean;
}

export function connect(
  { origin }: Door,
  { headers = {}, key, path = '/rpc', autoPong = true }: Attempt,
): WebSocket {
  const protocols = key === undefined ? [] : ['signoff', `key.${key}`];
  return new WebSocket(origin.replace('http', 'ws') + path, protocols, { headers, autoPong });
}

/** The socket of the page that entered. */
export function connectPage(door: Door, { cookie, key }: Entered, more: Attempt = {}): WebSocket {
  return connect(door, { headers: { cookie, origin: door.origin }, key, ...more });
}

export const opened = (socket: WebSocket): Promise<'open' | number> =>
  new Promise((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });

export const closeCode = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.on('close', (code) => resolve(code)));

export const nextMessage = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) =>
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()) as unknown)),
  );
