import type { WebSocket } from 'ws';
import type { EventFrame, ReplyFrame } from '../../../app/contract/wire.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import { answerFrame, forwardEvents, parseRequestFrame } from '../frames.ts';

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
export function serveWindow(assistant: Assistant, socket: WebSocket, heartbeatMs: number): void {
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
