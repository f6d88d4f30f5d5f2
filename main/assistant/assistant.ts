import type { Client, EventName, Events } from '../../app/contract/contract.ts';
import type { HostView } from '../../app/contract/host.ts';
import type { SystemName } from '../../app/platforms/platform.ts';
import type { Caller, CallRecord, Dispatcher } from './dispatcher.ts';
import type { WorkerPlace } from '../engine/planning/workers.ts';

/** What a host tells compose about itself and the world that it runs in. */
export interface AssistantOptions {
  /** HOME, XDG_*, APPDATA … are read from here and nowhere else, so a test or a person can point it anywhere */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly system: SystemName;
  /** the assistant's own folder; null = the system's usual place */
  readonly dataDir: string | null;
  readonly demo: boolean;
  readonly workers: WorkerPlace;
  readonly capabilities: HostView['capabilities'];
  /** asks the desktop's own bin for one path; left out where the host has no way to it */
  readonly trashItem?: (path: string) => Promise<void>;
  /** one line for the person's terminal or log file; never a stack */
  readonly warn: (line: string) => void;
  /** every call with its outcome, never its input: for tests and for a person who looks for a fault */
  readonly log?: (record: CallRecord) => void;
}

/** The whole assistant without a face: hosts give it a transport, and nothing else. */
export interface Assistant {
  readonly dispatcher: Dispatcher;
  /** the direct-call client of a trusted in-process host */
  client(caller: Caller): Client;
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** every event, for a host that forwards them */
  onAny(listener: (event: EventName, payload: Events[EventName]) => void): () => void;
  /** lets go of what lay in the quarantine too long, now and then daily; a host that stays open asks for it, no command does */
  retain(): Promise<void>;
  /** cancels running jobs, waits for them, releases workers */
  close(): Promise<void>;
}

/** The client of a host that lives in this process: a call without a transport in between. */
export function clientOf(dispatcher: Dispatcher, on: Assistant['on'], caller: Caller): Client {
  return {
    on,
    call: (method, input) =>
      dispatcher.dispatch(method, input, caller) as ReturnType<Client['call']> as never,
  };
}
