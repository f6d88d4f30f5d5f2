import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { demandApartIn, environmentOf, realHome } from './real-home.ts';

// tests that act as another user need what they make to be readable, whatever umask the shell has
process.umask(0o022);

/**
 * Runs before every test file: the home folder that code under test can see is a fresh temporary one. Where that would
 * lie in a messenger's folder of who runs this, or hold the real home, nothing is written and no test runs.
 */
const real = realHome(homedir());
const planned = join(tmpdir(), 'signoff-home-');
demandApartIn(environmentOf(planned, process.env), real);
const home = mkdtempSync(planned);
const env = environmentOf(home, process.env);
for (const name of Object.keys(process.env)) if (!(name in env)) Reflect.deleteProperty(process.env, name);
Object.assign(process.env, env);
demandApartIn({ ...process.env, HOME: homedir() }, real);

afterAll(() => rmSync(home, { recursive: true, force: true }));
