import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type {
  Client,
  EventName,
  Events,
  InputOf,
  MethodName,
  OutputOf,
  Reply,
} from '../../app/contract/contract.ts';
import type { Bridge, EventFrame, ReplyFrame, RequestFrame } from '../../app/contract/wire.ts';

declare global {
  interface Window {
    readonly signoff?: Bridge;
  }
}

export interface Connection {
  readonly client: Client;
  /** true once the host process is gone */
  readonly lost: StoreApi<boolean>;
}

/** Uses the desktop app's bridge if present, else a WebSocket to the page's own origin. */
export function connect(window: Window): Connection {
  const lost = createStore<boolean>(() => false);
  if (window.signoff !== undefined) return { client: createBridgeClient(window.signoff), lost };
  const { protocol, host } = window.location;
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`);
  return { client: createSocketClient(socket, () => lost.setState(true, true)).client, lost };
}

/** Client over Electron's two channels. */
function createBridgeClient(bridge: Bridge): Client {
  const hub = createEventHub();
  let nextId = 1;
  bridge.onEvent((frame) => hub.emit(frame.event, frame.payload));
  return {
    async call<M extends MethodName>(method: M, input: InputOf<M>) {
      const answer = await bridge.request({ kind: 'request', id: nextId++, method, input });
      return answer.reply as Reply<OutputOf<M>>;
    },
    on: hub.on,
  };
}

const lost: Reply<never> = { ok: false, error: { code: 'internal', params: {} } };

interface SocketClient {
  readonly client: Client;
  close(): void;
}

/**
 * Client over one WebSocket. Queues requests until it is open. After it closes, answers every request with an
 * error, so that the window never hangs.
 */
function createSocketClient(socket: WebSocket, onLost: () => void): SocketClient {
  const hub = createEventHub();
  const waiting = new Map<number, (reply: Reply<unknown>) => void>();
  const unsent: string[] = [];
  let nextId = 1;
  let gone = false;

  socket.addEventListener('open', () => {
    for (const frame of unsent.splice(0)) socket.send(frame);
  });
  socket.addEventListener('message', (message: MessageEvent<string>) => {
    const frame = JSON.parse(message.data) as ReplyFrame | EventFrame;
    if (frame.kind === 'event') {
      hub.emit(frame.event, frame.payload);
      return;
    }
    waiting.get(frame.id)?.(frame.reply);
    waiting.delete(frame.id);
  });
  socket.addEventListener('close', () => {
    gone = true;
    for (const answer of waiting.values()) answer(lost);
    waiting.clear();
    onLost();
  });

  const call = async <M extends MethodName>(method: M, input: InputOf<M>): Promise<Reply<OutputOf<M>>> => {
    if (gone) return lost;
    const id = nextId++;
    const frame = JSON.stringify({ kind: 'request', id, method, input } satisfies RequestFrame);
    const reply = new Promise<Reply<unknown>>((resolve) => waiting.set(id, resolve));
    if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    else unsent.push(frame);
    return (await reply) as Reply<OutputOf<M>>;
  };
  return { client: { call, on: hub.on }, close: () => socket.close() };
}

type Listener = (payload: never) => void;

/** Delivers events to listeners; shared by both transports. */
function createEventHub() {
  const listeners = new Map<EventName, Set<Listener>>();
  const on: Client['on'] = (event, listener) => {
    const known = listeners.get(event) ?? new Set();
    known.add(listener);
    listeners.set(event, known);
    return () => known.delete(listener);
  };
  return {
    on,
    emit(event: EventName, payload: Events[EventName]): void {
      for (const listener of [...(listeners.get(event) ?? [])]) listener(payload as never);
    },
  };
}
