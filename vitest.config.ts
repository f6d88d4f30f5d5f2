import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['app/**/*.test.ts', 'main/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    setupFiles: ['main/testing/home-guard.ts', 'main/testing/patience.ts'],
    pool: 'forks',
    // the default leaves one core idle: on two cores that was half of the time
    maxWorkers: Math.max(2, availableParallelism()),
    // limits that end a test that hangs: on a busy computer each step can take many times as long as usual
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
