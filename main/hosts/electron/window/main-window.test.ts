import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { createMainWindow, followClose, windowOptions } from './main-window.ts';

/** A window that throws once it is destroyed, as Electron's does. */
class FakeWindow extends EventEmitter {
  readonly done: string[] = [];
  readonly sent: unknown[] = [];
  minimized = false;
  visible = false;
  destroyed = false;
  loads: (url: string) => Promise<void> = () => Promise.resolve();
  readonly #contents = Object.assign(new EventEmitter(), {
    isDestroyed: () => this.destroyed,
    send: (...sent: unknown[]) => this.does(() => this.sent.push(sent)),
  });

  get webContents() {
    return this.does(() => this.#contents);
  }
  isDestroyed = (): boolean => this.destroyed;
  isMinimized = (): boolean => this.does(() => this.minimized);
  isVisible = (): boolean => this.does(() => this.visible);
  restore = (): void => this.note('restore');
  show = (): void => {
    this.note('show');
    this.visible = true;
  };
  hide = (): void => {
    this.note('hide');
    this.visible = false;
  };
  focus = (): void => this.note('focus');
  setTitle = (title: string): void => this.note(title);
  loadURL = (url: string): Promise<void> => {
    this.note(url);
    return this.loads(url);
  };

  private note(what: string): void {
    this.does(() => this.done.push(what));
  }
  private does<Value>(work: () => Value): Value {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    return work();
  }
}

function scene() {
  const fake = new FakeWindow();
  const warn = vi.fn();
  return { fake, warn, window: createMainWindow(fake as unknown as BrowserWindow, warn) };
}

it('starts hidden, sandboxed and in an in-memory session, where it was', () => {
  const bounds = { x: 5, y: 6, width: 900, height: 700 };
  const options = windowOptions({ preload: '/p.cjs', title: 't', developer: false, partition: 'p', bounds });
  expect(options).toMatchObject({ show: false, title: 't', minWidth: 800, minHeight: 600, ...bounds });
  expect(options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, partition: 'p' });
  expect(options.webPreferences?.partition).not.toMatch(/^persist:/);
});

describe('the window', () => {
  it('comes to the front from every state and is never hidden by it', () => {
    const { fake, window } = scene();
    window.show(null);
    window.show(null);
    expect(fake.done).toEqual(['show', 'focus', 'show', 'focus']);
    fake.minimized = true;
    window.show(null);
    expect(fake.done.slice(4)).toEqual(['restore', 'show', 'focus']);
  });

  it('goes to a place in it', async () => {
    const { fake, window } = scene();
    await window.load();
    window.show('#/leave/deep');
    expect(fake.done.at(-1)).toBe('app://signoff/#/leave/deep');
  });

  it('keeps a place that is asked for before its page is there', async () => {
    const { fake, window } = scene();
    window.show('#/leave/all');
    let loaded: () => void = () => undefined;
    fake.loads = () => new Promise((resolve) => (loaded = resolve));
    const load = window.load();
    expect(fake.done.at(-1)).toBe('app://signoff/#/leave/all');
    window.show('#/leave/deep');
    loaded();
    await load;
    expect(fake.done.at(-1)).toBe('app://signoff/#/leave/deep');
  });

  it.each([
    [
      'the page cannot be loaded',
      (fake: FakeWindow) => (fake.loads = () => Promise.reject(new Error('ERR_FAILED'))),
    ],
    [
      'the preload script fails',
      (fake: FakeWindow) =>
        setImmediate(() =>
          fake.webContents.emit('preload-error', {}, 'preload.cjs', new Error('ERR_FAILED')),
        ),
    ],
    [
      'its process ends',
      (fake: FakeWindow) =>
        setImmediate(() => fake.webContents.emit('render-process-gone', {}, { reason: 'ERR_FAILED' })),
    ],
  ])('fails to open when %s', async (_when, breakIt) => {
    const { fake, window } = scene();
    fake.loads = () => new Promise(() => undefined);
    breakIt(fake);
    await expect(window.load()).rejects.toMatchObject({
      name: 'StartError',
      why: 'window',
      what: 'ERR_FAILED',
    });
  });

  it('is left alone once it is destroyed', async () => {
    const { fake, window } = scene();
    await window.load();
    fake.done.length = 0;
    fake.destroyed = true;
    window.show('#/leave/all');
    window.hide();
    window.go('app://signoff/');
    window.setTitle('t');
    window.send({ kind: 'event', event: 'host.resumed', payload: {} });
    expect(window.isVisible()).toBe(false);
    expect(window.isDestroyed()).toBe(true);
    expect(fake.done).toEqual([]);
    expect(fake.sent).toEqual([]);
  });
});

describe('closing it', () => {
  function close({ mayClose, hasTray }: { mayClose: boolean; hasTray: boolean }) {
    const fake = new FakeWindow();
    const ask = vi.fn();
    followClose(fake as unknown as BrowserWindow, { mayClose: () => mayClose, hasTray: () => hasTray, ask });
    const preventDefault = vi.fn();
    fake.emit('close', { preventDefault });
    return {
      stays: preventDefault.mock.calls.length > 0,
      hidden: fake.done.includes('hide'),
      asked: ask.mock.calls.length,
    };
  }

  it.each([
    [
      'hides it where a tray brings it back',
      { mayClose: false, hasTray: true },
      { stays: true, hidden: true, asked: 0 },
    ],
    [
      'ends the program elsewhere, which may ask',
      { mayClose: false, hasTray: false },
      { stays: true, hidden: false, asked: 1 },
    ],
    [
      'closes it while the program ends',
      { mayClose: true, hasTray: true },
      { stays: false, hidden: false, asked: 0 },
    ],
  ])('%s', (_what, given, expected) => {
    expect(close(given)).toEqual(expected);
  });
});
