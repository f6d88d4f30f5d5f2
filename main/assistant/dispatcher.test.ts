import { describe, expect, expectTypeOf, test } from 'vitest';
import { methods } from '../../app/contract/contract.ts';
import type { DestroyingMethod, Handlers, InputOf, MethodName } from '../../app/contract/contract.ts';
import { SignOffError } from '../../app/contract/errors.ts';
import { createDispatcher } from './dispatcher.ts';
import type { CallRecord, Caller } from './dispatcher.ts';

const owner: Caller = { host: 'browser', may: ['read', 'write', 'destroy'] };

function recording(behaviour: (method: MethodName) => unknown) {
  const calls: MethodName[] = [];
  const records: CallRecord[] = [];
  const unexpected: unknown[] = [];
  const handlers = Object.fromEntries(
    (Object.keys(methods) as MethodName[]).map((name) => [
      name,
      () => {
        calls.push(name);
        return behaviour(name);
      },
    ]),
  ) as unknown as Handlers;
  const dispatcher = createDispatcher(
    handlers,
    (record) => records.push(record),
    (error) => unexpected.push(error),
  );
  return { dispatcher, calls, records, unexpected };
}

test('an unknown method, also one of the prototype, never reaches a handler', async () => {
  const { dispatcher, calls } = recording(() => 1);
  for (const name of ['runs.startt', 'constructor', '__proto__', 'toString', '']) {
    expect(await dispatcher.dispatch(name, {}, owner)).toMatchObject({
      ok: false,
      error: { code: 'unknown-method' },
    });
  }
  expect(calls).toEqual([]);
});

test('input is validated strictly before the handler sees it, and the bad field is named', async () => {
  const { dispatcher, calls } = recording(() => 1);
  const bad = [
    ['plans.get', {}],
    ['plans.get', { planId: '../../etc/passwd' }],
    ['plans.get', { planId: 'a', path: '/etc' }],
    ['runs.start', { planId: 'a', mode: 'erase-everything', confirmed: true }],
    ['plans.create', { level: 'deep', accounts: [], include: [], olderThanMs: null, keep: [] }],
    ['accounts.discover', null],
  ] as const;
  for (const [method, input] of bad) {
    const reply = await dispatcher.dispatch(method, input, owner);
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-input', params: { method } } });
  }
  expect(calls).toEqual([]);
});

/** A valid input of each destroying method. A new method needs a line here: the types and the tests ask for it. */
const confirmedInputs: { readonly [M in DestroyingMethod]: InputOf<M> } = {
  'messengers.forceEnd': { product: 'wechat', confirmed: true },
  'runs.start': { planId: 'p-1', mode: 'delete', confirmed: true },
  'runs.resume': { runId: 'r-1', confirmed: true },
  'quarantine.purge': { batches: ['q-1'], confirmed: true },
  'own.forget': { confirmed: true },
};
const destroyingMethods = (Object.keys(methods) as MethodName[]).filter(
  (name) => methods[name].effect === 'destroy',
);

describe.each(destroyingMethods)('%s', (method) => {
  const input = (confirmedInputs as Partial<Record<MethodName, object>>)[method];

  test.each([
    ['nothing', undefined],
    ['false', false],
    ['null', null],
    ['1', 1],
    ['"true"', 'true'],
    ['a list with true', [true]],
  ])(
    'confirmed with %s answers confirmation-missing and never reaches its handler',
    async (_what, confirmed) => {
      const { dispatcher, calls, records } = recording(() => 1);
      const unconfirmed = JSON.parse(JSON.stringify({ ...input, confirmed })) as unknown;
      expect(await dispatcher.dispatch(method, unconfirmed, owner)).toEqual({
        ok: false,
        error: { code: 'confirmation-missing', params: {} },
      });
      expect(calls).toEqual([]);
      expect(records).toMatchObject([{ method, effect: 'destroy', outcome: 'confirmation-missing' }]);
    },
  );

  test('confirmed with true is called; another bad field is still invalid-input', async () => {
    const { dispatcher, calls } = recording(() => 1);
    expect(await dispatcher.dispatch(method, { ...input, confirmed: true }, owner)).toMatchObject({
      ok: true,
    });
    expect(await dispatcher.dispatch(method, { ...input, confirmed: true, path: '/' }, owner)).toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(calls).toEqual([method]);
  });
});

test('the types let no caller leave the confirmation out', () => {
  type Unconfirmed = {
    [M in DestroyingMethod]: InputOf<M> extends { readonly confirmed: true } ? never : M;
  }[DestroyingMethod];
  expectTypeOf<Unconfirmed>().toBeNever();
  expect(Object.keys(confirmedInputs).sort()).toEqual([...destroyingMethods].sort());
});

test('a caller without the effect is refused, whatever the input', async () => {
  const { dispatcher, calls, records } = recording(() => 1);
  const reader: Caller = { host: 'browser', may: ['read'] };
  const destroying = (Object.keys(methods) as MethodName[]).filter((name) => methods[name].effect !== 'read');
  expect(destroying).toContain('runs.start');
  for (const name of destroying) {
    expect(await dispatcher.dispatch(name, {}, reader)).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
  }
  expect(calls).toEqual([]);
  expect(records.every((record) => record.outcome === 'not-allowed')).toBe(true);
});

test('typed failures pass as they are, everything else becomes internal and is reported once', async () => {
  const { dispatcher, unexpected } = recording((method) => {
    if (method === 'plans.get') throw new SignOffError('plan-expired', { plan: 'p' });
    return Promise.reject(new TypeError('cannot read /home/someone'));
  });
  expect(await dispatcher.dispatch('plans.get', { planId: 'p' }, owner)).toEqual({
    ok: false,
    error: { code: 'plan-expired', params: { plan: 'p' } },
  });
  expect(unexpected).toEqual([]);
  expect(await dispatcher.dispatch('usage.get', {}, owner)).toEqual({
    ok: false,
    error: { code: 'internal', params: {} },
  });
  expect(unexpected).toHaveLength(1);
});
