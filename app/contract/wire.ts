import type { EventName, Events, MethodName, Reply } from './contract.ts';

/** Frames of the browser host's WebSocket and of Electron's two channels: the same objects on both. */
export interface RequestFrame {
  readonly kind: 'request';
  readonly id: number;
  readonly method: MethodName;
  readonly input: unknown;
}

export interface ReplyFrame {
  readonly kind: 'reply';
  readonly id: number;
  readonly reply: Reply<unknown>;
}

export interface EventFrame<E extends EventName = EventName> {
  readonly kind: 'event';
  readonly event: E;
  readonly payload: Events[E];
}

/** What Electron's preload puts on `window.signoff`; absent in the browser host, where a WebSocket carries the frames. */
export interface Bridge {
  request(frame: RequestFrame): Promise<ReplyFrame>;
  /** returns the way to stop listening */
  onEvent(listener: (frame: EventFrame) => void): () => void;
}

/*
 * The browser host's WebSocket. A browser offers no other header than the subprotocols, so they carry the page's key.
 * Types only, because the renderer takes no values from here.
 */
export type WindowProtocol = 'signoff';
export type KeyProtocol = `key.${string}`;
/** Close code of the socket when another page with the key has connected. */
export type TakenOverCode = 4001;
