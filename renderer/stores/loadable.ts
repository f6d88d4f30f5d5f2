import type { ContractError } from '../../app/contract/errors.ts';
import type { Reply } from '../../app/contract/contract.ts';

/** A value requested from main; distinguishes "empty" from "not loaded". */
export type Loadable<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: ContractError };

export const loading: Loadable<never> = { kind: 'loading' };

export function loaded<Value>(reply: Reply<Value>): Loadable<Value> {
  return reply.ok ? { kind: 'ready', value: reply.value } : { kind: 'failed', error: reply.error };
}

/** The value, or null while loading or after a failure. */
export function valueOf<Value>(loadable: Loadable<Value>): Value | null {
  return loadable.kind === 'ready' ? loadable.value : null;
}
