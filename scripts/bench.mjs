import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoTree } from '../bench/demo-tree.mjs';
import { ensureBuilt } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const benches = ['scan', 'window', 'tray', 'press', 'removal', 'watch', 'session', 'cancel'];

function usage(problem) {
  console.error(`bench: ${problem}\nusage: npm run bench [-- [${benches.join('|')}]… [--files N] [--tasks]]`);
  return 2;
}

/** Runs the named benchmarks, or all, on one tree that is made once; prints Markdown. */
async function main(args) {
  const filesAt = args.indexOf('--files');
  const files = filesAt === -1 ? 500_000 : Number(args[filesAt + 1]);
  if (!Number.isSafeInteger(files) || files < 1000) return usage('--files needs a whole number from 1000 up');
  const names = args.filter((arg, at) => !arg.startsWith('--') && (filesAt === -1 || at !== filesAt + 1));
  const unknown = names.find((name) => !benches.includes(name));
  if (unknown !== undefined) return usage(`no benchmark "${unknown}"`);

  await ensureBuilt();
  const { summary } = await demoTree(files);
  const gb = (summary.bytes / 1e9).toFixed(1);
  console.log(
    `Tree: ${summary.files.toLocaleString('en')} files in ${summary.folders.toLocaleString('en')} folders, ${gb} GB apparent.\n`,
  );

  const options = ['--files', String(files), ...(args.includes('--tasks') ? ['--tasks'] : [])];
  let failed = 0;
  for (const name of names.length > 0 ? names : benches) {
    const script = join(root, 'bench', `${name}.mjs`);
    if (!existsSync(script)) {
      console.log(`Benchmark "${name}" is not here.\n`);
      failed += 1;
      continue;
    }
    const { status } = spawnSync(process.execPath, [script, ...options], { cwd: root, stdio: 'inherit' });
    if (status !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

process.exit(await main(process.argv.slice(2)));
