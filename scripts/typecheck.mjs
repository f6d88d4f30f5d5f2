import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
/** Each layer with the libraries that it may know, and all of it together with the tests. */
const projects = ['.', 'app', 'main', 'main/hosts/electron', 'renderer'];
const atOnce = 2;

/** tsc checks only what changed since the last run that this file describes. */
function buildInfo(project) {
  return join(
    root,
    '.cache',
    'types',
    `${project === '.' ? 'all' : project.replaceAll('/', '-')}.tsbuildinfo`,
  );
}

function check(project) {
  return new Promise((resolve) => {
    const incremental = ['--incremental', '--tsBuildInfoFile', buildInfo(project)];
    const args = [tsc, '-p', project, '--pretty', 'false', ...incremental];
    const child = spawn(process.execPath, args, { cwd: root });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => resolve({ project, code, output }));
  });
}

/** Checks every project, at most two at a time; gives the failures. */
export async function typecheck() {
  const waiting = [...projects];
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      results.push(await check(next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results.filter(({ code }) => code !== 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failures = await typecheck();
  for (const { project, output } of failures) console.error(`types of ${project}:\n${output}`);
  process.exit(failures.length === 0 ? 0 : 1);
}
