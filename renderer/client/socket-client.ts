import type { Client, InputOf, MethodName, OutputOf, Reply } from '../../app/contract/contract.ts';
import type { EventFrame, ReplyFrame, RequestFrame } from '../../app/contract/wire.ts';
import { createEventHub } from './event-hub.ts';

const lost: Reply<never> = { ok: false, error: { code: 'internal', params: {} } };

interface SocketClient {
  readonly client: Client;
  close(): void;
}

/**
 * The contract over one WebSocket. Requests made before it is open wait for it; when it is gone every request is
 * answered at once, so that nothing in the window waits for ever.
 */
export function createSocketClient(socket: WebSocket, onLost: () => void): SocketClient {
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
