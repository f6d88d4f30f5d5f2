import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { fromText, toText } from '../structured.ts';
import type { FromPage, ToPage } from '../page/ipc-renderer.ts';
import { reportError } from '../app/events.ts';
import type { StandInFrame } from './frames.ts';

type Handler = Parameters<IpcMain['handle']>[1];

/** The `ipcMain` module (lib/browser/ipc-main-impl.ts). */
class StandInIpcMain
  extends EventEmitter
  implements Pick<IpcMain, 'handle' | 'handleOnce' | 'removeHandler'>
{
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    if (typeof handler !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
    this.#handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args: unknown[]) => {
      this.removeHandler(channel);
      return handler(event, ...args) as unknown;
    });
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }
  handlerOf(channel: string): Handler | null {
    return this.#handlers.get(channel) ?? null;
  }
}

export const ipcMain = new StandInIpcMain();

export interface Sender {
  readonly contents: EventEmitter;
  /** null once the frame is gone */
  readonly frame: StandInFrame | null;
}

function eventOf({ contents, frame }: Sender): IpcMainInvokeEvent {
  const event = {
    type: 'frame',
    processId: 1,
    frameId: 1,
    frameTreeNodeId: 1,
    sender: contents,
    senderFrame: frame,
  };
  // the stand-in's own classes stand for Electron's
  return event as unknown as IpcMainInvokeEvent;
}

/** Hands a message of a page to the program's handlers (lib/browser/ipc-dispatch.ts); null if nothing is answered. */
export async function dispatch(
  message: Exclude<FromPage, { kind: 'preload-error' }>,
  sender: Sender,
): Promise<ToPage | null> {
  const args = fromText(message.args) as unknown[];
  const { channel } = message;
  if (message.kind === 'send') {
    try {
      sender.contents.emit('ipc-message', eventOf(sender), channel, ...args);
      ipcMain.emit(channel, eventOf(sender), ...args);
    } catch (error) {
      reportError(error);
    }
    return null;
  }
  const { id } = message;
  try {
    const handler = ipcMain.handlerOf(channel);
    if (handler === null) throw new Error(`No handler registered for '${channel}'`);
    const value: unknown = await handler(eventOf(sender), ...args);
    return { kind: 'answer', id, ok: true, value: toText(value) };
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    return { kind: 'answer', id, ok: false, error: String(error) };
  }
}
