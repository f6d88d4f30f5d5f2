import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const source = fileURLToPath(new URL('../main/demo/generate-demo-home.ts', import.meta.url));

/** A hash of the generator, so that a tree of an older one is never measured. */
function generatorMark() {
  const hash = createHash('sha256');
  const names = readdirSync(dirname(source)).filter(
    (name) => name.endsWith('.ts') && !name.includes('.test.'),
  );
  for (const name of names.sort()) hash.update(readFileSync(join(dirname(source), name)));
  return hash.digest('hex').slice(0, 8);
}

/**
 * A cached demo home of `files` files, shared by all benchmarks; an incomplete one is generated again. Returns its
 * folder, manifest and environment.
 */
export async function demoTree(files) {
  const { module: demo } = await runnerImport(source);
  const folder = join(tmpdir(), `signoff-bench-${files}-${generatorMark()}`);
  const summaryFile = `${folder}.json`;
  if (!existsSync(summaryFile) || !demo.isDemoHome(folder)) {
    const began = performance.now();
    const { entries, ...manifest } = await demo.generateDemoHome({ folder, files, seed: 2, realBytes: 0 });
    const seconds = (performance.now() - began) / 1000;
    writeFileSync(summaryFile, JSON.stringify({ ...manifest, entries: entries.length, seconds }, null, 2));
  }
  const summary = JSON.parse(readFileSync(summaryFile, 'utf8'));
  return { folder, files, summary, env: demo.demoEnvironment(folder) };
}
