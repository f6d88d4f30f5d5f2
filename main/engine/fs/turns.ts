import { setTimeout as wait } from 'node:timers/promises';
import { SignOffError } from '../../../app/contract/errors.ts';

/** Yields to the event loop, so that long work does not delay calls and cancellation. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Waits `ms` milliseconds. Throws `cancelled` as soon as the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    throw new SignOffError('cancelled', {}, { cause: error });
  }
}
