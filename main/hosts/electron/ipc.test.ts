import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstSettings } from '../../../app/settings/settings-table.ts';
import { testAssistant } from '../testing/test-assistant.ts';
import { eventChannel, requestChannel } from './channels.ts';
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

describe('requests', () => {
  it('answers the top frame of our own window through the dispatcher', async () => {
    expect(await ask(ours, request)).toEqual({
      kind: 'reply',
      id: 3,
      reply: { ok: true, value: firstSettings },
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
    ['nothing', undefined],
    ['another kind', { ...request, kind: 'reply' }],
    ['an extra key', { ...request, caller: { host: 'cli' } }],
    ['more than a megabyte', { ...request, input: { text: 'x'.repeat(1024 * 1024) } }],
  ])('refuses a frame with %s', async (_what, frame) => {
    expect(await ask(ours, frame)).toEqual(refusal);
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

  it('are served by path alone', async () => {
    const page = answerPage(renderer, new Request('app://signoff/assets/a.js?q=1'));
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
    expect(answerPage(renderer, asked).status).toBe(403);
  });
});
