import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoEnvironment, generateDemoHome } from '../../main/demo/generate-demo-home.ts';
import type { DemoManifest } from '../../main/demo/demo-manifest.ts';
import { demandApartIn, realHome } from '../../main/testing/real-home.ts';
import { programsVariable } from '../../main/testing/system-of-test.ts';
import type { Program } from './program.ts';

/** The home and state folder of one test, and the environment that leads a program there. */
export interface PrivateHome {
  readonly home: string;
  readonly dataDir: string;
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

/** Makes a fresh demo home. Throws before it writes when the folder could be, or hold, the user's own home. */
export async function makePrivateHome(files: number, program: Program): Promise<PrivateHome> {
  const planned = join(tmpdir(), 'signoff-e2e-');
  demandApartIn(environmentIn(join(planned, 'home')), realHome(homedir()));
  const folder = await realpath(await mkdtemp(planned));
  const home = join(folder, 'home');
  const manifest = await generateDemoHome({ folder: home, files });
  return {
    home,
    dataDir: join(folder, 'state'),
    program,
    env: environmentIn(home),
    manifest,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
