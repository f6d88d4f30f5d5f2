import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { SignOffError } from '../../../../app/contract/errors.ts';
import type { ReplyFrame } from '../../../../app/contract/wire.ts';
import type { Assistant } from '../../../assistant/assistant.ts';
import type { Caller } from '../../../assistant/dispatcher.ts';
import { answerFrame, forwardEvents, largestFrame, parseRequestFrame } from '../../frames.ts';
import { eventChannel, requestChannel } from '../channels.ts';
import { isOwn } from './lockdown.ts';

const window: Caller = { host: 'electron', may: ['read', 'write', 'destroy'] };

/** The sending frame, reduced to what the check reads. */
export interface Sender {
  readonly url: string;
  readonly parent: unknown;
}

/** Only the top frame of our own page in our own window may send requests; a destroyed frame may not. */
export function isTrusted(sender: Sender | null, fromOurWindow: boolean): boolean {
  return fromOurWindow && sender !== null && sender.parent === null && isOwn(sender.url);
}

/** The id of a frame that is refused, so that the page can tell which request it was; 0 without one. */
function idOf(value: unknown): number {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : 0;
  return Number.isSafeInteger(id) && Number(id) >= 0 ? Number(id) : 0;
}

/** Why a frame is refused: `not-allowed` for who sent it, `invalid-input` for what it holds. */
function refused(value: unknown, why: 'sender' | 'size' | 'frame'): ReplyFrame {
  const error =
    why === 'sender' ? new SignOffError('not-allowed') : new SignOffError('invalid-input', { what: why });
  return {
    kind: 'reply',
    id: why === 'sender' ? 0 : idOf(value),
    reply: { ok: false, error: error.toContract() },
  };
}

/** Bytes of a frame as JSON; null for what JSON cannot hold, though structured clone carries it (a circle, a BigInt). */
function sizeOf(value: unknown): number | null {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch {
    return null;
  }
}

/** False for what JSON leaves out, such as a Map or a Date: both hosts must see the same request. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

/** Answers one frame. Never rejects: Electron would send the error's text to the page. */
async function answer(
  assistant: Pick<Assistant, 'dispatcher'>,
  isOurs: boolean,
  value: unknown,
): Promise<ReplyFrame> {
  if (!isOurs) return refused(value, 'sender');
  const size = sizeOf(value);
  if (size !== null && size > largestFrame) return refused(value, 'size');
  const frame = size !== null && isPlain(value) ? parseRequestFrame(value) : null;
  return frame === null ? refused(value, 'frame') : answerFrame(assistant, window, frame);
}

/** Connects the window's two channels to the dispatcher; returns the function that disconnects them. */
export function serveIpc(
  ipc: Pick<IpcMain, 'handle' | 'removeHandler'>,
  assistant: Pick<Assistant, 'dispatcher' | 'onAny'>,
  contents: Pick<WebContents, 'id' | 'isDestroyed' | 'send'>,
): () => void {
  const { id } = contents;
  ipc.handle(requestChannel, (event: IpcMainInvokeEvent, value: unknown) =>
    answer(assistant, isTrusted(event.senderFrame, event.sender.id === id), value),
  );
  const stopEvents = forwardEvents(assistant, (frame) => {
    if (!contents.isDestroyed()) contents.send(eventChannel, frame);
  });
  return () => {
    stopEvents();
    ipc.removeHandler(requestChannel);
  };
}
