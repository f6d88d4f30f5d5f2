import type { Client, EventName, Events } from '../../app/contract/contract.ts';
import type { HostView } from '../../app/contract/host.ts';
import type { SystemName } from '../../app/platforms/platform.ts';
import type { WorkerPlace } from '../engine/planning/workers.ts';
import type { Clipboard } from '../system/ports.ts';
import type { Caller, CallRecord, Dispatcher } from './dispatcher.ts';

/** What a host passes to `compose`: its capabilities and its environment. */
export interface AssistantOptions {
  /** the only source of HOME, XDG_*, APPDATA …, so that tests can set them */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly system: SystemName;
  /** the assistant's own folder; null = the system's usual place */
  readonly dataDir: string | null;
  /** absolute paths of data folders that the person named for this start */
  readonly dataFolders?: readonly string[];
  /** lets root work in another user's home; only the command line sets it */
  readonly allowForeignHome?: boolean;
  readonly demo: boolean;
  readonly workers: WorkerPlace;
  /** what follows from the system and from `clipboard` is left out */
  readonly capabilities: Omit<HostView['capabilities'], 'clipboard' | 'openFolder'>;
  /** moves one path to the desktop's trash; missing where the host cannot */
  readonly trashItem?: (path: string) => Promise<void>;
  /** the desktop's clipboard, where the system has no calls of its own */
  readonly clipboard?: Clipboard;
  /** writes one line to the terminal or log file; never a stack */
  readonly warn: (line: string) => void;
  /** receives every call with its outcome, never its input */
  readonly log?: (record: CallRecord) => void;
}

/** The assistant without a user interface. A host adds only a transport. */
export interface Assistant {
  readonly dispatcher: Dispatcher;
  /** a client in this process, without a transport */
  client(caller: Caller): Client;
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** subscribes to every event, for a host that forwards them */
  onAny(listener: (event: EventName, payload: Events[EventName]) => void): () => void;
  /** purges expired quarantine batches now and then daily; only long-running hosts call it */
  retain(): Promise<void>;
  /** cancels running jobs, waits for them, releases workers */
  close(): Promise<void>;
}

/** A client in this process, without a transport. */
export function clientOf(dispatcher: Dispatcher, on: Assistant['on'], caller: Caller): Client {
  return {
    on,
    call: (method, input) =>
      dispatcher.dispatch(method, input, caller) as ReturnType<Client['call']> as never,
  };
}
