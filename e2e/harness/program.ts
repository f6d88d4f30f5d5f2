import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuiltForTests } from '../../scripts/build.mjs';

const built = fileURLToPath(new URL('../../out-test', import.meta.url));

/** The program built for tests, laid out as the packaged app is. */
export interface Program {
  readonly folder: string;
  readonly cli: string;
  remove(): Promise<void>;
}

/** Builds the program if it is outdated and copies it, so that a build meanwhile cannot change it under a test. */
export async function placeProgram(): Promise<Program> {
  await ensureBuiltForTests();
  const folder = await mkdtemp(join(tmpdir(), 'signoff-program-'));
  await cp(built, folder, { recursive: true });
  return {
    folder,
    cli: join(folder, 'out', 'cli.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
