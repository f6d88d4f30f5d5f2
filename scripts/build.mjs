import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { markBuilt } from './freshness.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const parts = { main: 'vite.main.config.ts', preload: 'vite.preload.config.ts', renderer: 'vite.config.ts' };

// one window from the disk: a large chunk costs nothing that a split would save
const quiet = { logLevel: 'warn', build: { chunkSizeWarningLimit: 2000 } };

function buildPart(configFile) {
  return build({ configFile: join(root, configFile), ...quiet });
}

/** Builds everything into a new out/; quiet unless something fails. */
export async function buildAll() {
  process.chdir(root);
  rmSync(join(root, 'out'), { recursive: true, force: true });
  for (const configFile of Object.values(parts)) await buildPart(configFile);
  markBuilt(root);
}

async function main(names) {
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    console.error(`build: no part "${unknown}"; the parts are ${Object.keys(parts).join(', ')}`);
    return 2;
  }
  try {
    if (names.length === 0) await buildAll();
    for (const name of names) await buildPart(parts[name]);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await main(process.argv.slice(2)));
