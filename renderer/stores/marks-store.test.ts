import { expect, it } from 'vitest';
import { FakeContract } from '../../app/testing/fake-contract.ts';
import type { AccountMark } from '../../app/contract/accounts.ts';
import type { Client } from '../../app/contract/contract.ts';
import { createMarksStore, markOf } from './marks-store.ts';

/** A client whose answers to `accounts.mark` wait until they are given. */
function slowClient() {
  const fake = new FakeContract();
  const answers: ((reply: unknown) => void)[] = [];
  const call = ((method: string, input: never) =>
    method === 'accounts.mark'
      ? new Promise<unknown>((resolve) => answers.push(resolve))
      : fake.call(method as never, input)) as Client['call'];
  const listeners: ((payload: never) => void)[] = [];
  const on = ((event: string, listener: (payload: never) => void) => {
    if (event === 'accounts.marked') listeners.push(listener);
    return () => undefined;
  }) as Client['on'];
  const tell = (marks: readonly AccountMark[]): void =>
    listeners.forEach((listener) => listener({ marks } as never));
  return { client: { call, on }, answers, tell };
}

const mine = { accountId: 'a', name: null, isMine: true };

it('a change holds before the answer, and names and ticks do not undo each other', async () => {
  const { client, answers, tell } = slowClient();
  const marks = createMarksStore(client);
  const ticked = marks.change('a', { isMine: true });
  expect(markOf(marks.store.getState(), 'a')).toEqual(mine);
  const named = marks.change('a', { name: '我的微信' });
  tell([mine]);
  answers[0]?.({ ok: true, value: [mine] });
  await ticked;
  expect(markOf(marks.store.getState(), 'a')).toEqual({ ...mine, name: '我的微信' });
  answers[1]?.({ ok: true, value: [{ ...mine, name: '我的微信' }] });
  expect(await named).toBeNull();
  expect(marks.store.getState().marks).toEqual([{ ...mine, name: '我的微信' }]);
});

it('a refused change goes again, with what was said before kept', async () => {
  const { client, answers, tell } = slowClient();
  const marks = createMarksStore(client);
  tell([mine]);
  const changing = marks.change('a', { isMine: false });
  expect(markOf(marks.store.getState(), 'a').isMine).toBe(false);
  const error = { code: 'data-dir-unusable', details: {} };
  answers[0]?.({ ok: false, error });
  expect(await changing).toEqual(error);
  expect(marks.store.getState().marks).toEqual([mine]);
});
