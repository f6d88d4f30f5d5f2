import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const candidates = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
    '/usr/bin/microsoft-edge-stable',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

function isUsable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Absolute path of a Chromium, Chrome or Edge for the tests, or null. SIGNOFF_BROWSER names another one.
 * @returns {string | null}
 */
export function findBrowser() {
  const wanted = process.env['SIGNOFF_BROWSER'];
  return [...(wanted ? [wanted] : []), ...(candidates[process.platform] ?? [])].find(isUsable) ?? null;
}

function isDebianRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args) =>
    // a test run beside this one may be installing
    spawnSync('/usr/bin/apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  if (run('update', '-q').status !== 0) return false;
  return run('install', '-qy', '--no-install-recommends', ...packages).status === 0;
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const listed = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.trim() !== '';
}

/** What a person has to install where this script may not do it. */
export function whatToInstall() {
  if (process.platform !== 'linux') return 'Chromium, Google Chrome or Microsoft Edge';
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)) return 'sudo apt-get install chromium fonts-noto-cjk';
  return 'Chromium and a Chinese font (Noto Sans CJK)';
}

/** Finds a browser and a Chinese font; as root on Debian it installs what is missing and says so. */
export function ensureBrowser(say) {
  const missing = [...(findBrowser() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  if (missing.length > 0 && isDebianRoot()) {
    say(`installing ${missing.join(' and ')} with apt-get`);
    if (!aptInstall(missing)) say(`apt-get could not install ${missing.join(' and ')}`);
  }
  return findBrowser();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = findBrowser();
  console.log(found ?? `no browser found; install: ${whatToInstall()}`);
  process.exit(found ? 0 : 1);
}
