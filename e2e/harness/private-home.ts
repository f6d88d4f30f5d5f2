import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoEnvironment, generateDemoHome } from '../../main/demo/generate-demo-home.ts';
import type { DemoManifest } from '../../main/demo/demo-manifest.ts';
import { demandApartIn, realHome } from '../../main/testing/real-home.ts';

/** A home folder and a state folder of one test's own, and the environment that leads a program there. */
export interface PrivateHome {
  readonly home: string;
  readonly dataDir: string;
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
  return { ...inherited, ...demoEnvironment(home) };
}

/** Makes a fresh demo home; throws before anything is written when that could be, or hold, what is somebody's. */
export async function makePrivateHome(files: number): Promise<PrivateHome> {
  const planned = join(tmpdir(), 'signoff-e2e-');
  demandApartIn(environmentIn(join(planned, 'home')), realHome(homedir()));
  const folder = await mkdtemp(planned);
  const home = join(folder, 'home');
  const manifest = await generateDemoHome({ folder: home, files });
  return {
    home,
    dataDir: join(folder, 'state'),
    env: environmentIn(home),
    manifest,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
