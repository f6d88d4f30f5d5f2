import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import type { MethodName } from '../../app/contract/contract.ts';
import { ensureStandIn } from '../../scripts/build-stand-in.mjs';
import { findElectron } from '../../scripts/find-electron.mjs';
import type { Actions } from '../stand-in/actions.ts';
import { desktopArguments, desktopEnvironment, firstWindow, startElectron } from './electron-host.ts';
import type { DesktopStart, ElectronKind } from './electron-host.ts';
import type { PrivateHome } from './private-home.ts';
import { test as base } from './test.ts';

declare global {
  /** what a person or the system does; in the stand-in's main process, for `app.evaluate` */
  var standIn: Actions;
}

/** How a process ended. */
export interface Ended {
  readonly exit: number | NodeJS.Signals | null;
  readonly errors: string;
}

/** A running desktop app. */
export interface Desktop {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** standard error so far */
  errors(): string;
  /** resolves when its process has ended */
  readonly ended: Promise<Ended>;
}

function follow(app: ElectronApplication): Pick<Desktop, 'errors' | 'ended'> {
  let text = '';
  const child = app.process();
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, 'exit').then(([code, signal]) => ({
    exit: (code ?? signal) as Ended['exit'],
    errors: text,
  }));
  return { errors: () => text, ended };
}

async function binaryOf(kind: ElectronKind): Promise<string> {
  const binary = kind === 'stand-in' ? join(await ensureStandIn(), 'electron') : findElectron();
  if (binary === null) throw new Error('the Electron binary is not here');
  return binary;
}

export interface Process {
  readonly ended: Promise<Ended>;
  stop(signal: NodeJS.Signals): void;
}

/** Starts a program as a person does, without Playwright. It is killed after a minute. */
export async function spawnDesktop(
  kind: ElectronKind,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Process> {
  const binary = await binaryOf(kind);
  const child = spawn(binary, ['--no-sandbox', ...words], { env, cwd: env['HOME'] ?? dirname(binary) });
  let errors = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const ended = once(child, 'close').then(([code, signal]) => {
    clearTimeout(timer);
    return { exit: (code ?? signal) as Ended['exit'], errors };
  });
  return { ended, stop: (signal) => void child.kill(signal) };
}

/** The same, to its end. */
export async function runDesktop(...start: Parameters<typeof spawnDesktop>): Promise<Ended> {
  return (await spawnDesktop(...start)).ended;
}

/** A second start of the same program on the same home. */
export function startAgain(kind: ElectronKind, where: PrivateHome): Promise<Ended> {
  return runDesktop(kind, desktopArguments(where, 'zh-CN'), desktopEnvironment(where));
}

/** Calls the assistant as the window does, through the preload's bridge. */
export function call<Value>(window: Page, method: MethodName, input: object = {}): Promise<Value> {
  return window.evaluate(
    async ([name, given]) => {
      const id = Math.floor(Math.random() * 1e9);
      const { reply } = await self.signoff!.request({ kind: 'request', id, method: name, input: given });
      if (!reply.ok) throw new Error(JSON.stringify(reply.error));
      return reply.value as Value;
    },
    [method, input] as const,
  );
}

interface Fixtures {
  readonly kind: ElectronKind;
  /** starts the desktop app; every one that a test starts is ended after it */
  readonly start: (more?: DesktopStart) => Promise<Desktop>;
}

/** Playwright's test for the shell itself: nothing is open until the test starts it. */
export const test = base.extend<Fixtures>({
  kind: async ({ host }, use) => {
    if (host === 'browser') throw new Error('the browser host has no shell');
    await use(host);
  },
  start: async ({ kind, where, locale, colorScheme, timezoneId, viewport }, use) => {
    const look = {
      locale: locale ?? 'zh-CN',
      colorScheme: colorScheme === 'dark' ? 'dark' : 'light',
      timezoneId: timezoneId ?? 'UTC',
      viewport,
    } as const;
    const started: Desktop[] = [];
    await use(async (more) => {
      const app = await startElectron(kind, where, look, more);
      const desktop = { app, ...follow(app), window: await firstWindow(app, look) };
      started.push(desktop);
      return desktop;
    });
    for (const { app } of started) await app.close();
  },
});

export { expect } from 'playwright/test';
