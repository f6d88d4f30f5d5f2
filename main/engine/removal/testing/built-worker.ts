import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { WorkerPlace } from '../../planning/workers.ts';
import { makeFolder } from '../../runs/testing/run-plan.ts';

/** Bundles source files, by the name of their output, as the product does. Returns the folder of `name.js` files. */
export async function buildEntries(input: Readonly<Record<string, string>>): Promise<string> {
  const folder = makeFolder('signoff-built-');
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20.19',
      rolldownOptions: { input, output: { format: 'es', entryFileNames: '[name].js' } },
    },
    ssr: { noExternal: true },
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

/** Builds the product's removal worker, and any other entry point that a test runs in its own process. */
export async function buildWorker(more: Readonly<Record<string, string>> = {}): Promise<WorkerPlace> {
  const folder = await buildEntries({ 'removal-worker': 'main/hosts/worker/removal-worker.ts', ...more });
  return { kind: 'threads', folder, count: 2 };
}
