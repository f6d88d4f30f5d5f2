import { describe, expect, it } from 'vitest';
import { FakeContract } from '../../app/testing/fake-contract.ts';
import { inTurn } from './in-turn.ts';
import { createUsageStore } from './usage-store.ts';

/** Requests that end when the test says so, each with its number. */
function made() {
  const begun: ((error?: Error) => void)[] = [];
  const ask = inTurn(
    () =>
      new Promise((resolve, reject) =>
        begun.push((error) => (error === undefined ? resolve() : reject(error))),
      ),
  );
  return { begun, ask };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('requests in turn', () => {
  it('asks again once for all that asked during a request, and tells each when its own has ended', async () => {
    const { begun, ask } = made();
    const ended: string[] = [];
    void ask().then(() => ended.push('first'));
    void ask().then(() => ended.push('second'));
    void ask().then(() => ended.push('third'));
    expect(begun).toHaveLength(1);
    begun[0]?.();
    await turn();
    expect(ended).toEqual(['first']);
    expect(begun).toHaveLength(2);
    begun[1]?.();
    await turn();
    expect(ended).toEqual(['first', 'second', 'third']);
    void ask();
    expect(begun).toHaveLength(3);
  });

  it('asks again after a request that failed', async () => {
    const { begun, ask } = made();
    const first = ask();
    const second = ask();
    begun[0]?.(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    await turn();
    begun[1]?.();
    await second;
    expect(begun).toHaveLength(2);
  });
});

it('sizes that are asked for during a scan come from a scan after it', async () => {
  const client = new FakeContract();
  const usage = createUsageStore(client, {
    ended: async (jobId) => {
      await turn();
      return { jobId, kind: 'scan', outcome: 'done', error: null };
    },
  });
  await Promise.all([usage.scan(), usage.scan(), usage.scan()]);
  expect(client.calls.filter(({ method }) => method === 'usage.scan')).toHaveLength(2);
  expect(usage.store.getState().scanJob).toBeNull();
});
