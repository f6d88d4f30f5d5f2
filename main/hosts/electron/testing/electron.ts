import { systemOfTest } from '../../../testing/system-of-test.ts';
import { startDesktop } from '../electron.ts';

/** The desktop app as tests run it: the product, but with the process list of the test. Never shipped. */
startDesktop({ out: import.meta.dirname, systemOf: systemOfTest });
