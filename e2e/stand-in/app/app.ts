import { EventEmitter } from 'node:events';
import type { App, CommandLine, LoginItemSettings, Settings } from 'electron';
import { recordCall } from '../records.ts';
import { emitNative } from './events.ts';
import { Ending } from './ending.ts';
import { InstanceLock } from './instance-lock.ts';
import { systemLanguages } from './languages.ts';
import { demandBeforeReady, demandReady, lifetime } from './lifetime.ts';
import { Places } from './places.ts';

type Methods =
  | 'configureHostResolver'
  | 'disableHardwareAcceleration'
  | 'enableSandbox'
  | 'exit'
  | 'focus'
  | 'getAppPath'
  | 'getLocale'
  | 'getLoginItemSettings'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getSystemLocale'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'isPackaged'
  | 'isReady'
  | 'name'
  | 'quit'
  | 'relaunch'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'setProxy'
  | 'whenReady';

export interface Manifest {
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
  readonly main?: string;
}

/** The `app` module (docs/api/app.md, lib/browser/api/app.ts). */
class StandInApp extends EventEmitter implements Pick<App, Methods> {
  name = 'Electron';
  readonly isPackaged = false;
  readonly ending = new Ending(this, (code) => this.#leave(code));
  /** set by the start: takes everything down and ends the process */
  onLeave: (code: number) => void = () => undefined;
  readonly #places = new Places();
  readonly #lock = new InstanceLock();
  readonly #switches = new Map<string, string>();
  #folder = '';
  #version = '';
  #login: LoginItemSettings = {
    openAtLogin: false,
    wasOpenedAtLogin: false,
    status: 'not-registered',
    executableWillLaunchAtLogin: false,
    launchItems: [],
  };
  #resolveReady: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => (this.#resolveReady = resolve));

  readonly commandLine: Pick<CommandLine, 'appendSwitch' | 'getSwitchValue' | 'hasSwitch' | 'removeSwitch'> =
    {
      appendSwitch: (name, value) => void this.#switches.set(name, value ?? ''),
      getSwitchValue: (name) => this.#switches.get(name) ?? '',
      hasSwitch: (name) => this.#switches.has(name),
      removeSwitch: (name) => void this.#switches.delete(name),
    };

  /** The switches for Chromium. */
  get switches(): ReadonlyMap<string, string> {
    return this.#switches;
  }

  /** default_app/main.ts: names and version from the program's package.json, switches from the command line. */
  load(folder: string, manifest: Manifest, switches: ReadonlyMap<string, string>): void {
    this.#folder = folder;
    this.#version = manifest.version ?? '';
    this.name = manifest.productName ?? manifest.name ?? this.name;
    for (const [name, value] of switches) this.#switches.set(name, value);
  }

  /** Browser::DidFinishLaunching: the promise first, then the event. */
  becomeReady(): void {
    lifetime.isReady = true;
    this.#resolveReady();
    emitNative(this, 'ready', {}, {});
  }

  isReady(): boolean {
    return lifetime.isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }
  quit(): void {
    this.ending.quit();
  }
  exit(code = 0): void {
    this.ending.exit(code);
  }
  #leave(code: number): void {
    this.#lock.release();
    this.onLeave(code);
  }

  enableSandbox(): void {
    demandBeforeReady('app.enableSandbox() can only be called before app is ready');
    this.#switches.delete('no-sandbox');
    recordCall('app.enableSandbox');
  }
  disableHardwareAcceleration(): void {
    demandBeforeReady('app.disableHardwareAcceleration() can only be called before app is ready');
    recordCall('app.disableHardwareAcceleration');
  }
  configureHostResolver(options: Electron.ConfigureHostResolverOptions): void {
    demandReady('configureHostResolver cannot be called before the app is ready');
    recordCall('app.configureHostResolver', options);
  }
  setProxy(config: Electron.ProxyConfig): Promise<void> {
    demandReady('app.setProxy() can only be called after app is ready.');
    recordCall('app.setProxy', config);
    return Promise.resolve();
  }

  getLocale(): string {
    return lifetime.isReady ? (this.#switches.get('lang') ?? this.#systemLocale()) : '';
  }
  getSystemLocale(): string {
    demandReady('app.getSystemLocale() can only be called after app is ready');
    return this.#systemLocale();
  }
  #systemLocale(): string {
    return systemLanguages(process.env)[0] ?? 'en-US';
  }
  getPreferredSystemLanguages(): string[] {
    return systemLanguages(process.env);
  }

  getAppPath(): string {
    return this.#folder;
  }
  getVersion(): string {
    return this.#version;
  }
  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getPath(name: Parameters<App['getPath']>[0]): string {
    return this.#places.get(name, this.name);
  }
  setPath(name: string, path: string): void {
    this.#places.set(name, path, this.name);
  }

  requestSingleInstanceLock(additionalData?: Record<PropertyKey, unknown>): boolean {
    const message = { argv: [...process.argv], cwd: process.cwd(), data: additionalData };
    return this.#lock.request(this.getPath('userData'), message, ({ argv, cwd, data }) => {
      void this.#ready.then(() => emitNative(this, 'second-instance', {}, argv, cwd, data));
    });
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock.isHeld;
  }
  releaseSingleInstanceLock(): void {
    this.#lock.release();
  }

  setAppUserModelId(id: string | null): void {
    recordCall('app.setAppUserModelId', id);
  }
  /** Does nothing on Linux (shell/browser/browser_linux.cc). */
  setLoginItemSettings(settings: Settings): void {
    recordCall('app.setLoginItemSettings', settings);
    if (process.platform === 'linux') return;
    this.#login = { ...this.#login, openAtLogin: settings.openAtLogin ?? false };
  }
  getLoginItemSettings(): LoginItemSettings {
    return this.#login;
  }
  focus(options?: Electron.FocusOptions): void {
    recordCall('app.focus', options);
  }
  relaunch(options?: Electron.RelaunchOptions): void {
    recordCall('app.relaunch', options);
  }
}

export const app = new StandInApp();
// Playwright and the product listen more than ten times to some events, which Electron does not warn about either
app.setMaxListeners(0);
