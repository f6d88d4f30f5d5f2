import { vi } from 'vitest';

const { waitFor } = vi;

/** Gives `vi.waitFor` the limit of `expect.poll` in vitest.config.ts: its own default of 1 s is too short on a busy computer. */
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === 'number' ? options : { timeout: 20_000, ...options });
