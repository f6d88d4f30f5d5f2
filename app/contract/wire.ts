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
