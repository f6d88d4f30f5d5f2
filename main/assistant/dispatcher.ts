import { isFileLimit, SignOffError, typedError } from '../../app/contract/errors.ts';
import { methods } from '../../app/contract/contract.ts';
import type { Handlers, InputOf, MethodName, Reply } from '../../app/contract/contract.ts';
import type { Effect } from '../../app/contract/method.ts';

/** Who is calling, as the host has established it; never what the caller says of itself. */
export interface Caller {
  readonly host: 'electron' | 'browser' | 'cli';
  /** effects that the host grants to this caller */
  readonly may: readonly Effect[];
}

export interface CallRecord {
  readonly method: string;
  readonly effect: Effect | null;
  readonly host: Caller['host'];
  readonly outcome: 'ok' | SignOffError['code'];
}

export interface Dispatcher {
  /** validate → authorise → call → log. Never rejects: every failure is a typed reply. */
  dispatch(method: string, input: unknown, caller: Caller): Promise<Reply<unknown>>;
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

function validated<M extends MethodName>(name: M, input: unknown): InputOf<M> {
  const parsed = methods[name].input.safeParse(input);
  if (parsed.success) return parsed.data as InputOf<M>;
  const isUnconfirmed = parsed.error.issues.some(({ path }) => path.length === 1 && path[0] === 'confirmed');
  if (methods[name].effect === 'destroy' && isUnconfirmed) throw new SignOffError('confirmation-missing');
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.') || name}: ${issue.code}`);
  throw new SignOffError('invalid-input', { method: name, fields });
}

/** The single gate in front of the services, the same object for every host. */
export function createDispatcher(
  handlers: Handlers,
  log: (record: CallRecord) => void,
  onUnexpected: (error: unknown) => void,
): Dispatcher {
  const call = (method: string, input: unknown, caller: Caller): unknown => {
    if (!isMethod(method)) throw new SignOffError('unknown-method', { method });
    if (!caller.may.includes(methods[method].effect)) throw new SignOffError('not-allowed', { method });
    const handler = handlers[method] as (input: unknown) => unknown;
    return handler(validated(method, input));
  };

  return {
    async dispatch(method, input, caller) {
      const effect = isMethod(method) ? methods[method].effect : null;
      try {
        const value = await call(method, input, caller);
        log({ method, effect, host: caller.host, outcome: 'ok' });
        return { ok: true, value };
      } catch (error) {
        if (!(error instanceof SignOffError || isFileLimit(error))) onUnexpected(error);
        const known = typedError(error);
        log({ method, effect, host: caller.host, outcome: known.code });
        return { ok: false, error: known.toContract() };
      }
    },
  };
}
