import { suite, test as nodeTest } from 'node:test';
import type { TestContext } from 'node:test';

const limitMs = 120_000;

/** Tests of one subject; needs only Windows' own Node. */
export function subject(name: string, tests: () => void): void {
  void suite(name, tests);
}

/** One test with a time limit: a hang under wine must fail. */
export function test(name: string, work: (context: TestContext) => void | Promise<void>): void {
  void nodeTest(name, { timeout: limitMs }, work);
}
