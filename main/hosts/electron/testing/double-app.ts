import { EventEmitter } from 'node:events';
import { accessSync, constants, existsSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

const { env } = process;

/** the state that Electron's refusals depend on */
export const lifetime = { isReady: false };
const paths = new Map<string, string>();
export const openWindows = new Set<{ close(): void }>();

export function report(event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  writeSync(1, `${JSON.stringify({ event, ...facts })}\n`);
}

export function onlyBefore(call: string): void {
  if (lifetime.isReady) throw new Error(`${call} can only be called before app is ready`);
}

export function onlyAfter(call: string): void {
  if (!lifetime.isReady) throw new Error(`${call} can only be called after app is ready`);
}

/** True if a listener prevented the event's default. */
export function isPrevented(emitter: EventEmitter, name: string): boolean {
  let prevented = false;
  emitter.emit(name, { preventDefault: () => (prevented = true) });
  return prevented;
}

function systemLanguages(): string[] {
  const tag = (env['LC_ALL'] ?? env['LANG'] ?? '').split('.')[0] ?? '';
  return tag === '' || tag === 'C' ? [] : [tag.replace('_', '-')];
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

class App extends EventEmitter {
  readonly isPackaged = env['ELECTRON_DOUBLE_PACKAGED'] === '1';
  readonly commandLine = {
    appendSwitch: (name: string) => onlyBefore(`app.commandLine.appendSwitch('${name}')`),
    removeSwitch: (name: string) => {
      onlyBefore(`app.commandLine.removeSwitch('${name}')`);
      report('switch-removed', { name });
    },
  };
  readonly #ready = new Promise<void>((resolve) => this.once('ready', () => resolve()));
  isReady(): boolean {
    return lifetime.isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }
  enableSandbox(): void {
    onlyBefore('app.enableSandbox()');
  }
  getLocale(): string {
    onlyAfter('app.getLocale()');
    return systemLanguages()[0] ?? 'en-US';
  }
  getAppPath(): string {
    return process.argv[1] ?? '';
  }
  getPath(name: string): string {
    return paths.get(name) ?? join(env['HOME'] ?? '/', name === 'home' ? '' : name);
  }
  setPath(name: string, path: string): void {
    onlyBefore(`app.setPath('${name}')`);
    if (!isAbsolute(path) || !existsSync(path)) throw new Error(`Failed to set '${name}' path`);
    paths.set(name, path);
  }
  /** Like Chromium: a profile without write access yields the answer for a second instance. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    const lock = join(folder, 'SingletonLock');
    if (!isWritable(folder) || existsSync(lock)) return false;
    writeFileSync(lock, String(process.pid));
    process.once('exit', () => rmSync(lock, { force: true }));
    return true;
  }
  quit(): void {
    if (isPrevented(this, 'before-quit')) return;
    for (const window of [...openWindows]) window.close();
    if (openWindows.size === 0 && !isPrevented(this, 'will-quit')) process.exit(0);
  }
  exit(code = 0): void {
    process.exit(code);
  }
}
export const app = new App();
