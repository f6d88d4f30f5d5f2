import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/**
 * Runs before every test file: the home folder that code under test can see is a fresh temporary one. A test that
 * somehow still sees the real home stops here.
 */
const real = homedir();
const home = mkdtempSync(join(tmpdir(), 'signoff-home-'));
for (const name of Object.keys(process.env)) {
  if (/^(XDG_|USERPROFILE$|APPDATA$|LOCALAPPDATA$|PUBLIC$|WECHAT_DATA_DIR$)/.test(name))
    Reflect.deleteProperty(process.env, name);
}
process.env['HOME'] = home;
process.env['USERPROFILE'] = home;
if (homedir() === real) throw new Error(`tests must not see the real home folder ${real}`);

afterAll(() => rmSync(home, { recursive: true, force: true }));
