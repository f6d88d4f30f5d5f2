import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run check [-- --base REV]`: types, lint and the unit tests that import a changed file. Changed means different
 * from REV (HEAD when left out), untracked files included. The whole of `npm test` proves more and takes longer.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = process.argv.indexOf('--base');
const base = at < 0 ? 'HEAD' : (process.argv[at + 1] ?? 'HEAD');

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
  return stdout.split('\n').filter((line) => line !== '');
}

function run(name, ...args) {
  const startedAt = Date.now();
  const { status } = spawnSync('npx', args, { cwd: root, stdio: 'inherit' });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`${name}: ${status === 0 ? 'passed' : 'failed'} (${seconds} s)`);
  return status === 0;
}

const changed = [
  ...new Set([...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')]),
].filter((file) => existsSync(join(root, file)));
const code = changed.filter((file) => ['.ts', '.tsx', '.mjs'].includes(extname(file)));

console.log(`${changed.length} changed files, ${code.length} of them code`);
const passed = [
  run('types', 'node', 'scripts/typecheck.mjs'),
  code.length === 0 || run('lint', 'eslint', '--max-warnings', '0', '--no-warn-ignored', ...code),
  changed.length === 0 ||
    run('format', 'prettier', '--check', '--ignore-unknown', '--log-level', 'warn', ...changed),
  code.length === 0 ||
    run('tests', 'vitest', 'related', '--run', '--passWithNoTests', '--reporter=dot', ...code),
];
process.exitCode = passed.every(Boolean) ? 0 : 1;
