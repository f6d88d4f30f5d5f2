import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronObstacle } from './start-options.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', 'electron');

/**
 * Absolute path of the Electron binary, or null. Reads what Electron's own installer wrote down; importing the
 * package instead would try to download it.
 */
export function findElectron() {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist');
  const binary = join(dist, readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Lets Electron's own installer fetch the binary, for at most `seconds`; the path, or why there is none. */
export function fetchElectron(seconds) {
  const installer = join(folder, 'install.js');
  if (!existsSync(installer)) return { path: null, why: 'the electron package is not installed' };
  const run = spawnSync(process.execPath, [installer], {
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
  });
  const path = findElectron();
  if (path !== null) return { path, why: '' };
  if (run.signal !== null) return { path, why: `the download did not end within ${seconds} s` };
  const line = `${run.stderr}`.split('\n').find((text) => /\S/.test(text)) ?? `exit code ${run.status}`;
  return { path, why: line.trim().slice(0, 200) };
}

/** Why the desktop app cannot be opened here, in one sentence, or null when it can. */
export function whyNoElectron() {
  if (findElectron() === null)
    return 'the Electron binary is not in node_modules (npx install-electron fetches it)';
  const obstacle = electronObstacle(process.platform, process.env, process.getuid?.() === 0);
  if (obstacle === 'root') return 'Electron’s sandbox does not run as root';
  return obstacle === 'display' ? 'there is no display for Electron' : null;
}
