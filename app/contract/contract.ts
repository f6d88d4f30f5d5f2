import { accountEvents, accountMethods } from './accounts.ts';
import type { ContractError } from './errors.ts';
import { hostEvents, hostMethods } from './host.ts';
import { jobEvents, jobMethods } from './jobs.ts';
import { keepEvents, keepMethods } from './keep.ts';
import { leavingMethods } from './leaving.ts';
import { messengerMethods } from './messengers.ts';
import { planMethods } from './plans.ts';
import { quarantineEvents, quarantineMethods } from './quarantine.ts';
import { runMethods } from './runs.ts';
import { sessionEvents, sessionMethods } from './session.ts';
import { settingsEvents, settingsMethods } from './settings.ts';
import type { InputFor, Of } from './shapes.ts';
import { signInMethods } from './sign-in.ts';
import { usageMethods } from './usage.ts';
import { watchEvents, watchMethods } from './watch.ts';

/**
 * Every request that a window, the CLI or a test can make. None takes a path but a keep pattern or one for the
 * keep-list, which only ever keep: what is to be removed is named by the ids that discovery and planning gave out.
 */
export const methods = {
  ...hostMethods,
  ...settingsMethods,
  ...accountMethods,
  ...signInMethods,
  ...messengerMethods,
  ...usageMethods,
  ...planMethods,
  ...keepMethods,
  ...leavingMethods,
  ...runMethods,
  ...quarantineMethods,
  ...watchMethods,
  ...sessionMethods,
  ...jobMethods,
} as const;

/** Everything that main sends without a request. */
export const events = {
  ...hostEvents,
  ...accountEvents,
  ...jobEvents,
  ...settingsEvents,
  ...keepEvents,
  ...watchEvents,
  ...sessionEvents,
  ...quarantineEvents,
} as const;

export type MethodName = keyof typeof methods;
/** Methods whose input needs `confirmed: true`. */
export type DestroyingMethod = {
  [M in MethodName]: 'destroy' extends (typeof methods)[M]['effect'] ? M : never;
}[MethodName];
export type InputOf<M extends MethodName> = InputFor<(typeof methods)[M]['input']>;
/** the input after validation, with its defaults filled in */
export type ParsedOf<M extends MethodName> = Of<(typeof methods)[M]['input']>;
export type OutputOf<M extends MethodName> = Of<(typeof methods)[M]['output']>;

export type EventName = keyof typeof events;
export type Events = { readonly [E in EventName]: Of<(typeof events)[E]> };

export type Reply<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ContractError };

/** Both ends are this one type: a window's transport, the CLI's direct call and a test's fake. */
export interface Client {
  call<M extends MethodName>(method: M, input: InputOf<M>): Promise<Reply<OutputOf<M>>>;
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
}

/** What main must provide, derived from the same table. */
export type Handlers = {
  readonly [M in MethodName]: (input: ParsedOf<M>) => Promise<OutputOf<M>> | OutputOf<M>;
};
