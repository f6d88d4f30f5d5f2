import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A small desktop without a screen: what each program is for, and the Debian package that brings it. */
const programs = {
  '/usr/bin/Xvfb': 'xvfb',
  '/usr/bin/dbus-daemon': 'dbus-daemon',
  '/usr/bin/openbox': 'openbox',
  '/usr/bin/xfce4-panel': 'xfce4-panel',
  '/usr/bin/xdotool': 'xdotool',
};

/** Reads codes in pictures, as a phone does. */
const codeReader = { '/usr/bin/zbarimg': 'zbar-tools' };

function packagesMissing(of) {
  return [...new Set(Object.entries(of).flatMap(([path, name]) => (existsSync(path) ? [] : [name])))];
}

function install(packages, say) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`installing ${packages.join(', ')} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: 'ignore', timeout: 600_000 };
  // a test run beside this one may be installing
  const args = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-qy', '--no-install-recommends', ...packages];
  if (spawnSync('/usr/bin/apt-get', args, options).status === 0) return;
  if (spawnSync('/usr/bin/apt-get', ['update', '-q'], options).status === 0)
    spawnSync('/usr/bin/apt-get', args, options);
}

/**
 * Why there can be no desktop with a panel here, in one sentence, or null when there can be one.
 * @returns {string | null}
 */
export function whyNoDesktop() {
  if (process.platform !== 'linux') return 'the tray over D-Bus is for Linux desktops';
  const packages = packagesMissing(programs);
  return packages.length === 0
    ? null
    : `programs of a desktop are missing: sudo apt-get install --no-install-recommends ${packages.join(' ')}`;
}

/**
 * Why no code in a picture can be read here, in one sentence, or null when it can.
 * @returns {string | null}
 */
export function whyNoCodeReader() {
  return packagesMissing(codeReader).length === 0
    ? null
    : 'zbarimg is missing: sudo apt-get install --no-install-recommends zbar-tools';
}

/**
 * Installs, as root on Debian, what a desktop with a panel needs, and the reader of codes.
 * @param {(line: string) => void} say
 */
export function ensureDesktop(say) {
  const packages = process.platform === 'linux' ? packagesMissing({ ...programs, ...codeReader }) : [];
  if (packages.length > 0) install(packages, say);
  return whyNoDesktop();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const why = ensureDesktop((line) => console.log(line));
  console.log(why ?? 'a desktop with a panel can be started here');
  process.exit(why === null ? 0 : 1);
}
