import { expect, test } from 'vitest';
import { FakeContract } from './fake-contract.ts';

test('an answer that the contract does not allow rejects the call', async () => {
  const fake = new FakeContract({
    answers: { 'jobs.cancel': () => ({ cancelled: true, extra: 1 }) as never },
  });
  await expect(fake.call('jobs.cancel', { jobId: 'j-1' })).rejects.toThrow(/unrecognized_keys/);
});

test('an input that the contract does not allow rejects the call', async () => {
  const unconfirmed = { planId: 'p-1', mode: 'delete' } as never;
  await expect(new FakeContract().call('runs.start', unconfirmed)).rejects.toThrow(/confirmed/);
});

test('an event that the contract does not allow throws', () => {
  expect(() => new FakeContract().emit('quarantine.changed', { batches: -1 })).toThrow(/too_small/);
});
