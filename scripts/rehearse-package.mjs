import { getRawHeader, extractFile, listPackage, statFile } from '@electron/asar';
import fuses from '@electron/fuses';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';

const { FuseV1Options, getCurrentFuseWire } = fuses;
/** the bytes of a fuse wire, which the library names but does not export */
const FuseState = { DISABLE: 48, ENABLE: 49 };

/*
 * A rehearsal of packaging, not a build: electron-builder packs the real app around an Electron that is only a stub,
 * so that content, fuses and integrity can be checked without a network. Nothing that comes out of it can be run.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const systems = {
  linux: {
    ...{ flag: '--linux', stub: 'electron', packed: 'linux-unpacked', program: 'signoff' },
    binding: 'out/native/koffi-linux-x64.node',
  },
  windows: {
    ...{ flag: '--win', stub: 'electron.exe', packed: 'win-unpacked', program: 'SignOff.exe' },
    binding: 'out/native/koffi-win32-x64.node',
  },
};
const wantedFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** The fuse wire as Electron ships it: version 1, eight fuses, the default of each. */
function fuseWire() {
  return Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 8]), Buffer.from('10110001')]);
}

/** A real Windows program from electron-builder's own tools, because integrity is written into its resources. */
function stubProgram(system) {
  if (system === 'linux') return Buffer.concat([Buffer.from('#!/bin/false\n'), fuseWire()]);
  const program = join(root, 'node_modules', 'electron-winstaller', 'vendor', '7z-x64.exe');
  return Buffer.concat([readFileSync(program), fuseWire()]);
}

function makeStub(folder, system) {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'),
  );
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'LICENSE'), 'stub\n');
  writeFileSync(join(folder, 'locales', 'zh-CN.pak'), 'stub\n');
  const program = join(folder, systems[system].stub);
  writeFileSync(program, stubProgram(system));
  chmodSync(program, 0o755);
}

function pack(system, electronDist, output) {
  const cli = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const overrides = [
    `electronDist=${electronDist}`,
    `directories.output=${output}`,
    'win.signAndEditExecutable=false',
  ];
  const args = [cli, '--dir', systems[system].flag, '--x64', ...overrides.map((text) => `-c.${text}`)];
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 180_000 });
  if (run.status !== 0) throw new Error(`electron-builder failed:\n${run.stdout}\n${run.stderr}`);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Every built file, but of koffi's bindings only that of the packed platform. */
function expectedFiles(binding) {
  const tray = readdirSync(join(root, 'assets', 'icons', 'tray')).filter((name) => !name.endsWith('.svg'));
  const built = filesBelow(join(root, 'out')).filter(
    (path) => path !== 'out/.built' && (!path.endsWith('.node') || path === binding),
  );
  return [...built, ...tray.map((name) => `assets/icons/tray/${name}`), 'package.json'].sort();
}

/** The archive holds exactly the built files, byte for byte, and nothing that was bundled into them. */
function checkContent(asar, binding) {
  const isFile = (path) => !listing.some((other) => other.startsWith(`${path}/`));
  const listing = listPackage(asar).map((path) => path.split(sep).join('/').replace(/^\//, ''));
  const packed = listing.filter(isFile).sort();
  const expected = expectedFiles(binding);
  const problems = [
    ...packed.filter((path) => !expected.includes(path)).map((path) => `should not be packed: ${path}`),
    ...expected.filter((path) => !packed.includes(path)).map((path) => `is missing: ${path}`),
  ];
  for (const path of packed.filter((name) => name.startsWith('out/')))
    if (!extractFile(asar, path).equals(readFileSync(join(root, path)))) problems.push(`differs: ${path}`);
  return problems;
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The binding lies beside the archive, is the one that npm checked on installing, and has its hash in the header. */
function checkBinding(asar, binding) {
  const [, system, processor] = /koffi-(\w+)-(\w+)\.node$/.exec(binding);
  const place = ['@koromix', `koffi-${system}-${processor}`, `${system}_${processor}`, 'koffi.node'];
  const installed = join(root, 'node_modules', ...place);
  if (!existsSync(installed)) return { problems: [], is: 'no binding, because npm installed none for it' };
  const packed = join(`${asar}.unpacked`, ...binding.split('/'));
  if (!existsSync(packed)) return { problems: [`is not beside the archive: ${binding}`] };
  const hash = sha256(readFileSync(packed));
  const { unpacked, integrity } = statFile(asar, binding.split('/').join(sep));
  const problems = [
    ...(hash === sha256(readFileSync(installed)) ? [] : [`is not the installed one: ${binding}`]),
    ...(unpacked && integrity?.hash === hash ? [] : [`has another hash in the archive: ${binding}`]),
  ];
  return { problems, is: `its binding with hash ${hash.slice(0, 12)}…` };
}

async function checkFuses(program) {
  const wire = await getCurrentFuseWire(program);
  return Object.entries(wantedFuses)
    .filter(([name, on]) => wire[FuseV1Options[name]] !== (on ? FuseState.ENABLE : FuseState.DISABLE))
    .map(([name, on]) => `fuse ${name} is not ${on ? 'on' : 'off'}`);
}

/** Windows keeps the archive's hash in the program's resources, and Electron compares it at start. */
function checkIntegrity(program, asar) {
  const hash = sha256(getRawHeader(asar).headerString);
  const bytes = readFileSync(program);
  const found = [Buffer.from(hash), Buffer.from(hash, 'utf16le')].some((text) => bytes.includes(text));
  return found ? [] : ['the archive’s hash is not in the program’s resources'];
}

async function rehearse(system, folder) {
  const stub = join(folder, `${system}-electron`);
  const output = join(folder, system);
  makeStub(stub, system);
  pack(system, stub, output);
  const place = join(output, systems[system].packed);
  const program = join(place, systems[system].program);
  const asar = join(place, 'resources', 'app.asar');
  const { binding } = systems[system];
  const native = checkBinding(asar, binding);
  const problems = [...checkContent(asar, binding), ...native.problems, ...(await checkFuses(program))];
  if (system === 'windows') problems.push(...checkIntegrity(program, asar));
  for (const problem of problems) console.error(`${system}: ${problem}`);
  const checked = system === 'windows' ? 'content, fuses and integrity' : 'content and fuses';
  const kilobytes = Math.round(statSync(asar).size / 1024);
  if (problems.length === 0)
    console.log(`packaging rehearsal for ${system}: ${checked} as expected, ${kilobytes} KB, ${native.is}`);
  return problems.length;
}

const folder = mkdtempSync(join(tmpdir(), 'signoff-package-'));
try {
  await ensureBuilt();
  let problems = 0;
  for (const system of Object.keys(systems)) problems += await rehearse(system, folder);
  process.exitCode = problems === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
