import { suite, test as nodeTest } from 'node:test';
import type { TestContext } from 'node:test';

const limitMs = 120_000;

/** Tests of one subject; they need nothing but Node, so that Windows' own can run them. */
export function subject(name: string, tests: () => void): void {
  void suite(name, tests);
}

/** One test with a time limit: a hang must fail. */
export function test(name: string, work: (context: TestContext) => void | Promise<void>): void {
  void nodeTest(name, { timeout: limitMs }, work);
}
