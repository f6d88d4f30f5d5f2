import type { WebRequest } from 'electron';

export interface Wanted {
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
}

type Listener = (
  details: object,
  decide: (response: { cancel?: boolean; responseHeaders?: object }) => void,
) => void;
type Adder = (first: unknown, second?: unknown) => void;

/** Where a filter is given, it is the first argument (docs/api/web-request.md). */
function listenerOf(first: unknown, second: unknown): Listener | null {
  return (second === undefined ? first : second) as Listener | null;
}

/** `session.webRequest`: only the last listener of each kind counts. */
export class StandInWebRequest implements Pick<WebRequest, 'onBeforeRequest' | 'onHeadersReceived'> {
  #beforeRequest: Listener | null = null;
  #headersReceived: Listener | null = null;

  readonly onBeforeRequest: Adder = (first, second) => {
    this.#beforeRequest = listenerOf(first, second);
  };
  readonly onHeadersReceived: Adder = (first, second) => {
    this.#headersReceived = listenerOf(first, second);
  };

  /** True if the listener cancels the request. */
  async cancels(wanted: Wanted): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (listener === null) return false;
    const { cancel } = await new Promise<{ cancel?: boolean }>((decide) => listener(wanted, decide));
    return cancel === true;
  }

  /** The headers of an answer after the listener's changes. */
  async headers(wanted: Wanted, headers: Headers): Promise<Record<string, string>> {
    const plain = Object.fromEntries(headers);
    const listener = this.#headersReceived;
    if (listener === null) return plain;
    const lists = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, [value]]));
    const { responseHeaders } = await new Promise<{ responseHeaders?: object }>((decide) =>
      listener({ ...wanted, responseHeaders: lists }, decide),
    );
    if (responseHeaders === undefined) return plain;
    return Object.fromEntries(
      Object.entries(responseHeaders).map(([name, value]) => [name, [value].flat().map(String).join(', ')]),
    );
  }
}
