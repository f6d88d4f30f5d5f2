import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['app/**/*.test.ts', 'main/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    setupFiles: ['main/testing/home-guard.ts'],
    pool: 'forks',
    testTimeout: 30_000,
  },
});
