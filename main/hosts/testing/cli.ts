import { loadAndRun } from '../cli/entry.ts';

/** The command line as tests run it: the product, but with the process list of the test. Never shipped. */
await loadAndRun(async () => {
  const { systemOfTest } = await import('../../testing/system-of-test.ts');
  const { runProgram } = await import('../cli/cli.ts');
  return () => runProgram({ built: import.meta.dirname, systemOf: systemOfTest });
});
