import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { realProcessMarks } from '../../../testing/real-process-marks.ts';
import { icons } from '../../session-bus/testing/tray-scene.ts';
import { testAssistant } from '../../testing/test-assistant.ts';
import type { BrowserHostExit, BrowserHostOptions } from '../host-options.ts';
import { openBrowserHost } from '../open.ts';
import { connectPage, doorOf, enter, opened } from './page.ts';

export interface RunningHost {
  readonly lines: readonly string[];
  readonly ended: Promise<BrowserHostExit>;
  /** waits for the next launch file that the host prints */
  launchFile(): Promise<string>;
  interrupt(): void;
}

/** A state folder, and hosts as `signoff open --resident --no-launch` starts them; all end with the test. */
export async function hostScene() {
  const folder = await mkdtemp(join(tmpdir(), 'signoff-host-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'index.html'), '<html><meta nonce="__CSP_NONCE__"></html>');
  const stateFolder = join(folder, 'state');
  const world = testAssistant();

  const start = (more: Partial<BrowserHostOptions> = {}): RunningHost => {
    const stop = new AbortController();
    const lines: string[] = [];
    let taken = 0;
    const ended = openBrowserHost({
      ...{ stateFolder, icons, marks: realProcessMarks, assistant: world.assistant },
      ...{ env: {}, system: 'linux', language: 'zh-CN' },
      rendererFolder: join(folder, 'renderer'),
      resident: true,
      noLaunch: true,
      print: (line) => lines.push(line),
      signal: stop.signal,
      ...more,
      timings: { idleMs: 100, awayMs: 50, answerMs: 5_000, ...more.timings },
    });
    onTestFinished(async () => {
      stop.abort();
      await ended;
    });
    return {
      lines,
      ended,
      interrupt: () => stop.abort(),
      launchFile: () =>
        vi.waitFor(() => {
          const files = lines.flatMap((line) => /\/\S+launch\.html/.exec(line)?.[0] ?? []);
          const next = files[taken];
          if (next === undefined) throw new Error(`no launch file in:\n${lines.join('\n')}`);
          taken += 1;
          return next;
        }),
    };
  };
  return { stateFolder, world, start };
}

/** Opens a window of this host: enters by its launch file and connects the socket. */
export async function openPage(host: RunningHost) {
  const door = await doorOf(await host.launchFile());
  const entered = await enter(door);
  const socket = connectPage(door, entered);
  if ((await opened(socket)) !== 'open') throw new Error('the socket was refused');
  return { door, entered, socket };
}
