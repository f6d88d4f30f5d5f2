import { afterEach, expect, it, vi } from 'vitest';
import { connect } from './connect.ts';

const key = 'k'.repeat(43);

class Socket {
  static readonly opened: { readonly address: string; readonly protocols: readonly string[] }[] = [];
  constructor(address: string, protocols: readonly string[]) {
    Socket.opened.push({ address, protocols });
  }
  addEventListener(): void {
    // nothing comes in
  }
}

afterEach(() => void Socket.opened.splice(0));

/** A window right after the page has loaded at this address, with what its tab has stored. */
function open(hash: string, stored: Record<string, string> = {}) {
  vi.stubGlobal('WebSocket', Socket);
  const replaceState = vi.fn();
  const sessionStorage = {
    getItem: (name: string) => stored[name] ?? null,
    setItem: (name: string, value: string) => void (stored[name] = value),
  };
  const location = { hash, pathname: '/', protocol: 'http:', host: '127.0.0.1:1' };
  const { lost } = connect({ location, history: { replaceState }, sessionStorage } as unknown as Window);
  return { lost: lost.getState(), stored, address: replaceState.mock.calls[0]?.[2] as unknown };
}

it('takes the key out of the address and keeps it in the tab', () => {
  const { stored, address } = open(`#key=${key}`);
  expect([stored, address]).toEqual([{ 'signoff-key': key }, '/']);
  expect(Socket.opened).toEqual([{ address: 'ws://127.0.0.1:1/rpc', protocols: ['signoff', `key.${key}`] }]);
});

it('keeps the place in the address at which the host opened the window', () => {
  expect(open(`#key=${key}&at=${encodeURIComponent('#/leave/all')}`).address).toBe('/#/leave/all');
});

it('uses the key of the tab after a reload at any place', () => {
  const { lost, address } = open('#/records/run-1', { 'signoff-key': key });
  expect([lost, address]).toEqual([null, undefined]);
  expect(Socket.opened[0]?.protocols).toContain(`key.${key}`);
});

it.each(['', '#key=', `#key=${key}&at=<script>`, `#key=${key}&more=1`])(
  'opens no connection without a key: %s',
  (hash) => {
    expect(open(hash).lost).toBe('opened-elsewhere');
    expect(Socket.opened).toEqual([]);
  },
);
