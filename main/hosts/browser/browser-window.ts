import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { SystemName } from '../../../app/platforms/platform.ts';
import { openControl } from './browser-control.ts';
import type { BrowserControl } from './browser-control.ts';
import type { Environment } from './find-browser.ts';

export interface BrowserWindow {
  /** resolves with the exit code, or null after a signal or a failed start */
  readonly ended: Promise<number | null>;
  hasEnded(): boolean;
  /** brings the window to the front; false where that cannot be done or the desktop refused */
  raise(): Promise<boolean>;
  /** asks the browser to close, and ends it by force after a while */
  close(): Promise<void>;
}

export interface WindowPlan {
  readonly browser: string;
  readonly environment: Environment;
  readonly profile: string;
  readonly launchFile: string;
  /** the page's language; null if the browser knows the system's */
  readonly language: Language | null;
  /** Chromium refuses to run as root with its sandbox */
  readonly withoutSandbox: boolean;
  /** lets the host bring the window to the front, through a pipe that no other program can open */
  readonly controlled: boolean;
}

const closeGraceMs = 3_000;

/** Command line of the window: own profile, no first-run pages, no background network, no code. */
export function windowArguments(plan: WindowPlan): readonly string[] {
  return [
    `--app=${pathToFileURL(plan.launchFile).href}`,
    `--user-data-dir=${plan.profile}`,
    '--window-size=1120,760',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-default-apps',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-sync',
    '--disable-features=Translate,OptimizationHints,MediaRouter',
    '--metrics-recording-only',
    '--password-store=basic',
    '--use-mock-keychain',
    ...(plan.language === null ? [] : [`--accept-lang=${plan.language}`]),
    ...(plan.controlled ? ['--remote-debugging-pipe'] : []),
    ...(plan.withoutSandbox ? ['--no-sandbox', '--test-type'] : []),
  ];
}

/**
 * Environment of the window. A Linux browser also writes outside its profile (certificate store, shader cache), so
 * its home is the profile too. The display's key stays where it is.
 */
export function windowEnvironment(system: SystemName, env: Environment, profile: string): Environment {
  if (system !== 'linux') return env;
  const home = dirname(profile);
  const display =
    env['XAUTHORITY'] ?? (env['HOME'] === undefined ? undefined : join(env['HOME'], '.Xauthority'));
  const kept = Object.entries(env).filter(([name]) => !/^XDG_(CONFIG|DATA|CACHE|STATE)_HOME$/.test(name));
  return { ...Object.fromEntries(kept), HOME: home, XAUTHORITY: display };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Chromium reads its commands from descriptor 3 and writes answers to 4. */
function controlOf(child: ChildProcess): BrowserControl | null {
  const [, , , commands, answers] = child.stdio;
  return commands instanceof Writable && answers instanceof Readable ? openControl(commands, answers) : null;
}

/** Starts the browser by its absolute path, without a shell. */
export function openBrowserWindow(plan: WindowPlan): BrowserWindow {
  const child = spawn(plan.browser, windowArguments(plan), {
    env: plan.environment,
    stdio: ['ignore', 'ignore', 'ignore', ...(plan.controlled ? (['pipe', 'pipe'] as const) : [])],
    shell: false,
  });
  const control = plan.controlled ? controlOf(child) : null;
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
  return {
    ended,
    hasEnded: () => hasEnded(child),
    raise: async () => control !== null && !hasEnded(child) && (await control.raise()),
    async close() {
      if (hasEnded(child)) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), closeGraceMs);
      await ended;
      clearTimeout(insist);
    },
  };
}
