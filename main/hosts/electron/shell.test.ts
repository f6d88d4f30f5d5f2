import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App, BrowserWindow, Menu, NativeImage, Tray } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { bringToFront, closeBeforeQuit, hideOnClose, windowOptions } from './window.ts';
import { launchOptions } from './launch-options.ts';
import { installTray, trayIcon, trayMenu, trayPlace } from './tray.ts';

function fakeWindow(minimised: boolean) {
  const said: string[] = [];
  const say = (word: string) => () => void said.push(word);
  const shape: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus' | 'hide'> = {
    isMinimized: () => minimised,
    restore: say('restore'),
    show: say('show'),
    focus: say('focus'),
    hide: say('hide'),
  };
  return { said, window: Object.assign(new EventEmitter(), shape) };
}

describe('the window', () => {
  it('starts hidden, sandboxed and in an in-memory session', () => {
    const options = windowOptions({ preload: '/p.cjs', title: 't', developer: false, partition: 'p' });
    expect(options).toMatchObject({ show: false, title: 't', minWidth: 800, minHeight: 600 });
    expect(options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, partition: 'p' });
    expect(options.webPreferences?.partition).not.toMatch(/^persist:/);
  });

  it('comes to the front from every state and is never hidden by it', () => {
    const visible = fakeWindow(false);
    bringToFront(visible.window);
    bringToFront(visible.window);
    expect(visible.said).toEqual(['show', 'focus', 'show', 'focus']);
    const minimised = fakeWindow(true);
    bringToFront(minimised.window);
    expect(minimised.said).toEqual(['restore', 'show', 'focus']);
  });

  it.each([
    [true, ['hide'], 1],
    [false, [], 0],
  ])('hides on close only where it can be brought back (%s)', (mayHide, said, prevented) => {
    const { window, said: heard } = fakeWindow(false);
    hideOnClose(window as unknown as BrowserWindow, () => mayHide);
    const event = { preventDefault: vi.fn() };
    window.emit('close', event);
    expect(heard).toEqual(said);
    expect(event.preventDefault).toHaveBeenCalledTimes(prevented);
  });
});

describe('the tray', () => {
  const texts = { open: 'Open', quit: 'Quit', tooltip: 'SignOff' };
  const actions = () => ({ show: vi.fn(), quit: vi.fn() });
  const icon = (empty: boolean) => ({ isEmpty: () => empty }) as unknown as NativeImage;
  const fakeTray = () =>
    Object.assign(new EventEmitter(), { setToolTip: vi.fn(), setContextMenu: vi.fn() }) as unknown as Tray;

  it('shows the window on every click and on its menu entry', () => {
    const does = actions();
    const made = fakeTray();
    const makers = { makeTray: () => made, makeMenu: () => ({}) as unknown as Menu, icon: icon(false) };
    expect(installTray(makers, texts, does)).toBe(made);
    made.emit('click');
    made.emit('click');
    made.emit('double-click');
    expect(does.show).toHaveBeenCalledTimes(3);
    const menu = trayMenu(texts, does);
    expect(menu.map((item) => item.label ?? item.type)).toEqual(['Open', 'separator', 'Quit']);
  });

  it('is null where the system has none', () => {
    const refuse = () => {
      throw new Error('no tray');
    };
    const makeMenu = () => ({}) as unknown as Menu;
    expect(installTray({ makeTray: refuse, makeMenu, icon: icon(false) }, texts, actions())).toBeNull();
    expect(installTray({ makeTray: fakeTray, makeMenu, icon: icon(true) }, texts, actions())).toBeNull();
  });

  it('has an icon for every system’s bar', () => {
    const icons = join(import.meta.dirname, '..', '..', '..', 'assets', 'icons');
    for (const system of ['windows', 'macos', 'linux'] as const)
      for (const dark of [true, false]) expect(existsSync(join(icons, trayIcon(system, dark)))).toBe(true);
  });

  it('counts as available on Linux only if the desktop confirms it', async () => {
    const answer = (text: string) => () => Promise.resolve(text);
    expect(await trayPlace('linux', answer('(true,)\n'))).toBe('yes');
    expect(await trayPlace('linux', answer('(false,)\n'))).toBe('no');
    expect(await trayPlace('linux', answer('what'))).toBe('could-not-tell');
    expect(await trayPlace('linux', () => Promise.reject(new Error('none')))).toBe('could-not-tell');
    expect(await trayPlace('windows', () => Promise.reject(new Error('not asked')))).toBe('yes');
  });
});

describe('quitting', () => {
  const fakeApp = () => Object.assign(new EventEmitter(), { exit: vi.fn() });
  const quit = (app: EventEmitter) => {
    app.emit('before-quit', {});
    const event = { preventDefault: vi.fn() };
    app.emit('will-quit', event);
    return event;
  };

  it('waits until running work has ended, however often it is requested', async () => {
    const app = fakeApp();
    let end: () => void = () => undefined;
    const close = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
    const quitState = closeBeforeQuit(app as unknown as App, close, vi.fn());
    expect(quitState.isQuitting()).toBe(false);
    expect(quit(app).preventDefault).toHaveBeenCalledOnce();
    expect(quit(app).preventDefault).toHaveBeenCalledOnce();
    expect(quitState.isQuitting()).toBe(true);
    expect(app.exit).not.toHaveBeenCalled();
    end();
    await vi.waitFor(() => expect(app.exit.mock.calls).toEqual([[0]]));
    expect(close).toHaveBeenCalledOnce();
  });

  it('exits with 1 and prints the reason if closing fails', async () => {
    const app = fakeApp();
    const warn = vi.fn();
    closeBeforeQuit(app as unknown as App, () => Promise.reject(new Error('disk gone')), warn);
    quit(app);
    await vi.waitFor(() => expect(app.exit.mock.calls).toEqual([[1]]));
    expect(warn.mock.calls).toEqual([['disk gone']]);
  });
});

describe('launch options', () => {
  it('accept an absolute folder and one of the two languages', () => {
    expect(launchOptions(['electron', '.', '--data-dir=/tmp/a b'])).toEqual({
      dataDir: '/tmp/a b',
      language: null,
    });
    expect(launchOptions(['electron', '--language=en-US'])).toEqual({ dataDir: null, language: 'en-US' });
  });
});
