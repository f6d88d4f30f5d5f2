import { suite, test as nodeTest } from 'node:test';
import type { TestContext } from 'node:test';

const limitMs = 120_000;

/** Tests of one subject; the runner is Windows' own Node, so nothing else is needed there. */
export function subject(name: string, tests: () => void): void {
  void suite(name, tests);
}

/** One test with a limit: what hangs under wine must fail and not stand still. */
export function test(name: string, work: (context: TestContext) => void | Promise<void>): void {
  void nodeTest(name, { timeout: limitMs }, work);
}
