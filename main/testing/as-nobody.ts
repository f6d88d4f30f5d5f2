import { chown } from 'node:fs/promises';

const nobody = 65534;

/**
 * Runs `work` with the rights of a user who owns `home` and nothing else. Root ignores permission bits, so a root
 * test run gives its rights up for the moment; any other user has none to give up.
 */
export async function asNobody<T>(home: string, work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  await chown(home, nobody, nobody);
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
