import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { guardQuit } from './guard-quit.ts';
import type { QuitAnswer } from './guard-quit.ts';

/** An app that quits as Electron's does: `before-quit`, then the windows, then `will-quit`, each of which can say no. */
class FakeApp extends EventEmitter {
  readonly exits: number[] = [];
  windowsClosed = 0;
  exit = (code = 0): void => void this.exits.push(code);
  quit = (): void => {
    if (this.isPrevented('before-quit')) return;
    this.windowsClosed += 1;
    if (!this.isPrevented('will-quit')) this.exit(0);
  };
  private isPrevented(name: string): boolean {
    let prevented = false;
    this.emit(name, { preventDefault: () => (prevented = true) });
    return prevented;
  }
}

function scene({ busy = false, closes = true }: { busy?: boolean; closes?: boolean } = {}) {
  const app = new FakeApp();
  const answers: ((answer: QuitAnswer) => void)[] = [];
  let end: () => void = () => undefined;
  const parts = {
    isBusy: () => Promise.resolve(busy),
    ask: vi.fn(() => new Promise<QuitAnswer>((resolve) => answers.push(resolve))),
    goToBackground: vi.fn(),
    close: vi.fn(() => (closes ? Promise.resolve() : new Promise<void>((resolve) => (end = resolve)))),
    warn: vi.fn(),
  };
  const quitting = guardQuit(app as unknown as App, parts);
  const asked = (): Promise<void> => expect.poll(() => answers.length).toBe(1);
  return {
    app,
    parts,
    quitting,
    asked,
    answer: (answer: QuitAnswer) => answers[0]?.(answer),
    end: () => end(),
  };
}

describe('quitting', () => {
  it('closes everything and exits with 0 without a question while nothing runs', async () => {
    const { app, parts, quitting } = scene();
    expect(quitting.isQuitting()).toBe(false);
    quitting.quit();
    await expect.poll(() => app.exits).toEqual([0]);
    expect(quitting.isQuitting()).toBe(true);
    expect(parts.ask).not.toHaveBeenCalled();
    expect(parts.close).toHaveBeenCalledOnce();
  });

  it('in mid-run asks once, however often it is asked for', async () => {
    const { app, parts, quitting, asked } = scene({ busy: true });
    quitting.quit();
    app.quit();
    await asked();
    app.quit();
    await new Promise((resolve) => setImmediate(resolve));
    expect(parts.ask).toHaveBeenCalledOnce();
    expect(app.windowsClosed).toBe(0);
    expect(parts.close).not.toHaveBeenCalled();
  });

  it.each([
    ['stop', 1, 0],
    ['background', 0, 1],
    ['cancel', 0, 0],
  ] as const)('%s: closes %i times, goes to the background %i times', async (answer, closed, hidden) => {
    const scenery = scene({ busy: true });
    scenery.quitting.quit();
    await scenery.asked();
    scenery.answer(answer);
    await expect.poll(() => scenery.parts.close.mock.calls.length).toBe(closed);
    await new Promise((resolve) => setImmediate(resolve));
    expect(scenery.parts.goToBackground).toHaveBeenCalledTimes(hidden);
    expect(scenery.app.exits).toHaveLength(closed);
  });

  it('asks again after it was cancelled', async () => {
    const { parts, quitting, asked, answer } = scene({ busy: true });
    quitting.quit();
    await asked();
    answer('cancel');
    await new Promise((resolve) => setImmediate(resolve));
    quitting.quit();
    await expect.poll(() => parts.ask.mock.calls.length).toBe(2);
  });
});

describe('a signal or the end of the session', () => {
  it('stops without a question, also while one is open, and its late answer changes nothing', async () => {
    const { app, parts, quitting, asked, answer } = scene({ busy: true });
    quitting.quit();
    await asked();
    quitting.leave();
    await expect.poll(() => app.exits).toEqual([0]);
    answer('background');
    await new Promise((resolve) => setImmediate(resolve));
    expect(parts.goToBackground).not.toHaveBeenCalled();
    expect(parts.close).toHaveBeenCalledOnce();
  });

  it('twice waits for the record of the first', async () => {
    const { app, parts, quitting, end } = scene({ busy: true, closes: false });
    quitting.leave();
    quitting.leave();
    app.quit();
    expect(app.exits).toEqual([]);
    expect(parts.close).toHaveBeenCalledOnce();
    end();
    await expect.poll(() => app.exits).toEqual([0]);
  });
});

it('exits with 1 and prints the reason if closing fails', async () => {
  const { app, parts, quitting } = scene();
  parts.close.mockRejectedValueOnce(new Error('disk gone'));
  quitting.leave();
  await expect.poll(() => app.exits).toEqual([1]);
  expect(parts.warn.mock.calls).toEqual([['disk gone']]);
});
