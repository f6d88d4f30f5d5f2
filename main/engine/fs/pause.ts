import { setTimeout as wait } from 'node:timers/promises';
import { SignOffError } from '../../../app/contract/errors.ts';

/** Waits; a person who cancels does not. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    throw new SignOffError('cancelled', {}, { cause: error });
  }
}
