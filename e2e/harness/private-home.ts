import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { demoEnvironment, generateDemoHome } from '../../main/services/demo/generate-demo-home.ts';
import type { DemoManifest } from '../../main/services/demo/demo-manifest.ts';

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

async function isRealHome(folder: string): Promise<boolean> {
  const [mine, real] = await Promise.all([realpath(folder), realpath(homedir())]);
  return mine === real || real.startsWith(mine + sep) || !mine.startsWith(await realpath(tmpdir()));
}

/** Makes a fresh demo home; throws when the folder could be, or hold, somebody's real home. */
export async function makePrivateHome(files: number): Promise<PrivateHome> {
  const folder = await mkdtemp(join(tmpdir(), 'signoff-e2e-'));
  const home = join(folder, 'home');
  const manifest = await generateDemoHome({ folder: home, files });
  if (await isRealHome(home)) throw new Error(`e2e tests never run on a real home folder: ${home}`);
  const inherited = Object.fromEntries(
    passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return {
    home,
    dataDir: join(folder, 'state'),
    env: { ...inherited, ...demoEnvironment(home) },
    manifest,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
