import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CdpConnection } from './cdp.ts';

export interface RunningChromium {
  readonly connection: CdpConnection;
  /** resolves when it ends without being stopped; then the program ends too, because in Electron both are one */
  readonly died: Promise<void>;
  /** ends it at once and removes its profile */
  stop(): void;
}

/** Own switches. Whatever the page asks for, no request leaves this computer: no host name has an address. */
const own = [
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-extensions',
  '--disable-component-update',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

function argumentsFor(profile: string, switches: ReadonlyMap<string, string>): string[] {
  const given = [...switches]
    .filter(([name]) => !['inspect', 'remote-debugging-port', 'user-data-dir'].includes(name))
    .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
  const shows = process.env['STAND_IN_HEADED'] === '1';
  return [
    ...own,
    ...(shows ? [] : ['--headless=new']),
    ...(process.getuid?.() === 0 && !switches.has('no-sandbox') ? ['--no-sandbox'] : []),
    '--remote-debugging-pipe',
    ...(switches.has('remote-debugging-port') ? ['--remote-debugging-port=0'] : []),
    `--user-data-dir=${profile}`,
    ...given,
  ];
}

/** Passes on the line by which Playwright finds the DevTools port, as Electron prints it. */
function passOnAddress(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      if (text === '!') return;
      text += chunk.toString();
      const [line] = /^DevTools listening on ws:\S+$/m.exec(text) ?? [];
      if (line === undefined) return;
      text = '!';
      process.stderr.write(`${line}\n`);
      resolve();
    });
  });
}

/** Starts the system's Chromium with a profile of its own in the temporary folder. Rejects if it ends at once. */
export async function startChromium(
  executable: string,
  switches: ReadonlyMap<string, string>,
): Promise<RunningChromium> {
  const profile = mkdtempSync(join(tmpdir(), 'stand-in-'));
  // its own home and temporary folder: NSS, shader caches and its socket would else be left in those of the test
  const left = ['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME'];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !left.includes(name)));
  const child = spawn(executable, argumentsFor(profile, switches), {
    env: { ...env, HOME: profile, TMPDIR: profile },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, , , toBrowser, fromBrowser] = child.stdio as [null, null, Readable, Writable, Readable];
  const connection = new CdpConnection(toBrowser, fromBrowser);
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${String(code)}`)));
  });
  ended.catch(() => undefined);
  let isStopped = false;
  const died = new Promise<void>((resolve) => {
    child.once('exit', () => {
      if (!isStopped) resolve();
    });
  });
  const stop = (): void => {
    if (isStopped) return;
    isStopped = true;
    try {
      // the whole group, so that no process of it writes into the profile any more
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
    removeProfile(profile);
  };
  process.once('exit', stop);
  const address = switches.has('remote-debugging-port') ? passOnAddress(child) : Promise.resolve();
  const discovers = connection.browser.send('Target.setDiscoverTargets', { discover: true });
  await Promise.race([Promise.all([address, discovers]), ended]);
  return { connection, died, stop };
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Chromium may write into its profile for a moment after it was ended. Node's own retries would not do: they remove the
 * folder again, and not what was written into it meanwhile.
 */
function removeProfile(profile: string): void {
  for (let tries = 1; ; tries += 1) {
    try {
      rmSync(profile, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === 100) throw error;
      Atomics.wait(pause, 0, 0, 20);
    }
  }
}
