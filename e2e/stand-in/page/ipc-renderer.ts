import { fromText, toText } from '../structured.ts';

/** What the page's world sends: a call that waits for an answer, a message that does not, or a failed preload. */
export type FromPage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }
  | { readonly kind: 'preload-error'; readonly message: string; readonly stack: string };

export type ToPage =
  | { readonly kind: 'answer'; readonly id: number; readonly ok: true; readonly value: string }
  | { readonly kind: 'answer'; readonly id: number; readonly ok: false; readonly error: string }
  | { readonly kind: 'event'; readonly channel: string; readonly args: string };

type Listener = (event: object, ...args: unknown[]) => void;

/** The `ipcRenderer` module of a sandboxed preload (lib/renderer/api/ipc-renderer.ts). */
export class IpcRenderer {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #waiting = new Map<number, (answer: Extract<ToPage, { kind: 'answer' }>) => void>();
  readonly #tell: (message: FromPage) => void;
  #nextId = 1;

  constructor(tell: (message: FromPage) => void) {
    this.#tell = tell;
  }

  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    const id = this.#nextId++;
    const answered = new Promise<Extract<ToPage, { kind: 'answer' }>>((resolve) =>
      this.#waiting.set(id, resolve),
    );
    this.#tell({ kind: 'invoke', id, channel, args: toText(args) });
    const answer = await answered;
    if (!answer.ok) throw new Error(`Error invoking remote method '${channel}': ${answer.error}`);
    return fromText(answer.value);
  }

  send(channel: string, ...args: unknown[]): void {
    this.#tell({ kind: 'send', channel, args: toText(args) });
  }

  on(channel: string, listener: Listener): this {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    return this;
  }

  off(channel: string, listener: Listener): this {
    this.#listeners.get(channel)?.delete(listener);
    return this;
  }

  hear(message: ToPage): void {
    if (message.kind === 'answer') {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
      return;
    }
    const args = fromText(message.args) as unknown[];
    for (const listener of [...(this.#listeners.get(message.channel) ?? [])])
      listener({ sender: this }, ...args);
  }
}
