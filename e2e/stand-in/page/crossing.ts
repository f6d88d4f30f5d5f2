/**
 * One end of the way between the two worlds of a page. They share the document but no objects; an event reaches the
 * other world's listeners at once, and its detail is cloned on the way.
 */
export type Crossed =
  | { readonly t: 'value'; readonly v: unknown }
  | { readonly t: 'function'; readonly id: number }
  | { readonly t: 'promise'; readonly id: number }
  | { readonly t: 'array'; readonly v: readonly Crossed[] }
  | { readonly t: 'object'; readonly v: readonly (readonly [string, Crossed])[] };

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly args: readonly Crossed[] }
  | { readonly kind: 'answer'; readonly ok: boolean; readonly value: Crossed }
  | { readonly kind: 'settled'; readonly id: number; readonly ok: boolean; readonly value: Crossed }
  | { readonly kind: 'expose'; readonly name: string; readonly api: Crossed };

type Callable = (...args: unknown[]) => unknown;

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

export class Crossing {
  readonly #outgoing: string;
  readonly #functions = new Map<number, Callable>();
  readonly #promises = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: unknown) => void }
  >();
  #nextId = 1;
  #answer: Extract<Message, { kind: 'answer' }> | null = null;
  onExpose: (name: string, api: unknown) => void = () => undefined;

  /** `own` and `other` name the events that each end listens to. */
  constructor(own: string, other: string) {
    this.#outgoing = other;
    globalThis.addEventListener(own, (event) => this.#hear((event as CustomEvent<Message>).detail));
  }

  expose(name: string, api: unknown): void {
    this.#send({ kind: 'expose', name, api: this.#pack(api) });
    this.#takeAnswer();
  }

  #send(message: Message): void {
    globalThis.dispatchEvent(new CustomEvent(this.#outgoing, { detail: message }));
  }

  /** The other end answers before dispatchEvent returns. */
  #takeAnswer(): unknown {
    const answer = this.#answer;
    this.#answer = null;
    if (answer === null) throw new Error('the other world does not answer');
    const value = this.#unpack(answer.value);
    if (!answer.ok) throw value instanceof Error ? value : new Error(String(value));
    return value;
  }

  #hear(message: Message): void {
    switch (message.kind) {
      case 'answer':
        this.#answer = message;
        return;
      case 'settled': {
        const waiting = this.#promises.get(message.id);
        this.#promises.delete(message.id);
        const value = this.#unpack(message.value);
        if (message.ok) waiting?.resolve(value);
        else waiting?.reject(value);
        return;
      }
      case 'expose':
        this.#reply(() => this.onExpose(message.name, this.#unpack(message.api)));
        return;
      case 'call':
        this.#reply(() => {
          const called = this.#functions.get(message.id);
          if (called === undefined) throw new Error('the function is gone');
          return called(...message.args.map((item) => this.#unpack(item)));
        });
    }
  }

  #reply(work: () => unknown): void {
    let answer: Message;
    try {
      answer = { kind: 'answer', ok: true, value: this.#pack(work()) };
    } catch (error) {
      answer = { kind: 'answer', ok: false, value: this.#pack(error) };
    }
    this.#send(answer);
  }

  #pack(value: unknown): Crossed {
    // docs/api/context-bridge.md: symbols are left out
    if (typeof value === 'symbol') return { t: 'value', v: undefined };
    if (typeof value === 'function') {
      const id = this.#nextId++;
      this.#functions.set(id, value as Callable);
      return { t: 'function', id };
    }
    if (value instanceof Promise) {
      const id = this.#nextId++;
      const settle = (ok: boolean) => (result: unknown) =>
        this.#send({ kind: 'settled', id, ok, value: this.#pack(result) });
      value.then(settle(true), settle(false));
      return { t: 'promise', id };
    }
    if (Array.isArray(value)) return { t: 'array', v: value.map((item) => this.#pack(item)) };
    if (value !== null && typeof value === 'object' && isPlain(value))
      return { t: 'object', v: Object.entries(value).map(([key, item]) => [key, this.#pack(item)] as const) };
    return { t: 'value', v: structuredClone(value) };
  }

  #unpack(crossed: Crossed): unknown {
    switch (crossed.t) {
      case 'value':
        return crossed.v;
      case 'array':
        return crossed.v.map((item) => this.#unpack(item));
      case 'object':
        return Object.fromEntries(crossed.v.map(([key, item]) => [key, this.#unpack(item)]));
      case 'promise':
        return new Promise((resolve, reject) => this.#promises.set(crossed.id, { resolve, reject }));
      case 'function':
        return (...args: unknown[]) => {
          this.#send({ kind: 'call', id: crossed.id, args: args.map((item) => this.#pack(item)) });
          return this.#takeAnswer();
        };
    }
  }
}
