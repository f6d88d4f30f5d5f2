import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReplyFrame } from '../../../app/contract/wire.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import type { Caller } from '../../assistant/dispatcher.ts';
import { answerFrame, forwardEvents, largestFrame, parseRequestFrame } from '../frames.ts';
import { eventChannel, requestChannel } from './channels.ts';
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

function refused(): ReplyFrame {
  return { kind: 'reply', id: 0, reply: { ok: false, error: new SignOffError('not-allowed').toContract() } };
}

function tooLarge(value: unknown): boolean {
  return ((JSON.stringify(value) as string | undefined) ?? '').length > largestFrame;
}

/** Connects the window's two channels to the dispatcher; returns the function that disconnects them. */
export function serveIpc(
  ipc: Pick<IpcMain, 'handle' | 'removeHandler'>,
  assistant: Pick<Assistant, 'dispatcher' | 'onAny'>,
  contents: Pick<WebContents, 'id' | 'isDestroyed' | 'send'>,
): () => void {
  ipc.handle(requestChannel, async (event: IpcMainInvokeEvent, value: unknown): Promise<ReplyFrame> => {
    if (!isTrusted(event.senderFrame, event.sender.id === contents.id)) return refused();
    const frame = tooLarge(value) ? null : parseRequestFrame(value);
    return frame === null ? refused() : answerFrame(assistant, window, frame);
  });
  const stopEvents = forwardEvents(assistant, (frame) => {
    if (!contents.isDestroyed()) contents.send(eventChannel, frame);
  });
  return () => {
    stopEvents();
    ipc.removeHandler(requestChannel);
  };
}
