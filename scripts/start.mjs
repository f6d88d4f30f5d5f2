import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { fetchElectron, findElectron } from './find-electron.mjs';
import { isStale } from './freshness.mjs';
import {
  demoEnvironment,
  demoProgram,
  electronObstacle,
  hasDisplay,
  shellWord,
  startLanguage,
  startOptions,
} from './start-options.mjs';
import { startTexts } from './start-texts.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'out', 'cli.js');
const triedStamp = join(root, 'node_modules', '.cache', 'signoff-electron-tried');
const fetchSeconds = 90;
const oneDay = 24 * 60 * 60 * 1000;

const { options, problem } = startOptions(process.argv.slice(2));
// absolute, because Electron refuses any other and a printed command is used from another folder
if (options.dataDir) options.dataDir = resolve(root, options.dataDir);
const language = startLanguage(options, process.env);
const texts = startTexts[language];
const say = (line) => console.log(line);

function triedToday() {
  return existsSync(triedStamp) && Date.now() - statSync(triedStamp).mtimeMs < oneDay;
}

function rememberTried() {
  mkdirSync(dirname(triedStamp), { recursive: true });
  writeFileSync(triedStamp, '');
}

/** The Electron binary to use, or the reason why not. */
function chooseElectron() {
  if (options.noLaunch) return { path: null, why: texts.why.noLaunch };
  if (options.host === 'browser') return { path: null, why: texts.why.asked };
  const obstacle = electronObstacle(process.platform, process.env, process.getuid?.() === 0);
  if (obstacle !== null) return { path: null, why: texts.why[obstacle] };
  const found = findElectron();
  if (found !== null) return { path: found, why: '' };
  if (options.host !== 'electron' && triedToday()) return { path: null, why: texts.why.triedBefore };
  say(texts.fetching(fetchSeconds));
  const fetched = fetchElectron(fetchSeconds);
  if (fetched.path === null) rememberTried();
  return { path: fetched.path, why: texts.why.missing(fetched.why) };
}

/** Runs the chosen program to its end; an interrupt is for the program, and this script waits for it. */
function run(program, args, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function sharedArguments(dataDir) {
  return [
    ...(dataDir === null ? [] : ['--data-dir', dataDir]),
    ...(options.lang === null ? [] : ['--lang', options.lang]),
  ];
}

async function openBrowserHost(env, dataDir) {
  const args = [cli, 'open', ...sharedArguments(dataDir)];
  if (options.browser !== null) args.push('--browser', options.browser);
  if (options.noLaunch) args.push('--no-launch');
  return run(process.execPath, args, env);
}

function openElectron(binary, env, dataDir) {
  const args = [root, ...(dataDir === null ? [] : [`--data-dir=${dataDir}`])];
  if (options.lang !== null) args.push(`--language=${options.lang}`);
  return run(binary, args, env);
}

/** Whether neither Electron nor a browser can open a window. */
function hasNoWindow() {
  return !options.noLaunch && !hasDisplay(process.platform, process.env);
}

/** Prints the commands that do the same; `program` is how the command line is called. */
function printCommands(program, args) {
  say(texts.noWindow(texts.why.display));
  for (const line of ['scan', 'clean --level system --all-accounts --mode delete --dry-run'])
    say(`  ${[program, line, ...args.map(shellWord)].join(' ')}`);
  return 1;
}

async function open(env, dataDir) {
  if (hasNoWindow()) return printCommands('node out/cli.js', sharedArguments(dataDir));
  const electron = chooseElectron();
  if (electron.path !== null) {
    say(texts.electron(electron.path));
    return openElectron(electron.path, env, dataDir);
  }
  say(texts.browser(electron.why));
  return openBrowserHost(env, dataDir);
}

function makeDemo(home) {
  const made = spawnSync(process.execPath, [cli, 'demo', 'create', home, ...sharedArguments(null)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (made.status !== 0) console.error(made.stderr);
  return made.status ?? 1;
}

/**
 * The same on a generated home in the system's temporary folder, which goes at the end together with all state. Where
 * no window can open it stays, because the printed commands are for it and carry it.
 */
async function openDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-demo-'));
  const home = join(folder, 'home');
  const dataDir = options.dataDir ?? join(folder, 'state');
  let stays = false;
  try {
    const failed = makeDemo(home);
    if (failed !== 0) return failed;
    stays = hasNoWindow();
    if (stays) {
      say(texts.demoStays(home, `rm -r ${shellWord(folder)}`));
      const lang = options.lang ?? (language === 'zh' ? 'zh-CN' : 'en-US');
      return printCommands(demoProgram(home, process.execPath, cli), ['--data-dir', dataDir, '--lang', lang]);
    }
    say(texts.demo(home));
    return await open(demoEnvironment(process.env, home), dataDir);
  } finally {
    if (!stays) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function main() {
  if (problem !== null) {
    console.error(`${texts.unknown(problem)}\n${texts.usage}`);
    return 2;
  }
  if (options.help) {
    say(texts.usage);
    return 0;
  }
  if (isStale(root)) {
    say(texts.building);
    await ensureBuilt();
  }
  return options.demo ? openDemo() : open(process.env, options.dataDir);
}

process.exitCode = await main();
