import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** For scripts/mutation.mjs, which names the tests of one area. */
export default defineConfig({
  test: { ...base.test, include: process.env['MUTATION_TESTS']?.split(',') ?? [] },
  plugins: [
    {
      name: 'processes-for-mutation',
      // Stryker asks for worker threads, where a test can set neither its umask nor its user
      configureVitest({ project }) {
        project.config.pool = 'forks';
      },
    },
  ],
});
