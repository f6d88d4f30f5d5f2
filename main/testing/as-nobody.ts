import { closeSync, openSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { TestRunner } from 'vitest';

/** An ordinary user who owns nothing but what a test gives away. */
export const nobody = 65534;

async function withRightsOfNobody<T>(work: () => Promise<T> | T): Promise<T> {
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

function isClosed(path: string): boolean {
  try {
    closeSync(openSync(path, 'r'));
    return false;
  } catch {
    return true;
  }
}

/** Skips the current test of root's where the other user cannot read a path, such as one below a private TMPDIR. */
export async function skipUnlessReadable(...paths: readonly string[]): Promise<void> {
  if (process.geteuid?.() !== 0) return;
  const closed = await withRightsOfNobody(() => paths.find(isClosed));
  const test: ReturnType<typeof TestRunner.getCurrentTest> = TestRunner.getCurrentTest();
  if (closed !== undefined)
    test?.context.skip(`an ordinary user cannot read ${closed}: it or a folder above it is private`);
}

/**
 * Runs `work` with the rights of a user who owns `home` and nothing else. Root ignores permission bits, so a root
 * test run gives its rights up for the moment; any other user has none to give up.
 */
export async function asNobody<T>(home: string, work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  await chown(home, nobody, nobody);
  await skipUnlessReadable(home);
  return withRightsOfNobody(work);
}
