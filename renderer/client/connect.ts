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
import type {
  Bridge,
  EventFrame,
  KeyProtocol,
  ReplyFrame,
  RequestFrame,
  TakenOverCode,
  WindowProtocol,
} from '../../app/contract/wire.ts';

declare global {
  interface Window {
    readonly signoff?: Bridge;
  }
}

/**
 * Why the window no longer reaches the program; null while it does. `taken-over`: another page has the connection, and
 * a reload takes it back. `opened-elsewhere`: this page never had it and cannot get it.
 */
export type Lost = 'program-gone' | 'taken-over' | 'opened-elsewhere' | null;

export interface Connection {
  readonly client: Client;
  readonly lost: StoreApi<Lost>;
}

const keyName = 'signoff-key';
const windowProtocol: WindowProtocol = 'signoff';
const takenOver: TakenOverCode = 4001;

/**
 * The key that lets this page take the connection: behind `#` in the address right after the launch file, later in the
 * tab's own storage, which a reload keeps and no other port can read. Null in a page that was opened otherwise. The
 * address keeps only the place that the host opened the window at.
 */
function takeKey({ location, history, sessionStorage }: Window): string | null {
  const [, given, place = ''] = /^#key=([\w-]+)(?:&at=([\w%.~-]+))?$/.exec(location.hash) ?? [];
  if (given === undefined) return sessionStorage.getItem(keyName);
  sessionStorage.setItem(keyName, given);
  history.replaceState(null, '', location.pathname + decodeURIComponent(place));
  return given;
}

/** Uses the desktop app's bridge if present, else a WebSocket to the page's own origin. */
export function connect(window: Window): Connection {
  const lost = createStore<Lost>(() => null);
  if (window.signoff !== undefined) return { client: createBridgeClient(window.signoff), lost };
  const key = takeKey(window);
  if (key === null) {
    lost.setState('opened-elsewhere', true);
    return { client: createUnconnectedClient(), lost };
  }
  const { protocol, host } = window.location;
  const keyProtocol: KeyProtocol = `key.${key}`;
  const address = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`;
  const socket = new WebSocket(address, [windowProtocol, keyProtocol]);
  const onLost = (code: number): void =>
    lost.setState(code === takenOver ? 'taken-over' : 'program-gone', true);
  return { client: createSocketClient(socket, onLost).client, lost };
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
function createSocketClient(socket: WebSocket, onLost: (closeCode: number) => void): SocketClient {
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
  socket.addEventListener('close', ({ code }) => {
    gone = true;
    for (const answer of waiting.values()) answer(lost);
    waiting.clear();
    onLost(code);
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

/** Answers every request at once with an error: this page does not reach the program. */
function createUnconnectedClient(): Client {
  return { call: () => Promise.resolve(lost), on: createEventHub().on };
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
