import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIdleThreads } from './idle-threads.ts';
import type { RemovalThread } from './thread-worker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Stub threads with an id that record whether they were closed. */
function starting() {
  const said: string[] = [];
  const lost = new Set<number>();
  let count = 0;
  const start = (): readonly RemovalThread[] => {
    count += 1;
    const number = count;
    said.push(`start ${number}`);
    const close = () => Promise.resolve(void said.push(`close ${number}`));
    return [{ number, close, isLost: () => lost.has(number) } as unknown as RemovalThread];
  };
  return { said, lost, ready: createIdleThreads(start) };
}

const numbers = (threads: readonly RemovalThread[]) =>
  threads.map((thread) => (thread as unknown as { readonly number: number }).number);

test('prepared threads are handed over once, and the pool does not close them', async () => {
  const { said, ready } = starting();
  expect(numbers(ready.prepare())).toEqual([1]);
  expect(ready.prepare()).toEqual([]);
  expect(numbers(ready.take())).toEqual([1]);
  await vi.advanceTimersByTimeAsync(3_600_000);
  await ready.close();
  expect(said).toEqual(['start 1']);
  expect(numbers(ready.take())).toEqual([2]);
});

test('unused threads close after the idle time, and a new plan resets it', async () => {
  const { said, ready } = starting();
  ready.prepare();
  await vi.advanceTimersByTimeAsync(240_000);
  ready.prepare();
  await vi.advanceTimersByTimeAsync(240_000);
  expect(said).toEqual(['start 1']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said).toEqual(['start 1', 'close 1']);
  expect(numbers(ready.take())).toEqual([2]);
});

test('a pool with a dead thread is never handed over', () => {
  const { said, lost, ready } = starting();
  ready.prepare();
  lost.add(1);
  expect(numbers(ready.take())).toEqual([2]);
  expect(said).toEqual(['start 1', 'close 1', 'start 2']);
});

test('closing the assistant closes idle threads', async () => {
  const { said, ready } = starting();
  await ready.close();
  ready.prepare();
  await ready.close();
  expect(said).toEqual(['start 1', 'close 1']);
});
