import type { Readable, Writable } from 'node:stream';

type Parameters = Readonly<Record<string, unknown>>;
type Listener = (params: never) => void;

interface Incoming {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** One target of the DevTools protocol; the browser itself has the session ''. */
export class CdpSession {
  readonly #connection: CdpConnection;
  readonly #id: string;
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(connection: CdpConnection, id: string) {
    this.#connection = connection;
    this.#id = id;
  }

  send<Result = unknown>(method: string, params: Parameters = {}): Promise<Result> {
    return this.#connection.send(this.#id, method, params) as Promise<Result>;
  }

  /** For commands whose target may be gone by now: that is no error. */
  tell(method: string, params: Parameters = {}): void {
    this.send(method, params).catch(() => undefined);
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names what the protocol sends
  on<Params>(method: string, listener: (params: Params) => void): void {
    const listeners = this.#listeners.get(method) ?? new Set();
    this.#listeners.set(method, listeners.add(listener));
  }

  hear(method: string, params: unknown): void {
    for (const listener of [...(this.#listeners.get(method) ?? [])]) listener(params as never);
  }
}

/** The DevTools protocol over the two pipes of `--remote-debugging-pipe`; Chromium ends when they close. */
export class CdpConnection {
  readonly browser = new CdpSession(this, '');
  readonly #sessions = new Map<string, CdpSession>([['', this.browser]]);
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void; method: string }
  >();
  readonly #out: Writable;
  #nextId = 1;
  #rest: Buffer = Buffer.alloc(0);

  constructor(out: Writable, incoming: Readable) {
    this.#out = out;
    incoming.on('data', (chunk: Buffer) => this.#read(chunk));
    incoming.on('close', () => this.#close());
    // a write after Chromium's end
    out.on('error', () => this.#close());
  }

  session(id: string): CdpSession {
    const known = this.#sessions.get(id) ?? new CdpSession(this, id);
    this.#sessions.set(id, known);
    return known;
  }

  send(sessionId: string, method: string, params: Parameters): Promise<unknown> {
    const id = this.#nextId++;
    const message = JSON.stringify({ id, method, params, ...(sessionId === '' ? {} : { sessionId }) });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.#out.write(`${message}\0`);
    });
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf(0); end >= 0; end = this.#rest.indexOf(0)) {
      const message = JSON.parse(this.#rest.subarray(0, end).toString('utf8')) as Incoming;
      this.#rest = this.#rest.subarray(end + 1);
      this.#hear(message);
    }
  }

  #hear({ id, sessionId = '', method, params, result, error }: Incoming): void {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(`${waiting.method}: ${error.message}`));
    } else if (method !== undefined) this.#sessions.get(sessionId)?.hear(method, params);
  }

  #close(): void {
    for (const { reject, method } of this.#waiting.values())
      reject(new Error(`${method}: Chromium has ended`));
    this.#waiting.clear();
  }
}
