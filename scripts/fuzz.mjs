import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `npm run fuzz [-- SCHEDULES]`: runs under native calls that fail, 10,000 schedules unless told otherwise. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [wanted = '10000'] = process.argv.slice(2);
if (!/^[1-9]\d*$/u.test(wanted)) {
  console.error(`fuzz: "${wanted}" is no number of schedules\nusage: npm run fuzz [-- SCHEDULES]`);
  process.exit(2);
}
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const test = 'main/engine/runs/native-faults.test.ts';
const env = { ...process.env, SIGNOFF_SCHEDULES: wanted };
const { status } = spawnSync(process.execPath, [vitest, 'run', test], { cwd: root, env, stdio: 'inherit' });
process.exit(status ?? 1);
