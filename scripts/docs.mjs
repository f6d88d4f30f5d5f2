import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

async function load(file) {
  return (await runnerImport(join(root, file), { root, configFile: false, logLevel: 'warn' })).module;
}

/** Writes docs/schema, the generated sections of docs/cli.md and the tables of docs/locations.md. */
async function main() {
  const { schemaFiles, withGeneratedSections } = await load('main/hosts/cli/cli-reference.ts');
  const folder = join(root, 'docs/schema');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of schemaFiles()) writeFileSync(join(folder, name), text);
  const reference = join(root, 'docs/cli.md');
  writeFileSync(reference, withGeneratedSections(readFileSync(reference, 'utf8')));
  const { withLocations } = await load('scripts/locations-page.ts');
  const locations = join(root, 'docs/locations.md');
  writeFileSync(locations, withLocations(readFileSync(locations, 'utf8')));
}

await main();
