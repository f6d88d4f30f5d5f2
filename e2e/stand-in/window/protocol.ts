import type { CustomScheme, Protocol } from 'electron';
import { demandBeforeReady } from '../app/lifetime.ts';
import { setSchemes } from './addresses.ts';

let registered = false;

/** docs/api/protocol.md: before `ready`, and only once. Electron itself does not notice a second call. */
export function registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
  demandBeforeReady('protocol.registerSchemesAsPrivileged should be called before app is ready');
  if (!Array.isArray(schemes)) throw new Error('Argument must be an array of custom schemes.');
  if (registered)
    throw new Error('protocol.registerSchemesAsPrivileged can be called only once (docs/api/protocol.md)');
  registered = true;
  setSchemes(schemes);
}

type Handler = Parameters<Protocol['handle']>[1];

/** The protocol handlers of one session (lib/browser/api/protocol.ts). */
export class StandInProtocol implements Pick<Protocol, 'handle' | 'isProtocolHandled' | 'unhandle'> {
  readonly #handlers = new Map<string, Handler>();

  handle(scheme: string, handler: Handler): void {
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }
  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }
  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** The program's answer, or null where it has none. */
  async answer(request: Request): Promise<Response | null> {
    const handler = this.#handlers.get(new URL(request.url).protocol.slice(0, -1));
    return handler === undefined ? null : await handler(request);
  }
}
