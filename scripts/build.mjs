import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const parts = { main: 'vite.main.config.ts', preload: 'vite.preload.config.ts', renderer: 'vite.config.ts' };

/** Builds the named parts (all by default) into out/; quiet unless something fails. */
export async function buildAll(names = Object.keys(parts)) {
  process.chdir(root);
  if (names.length === Object.keys(parts).length) rmSync(join(root, 'out'), { recursive: true, force: true });
  for (const name of names) await build({ configFile: join(root, parts[name]), logLevel: 'warn' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    console.error(`build: no part "${unknown}"; the parts are ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
  try {
    await buildAll(names.length > 0 ? names : undefined);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
