import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { generateDemoHome } from '../../../main/demo/generate-demo-home.ts';
import type { DemoManifest } from '../../../main/demo/demo-manifest.ts';
import { programsVariable } from '../../../main/testing/system-of-test.ts';

/** The disposable Windows in which the host runs; set by scripts/test-windows.mjs. */
interface WindowsPlace {
  /** the words that start a Windows program */
  readonly start: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `C:\lane`, as this machine sees it */
  readonly lane: string;
}

const placeVariable = 'SIGNOFF_WINDOWS';

function windowsPlace(): WindowsPlace {
  const given = process.env[placeVariable];
  if (given === undefined) throw new Error('these specs run by: npm run test:windows');
  return JSON.parse(given) as WindowsPlace;
}

/** One Windows user with a demo home, and the browser host that runs for it. */
export interface WindowsHost {
  /** the home and the state folder, as this machine sees them */
  readonly home: string;
  readonly dataDir: string;
  readonly manifest: DemoManifest;
  /** `file:` address of the launch file */
  readonly launchUrl: string;
  stop(): Promise<void>;
}

const user = '林小雨';
/** The start under wine takes seconds; more means that it hangs. */
const startLimitMs = 120_000;

async function launchFileIn(log: string, hasEnded: () => boolean): Promise<string> {
  const limit = Date.now() + startLimitMs;
  for (;;) {
    const said = existsSync(log) ? readFileSync(log, 'utf8') : '';
    const found = /C:\\[^\r\n]*launch\.html/.exec(said)?.[0];
    if (found !== undefined) return found;
    if (hasEnded() || Date.now() > limit) throw new Error(`the host named no launch file:\n${said}`);
    await wait(100);
  }
}

let asked = 0;

/** Starts another program of that Windows, see clipboard-tool.mjs, and waits for its answer. */
async function otherProgram(what: 'put' | 'read' | 'hold', text = '') {
  const { start, env, lane } = windowsPlace();
  const name = `clipboard-${(asked += 1)}.json`;
  const [program = '', ...before] = start;
  const args = ['C:\\lane\\node.exe', 'C:\\lane\\clipboard-tool.mjs', what, `C:\\lane\\${name}`, text];
  const options = { env, cwd: lane, detached: true, stdio: 'ignore' } as const;
  const child = spawn(program, [...before, ...args], options);
  const ended = once(child, 'exit');
  if (what !== 'hold') await ended;
  const answer = join(lane, name);
  const limit = Date.now() + startLimitMs;
  while (!existsSync(answer)) {
    if (Date.now() > limit || child.exitCode !== null) throw new Error(`no program could ${what}`);
    await wait(100);
  }
  const end = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  return { said: JSON.parse(readFileSync(answer, 'utf8')) as { readonly text?: string | null }, end };
}

/** The clipboard as other programs of that Windows use it. */
export const clipboard = {
  async copy(text: string): Promise<void> {
    await otherProgram('put', text);
  },
  /** the text that would be pasted; null for none */
  async paste(): Promise<string | null> {
    return (await otherProgram('read')).said.text ?? null;
  },
  /** keeps it open until the returned function ends the program */
  async hold(): Promise<() => Promise<void>> {
    return (await otherProgram('hold')).end;
  },
};

/** Generates a home on drive C: and runs `signoff open --no-launch` on it under Windows' Node. */
export async function startWindowsHost(name: string, files: number): Promise<WindowsHost> {
  const { start, env, lane } = windowsPlace();
  const drive = dirname(lane);
  const folder = join(drive, name);
  const inWindows = (...segments: readonly string[]): string => ['C:', name, ...segments].join('\\');
  const home = join(folder, 'Users', user);
  mkdirSync(home, { recursive: true });
  const manifest = await generateDemoHome({ folder: home, files, system: 'windows' });
  const userHome = inWindows('Users', user);
  const order = {
    cli: 'C:\\lane\\out-test\\out\\cli.js',
    args: ['open', '--no-launch', '--data-dir', inWindows('state')],
    env: {
      USERPROFILE: userHome,
      APPDATA: `${userHome}\\AppData\\Roaming`,
      LOCALAPPDATA: `${userHome}\\AppData\\Local`,
      PUBLIC: `${userHome}\\Public`,
      ProgramData: `${userHome}\\ProgramData`,
      LANG: 'zh_CN.UTF-8',
      [programsVariable]: userHome,
    },
  };
  writeFileSync(join(folder, 'order.json'), JSON.stringify(order));
  const log = join(folder, 'host.txt');
  // this Windows' pipes lose Node's output
  const stream = openSync(log, 'w');
  const [program = '', ...before] = start;
  const args = ['C:\\lane\\node.exe', 'C:\\lane\\start-host.mjs', inWindows('order.json')];
  const child = spawn(program, [...before, ...args], {
    env,
    cwd: lane,
    detached: true,
    stdio: ['ignore', stream, stream],
  });
  closeSync(stream);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const launchFile = await launchFileIn(log, () => child.exitCode !== null);
  const onThisMachine = join(drive, ...launchFile.slice('C:\\'.length).split('\\'));
  return {
    home,
    dataDir: join(folder, 'state'),
    manifest,
    launchUrl: pathToFileURL(onThisMachine).href,
    async stop() {
      // wine hands on no signal, so the host ends as by the task manager
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}
