import { systemOfTest } from '../../testing/system-of-test.ts';
import { runProgram } from '../cli/cli.ts';

/** The command line as tests run it: the product, but with the process list of the test. Never shipped. */
await runProgram({ built: import.meta.dirname, systemOf: systemOfTest });
