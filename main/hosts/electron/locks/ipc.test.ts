import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstSettings } from '../../../../app/settings/settings-table.ts';
import { testAssistant } from '../../testing/test-assistant.ts';
import { eventChannel, requestChannel } from '../channels.ts';
import { isTrusted, serveIpc } from './ipc.ts';
import { answerPage } from './lockdown.ts';

type Handler = (event: IpcMainInvokeEvent, frame: unknown) => Promise<unknown>;

const handlers = new Map<string, Handler>();
const ipc: Pick<IpcMain, 'handle' | 'removeHandler'> = {
  handle: (channel, handler) => void handlers.set(channel, handler as Handler),
  removeHandler: (channel) => void handlers.delete(channel),
};
let destroyed = false;
const send = vi.fn();
const contents: Pick<WebContents, 'id' | 'isDestroyed' | 'send'> = {
  id: 7,
  isDestroyed: () => destroyed,
  send,
};
const world = testAssistant();
let stop: () => void = () => undefined;

beforeEach(() => {
  handlers.clear();
  send.mockClear();
  destroyed = false;
  stop = serveIpc(ipc, world.assistant, contents);
});

afterEach(() => stop());

const ask = (from: { id: number; frame: { url: string; parent: unknown } | null }, frame: unknown) =>
  handlers.get(requestChannel)!(
    { sender: { id: from.id }, senderFrame: from.frame } as unknown as IpcMainInvokeEvent,
    frame,
  );

const ours = { id: 7, frame: { url: 'app://signoff/', parent: null } };
const request = { kind: 'request', id: 3, method: 'settings.get', input: {} };
const refusal = { kind: 'reply', id: 0, reply: { ok: false, error: { code: 'not-allowed', params: {} } } };
const invalid = (id: number, what: 'frame' | 'size') => ({
  ...{ kind: 'reply', id },
  reply: { ok: false, error: { code: 'invalid-input', params: { what } } },
});
const circle: Record<string, unknown> = {};
circle['self'] = circle;

describe('requests', () => {
  it('answers the top frame of our own window through the dispatcher', async () => {
    expect(await ask(ours, request)).toEqual({
      kind: 'reply',
      id: 3,
      reply: { ok: true, value: { ...firstSettings, computer: 'shared' } },
    });
  });

  it.each([
    ['another window', { ...ours, id: 8 }],
    ['a frame that is gone', { id: 7, frame: null }],
    ['a frame inside the page', { id: 7, frame: { url: 'app://signoff/', parent: {} } }],
    ['a page that is not ours', { id: 7, frame: { url: 'https://example.com/', parent: null } }],
    ['a page that looks like ours', { id: 7, frame: { url: 'app://signoff.evil/', parent: null } }],
  ])('refuses %s', async (_who, from) => {
    expect(await ask(from, request)).toEqual(refusal);
    expect(isTrusted(from.frame, from.id === 7)).toBe(false);
  });

  it.each([
    ['nothing', undefined, invalid(0, 'frame')],
    ['text', 'settings.get', invalid(0, 'frame')],
    ['a list', [request], invalid(0, 'frame')],
    ['another kind', { ...request, kind: 'reply' }, invalid(3, 'frame')],
    ['an extra key', { ...request, caller: { host: 'cli' } }, invalid(3, 'frame')],
    ['no method', { ...request, method: undefined }, invalid(3, 'frame')],
    ['a method of 65 letters', { ...request, method: 'm'.repeat(65) }, invalid(3, 'frame')],
    ['an id that is no number', { ...request, id: '3' }, invalid(0, 'frame')],
    ['a negative id', { ...request, id: -3 }, invalid(0, 'frame')],
    ['an id that is a fraction', { ...request, id: 0.5 }, invalid(0, 'frame')],
    ['a circle', { ...request, input: circle }, invalid(3, 'frame')],
    ['a map', { ...request, input: new Map([['path', '/']]) }, invalid(3, 'frame')],
    ['a date deep inside', { ...request, input: { at: [{ on: new Date() }] } }, invalid(3, 'frame')],
    ['a BigInt', { ...request, input: { planId: 1n } }, invalid(3, 'frame')],
    ['more than a megabyte', { ...request, input: { text: 'x'.repeat(1024 * 1024) } }, invalid(3, 'size')],
    [
      'more than a megabyte in Chinese',
      { ...request, input: { text: '多'.repeat(400_000) } },
      invalid(3, 'size'),
    ],
  ])('answers a frame with %s by a typed refusal', async (_what, frame, expected) => {
    expect(await ask(ours, frame)).toEqual(expected);
  });

  it.each([
    ['an unknown method', { ...request, method: 'constructor' }, 'unknown-method'],
    ['an unknown field', { ...request, input: { path: '/' } }, 'invalid-input'],
    ['a removal without its confirmation', { ...request, method: 'own.forget' }, 'confirmation-missing'],
  ])('passes %s to the dispatcher, which refuses it by its code', async (_what, frame, code) => {
    expect(await ask(ours, frame)).toMatchObject({ id: 3, reply: { ok: false, error: { code } } });
  });
});

describe('events', () => {
  it('reach the window while it exists', () => {
    const payload = { ...firstSettings, theme: 'dark' } as const;
    world.emit('settings.changed', payload);
    expect(send.mock.calls).toEqual([[eventChannel, { kind: 'event', event: 'settings.changed', payload }]]);
    destroyed = true;
    world.emit('settings.changed', payload);
    expect(send).toHaveBeenCalledOnce();
  });

  it('and requests end with the window', () => {
    stop();
    world.emit('settings.changed', firstSettings);
    expect(send).not.toHaveBeenCalled();
    expect(handlers.size).toBe(0);
  });
});

describe('pages', () => {
  const renderer = {
    respond: (path: string) =>
      ({ status: 200, headers: { 'Content-Type': 'text/plain' }, body: Buffer.from(path) }) as const,
  };

  const gone = { path: '/gone', html: (nonce: string) => `<style nonce="${nonce}"></style>` };

  it('of main’s own are sent with the renderer’s headers and a nonce of their own', async () => {
    const nonces = [];
    for (const url of ['app://signoff/gone', 'app://signoff/gone?x#y']) {
      const page = answerPage(renderer, gone, new Request(url));
      const [, nonce] = /nonce="([^"]+)"/.exec(await page.text()) ?? [];
      expect(page.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      nonces.push(nonce);
    }
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('are served by path alone', async () => {
    const page = answerPage(renderer, gone, new Request('app://signoff/assets/a.js?q=1'));
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      200,
      'text/plain',
      '/assets/a.js',
    ]);
  });

  it.each([
    ['another host', { url: 'app://other/', method: 'GET' }],
    ['another verb', { url: 'app://signoff/', method: 'POST' }],
  ])('are refused for %s', (_what, asked) => {
    const answer = answerPage(renderer, gone, asked);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('permissions-policy')).toContain('camera=()');
  });
});
