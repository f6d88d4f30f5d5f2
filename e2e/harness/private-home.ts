import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Computer } from '../../app/cleanup/computers.ts';
import { demoEnvironment, generateDemoHome } from '../../main/demo/generate-demo-home.ts';
import type { DemoManifest } from '../../main/demo/demo-manifest.ts';
import { computerMark } from '../../main/engine/settings/settings.ts';
import { demandApartIn, realHome } from '../../main/testing/real-home.ts';
import { programsVariable } from '../../main/testing/system-of-test.ts';
import type { Program } from './program.ts';

/** The home and state folder of one test, and the environment that leads a program there. */
export interface PrivateHome {
  readonly home: string;
  readonly dataDir: string;
  /** a temporary folder of the test's own, for programs that may leave something there */
  readonly temporary: string;
  /** the program that the test runs on it */
  readonly program: Program;
  readonly env: Record<string, string>;
  readonly manifest: DemoManifest;
  remove(): Promise<void>;
}

const passedOn = [
  'PATH',
  'LANG',
  'TZ',
  'TMPDIR',
  'SystemRoot',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XDG_RUNTIME_DIR',
];

function environmentIn(home: string): Record<string, string> {
  const inherited = Object.fromEntries(
    passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  // the assistant sees the programs of this home and no others
  return { ...inherited, ...demoEnvironment(home), [programsVariable]: home };
}

/** The answer to the first question, as a person gave it before. */
async function answerFirstQuestion(dataDir: string, computer: Computer): Promise<void> {
  await mkdir(dataDir, { mode: 0o700 });
  const here = computerMark(hostname(), userInfo().username);
  const settings = JSON.stringify({ version: 1, computer, computerMark: here });
  await writeFile(join(dataDir, 'settings.json'), settings, { mode: 0o600 });
}

/** Makes a fresh demo home. Throws before it writes when the folder could be, or hold, the user's own home. */
export async function makePrivateHome(
  files: number,
  program: Program,
  computer: Computer = 'shared',
): Promise<PrivateHome> {
  const planned = join(tmpdir(), 'signoff-e2e-');
  demandApartIn(environmentIn(join(planned, 'home')), realHome(homedir()));
  const folder = await realpath(await mkdtemp(planned));
  const home = join(folder, 'home');
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const manifest = await generateDemoHome({ folder: home, files });
  const dataDir = join(folder, 'state');
  await answerFirstQuestion(dataDir, computer);
  return {
    home,
    dataDir,
    temporary,
    program,
    env: environmentIn(home),
    manifest,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
