import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import type { SystemName } from '../../../../app/platforms/platform.ts';
import { trayView } from '../../tray/tray-view.ts';
import type { TrayCommand, TrayPicture, TrayState } from '../../tray/tray-view.ts';
import { createElectronTray, hasTrayPicture, trayRules } from './electron-tray.ts';
import type { TrayParts } from './electron-tray.ts';

const calm: TrayState = { watch: 'on', run: null, inSession: false, concern: null };
const view = (part: Partial<TrayState> = {}) => trayView({ ...calm, ...part }, 'zh-CN');

/** The pictures of these tests are their names. */
const nameOf = (image: NativeImage): string => (image as unknown as { name: string }).name;

/** A tray that throws once it is destroyed, as Electron's does. */
class FakeTray extends EventEmitter {
  tooltip = '';
  menu: MenuItemConstructorOptions[] = [];
  menus = 0;
  picture: string;
  destroyed = false;
  constructor(image: NativeImage) {
    super();
    this.picture = nameOf(image);
  }
  isDestroyed = (): boolean => this.destroyed;
  setToolTip = (text: string): void => this.alive(() => (this.tooltip = text));
  setImage = (image: NativeImage | string): void =>
    this.alive(() => (this.picture = nameOf(image as NativeImage)));
  setContextMenu = (menu: Menu | null): void =>
    this.alive(() => {
      this.menu = menu as unknown as MenuItemConstructorOptions[];
      this.menus += 1;
    });
  destroy = (): void => this.alive(() => (this.destroyed = true));
  private alive(work: () => void): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    work();
  }
}

function scene(system: SystemName = 'linux', fault: 'none' | 'refused' | 'no-picture' = 'none') {
  const made: FakeTray[] = [];
  const commands: TrayCommand[] = [];
  let isBarDark = false;
  const parts: TrayParts = {
    system,
    makeTray(image) {
      if (fault === 'refused') throw new Error('no tray');
      const tray = new FakeTray(image);
      made.push(tray);
      return tray as unknown as Tray;
    },
    makeMenu: (items) => items as unknown as Menu,
    image: (name) => ({ name, isEmpty: () => fault === 'no-picture' }) as unknown as NativeImage,
    isBarDark: () => isBarDark,
    run: (command) => commands.push(command),
  };
  const shown = createElectronTray(parts, view());
  const setBar = (dark: boolean): void => {
    isBarDark = dark;
    shown?.redraw();
  };
  const tray = made[0];
  return { parts, shown, tray: tray as FakeTray, commands, setBar };
}

const choose = (tray: FakeTray, label: string): void => {
  const item = tray.menu.find((entry) => entry.label === label);
  if (item?.click === undefined) throw new Error(`no entry ${label}`);
  item.click({} as never, undefined, {});
};

describe('pressing the tray', () => {
  it.each([
    ['windows', ['click', 'double-click']],
    ['linux', ['click', 'click']],
  ] as const)('on %s opens the window for each press and never hides it', (system, presses) => {
    const { tray, commands } = scene(system);
    for (const event of presses) tray.emit(event);
    expect(commands).toEqual(['open', 'open']);
  });

  it('on macOS only opens the menu, whose first entry opens the window', () => {
    const { tray, commands } = scene('macos');
    tray.emit('click');
    tray.emit('double-click');
    expect(commands).toEqual([]);
    choose(tray, tray.menu[0]?.label ?? '');
    expect(commands).toEqual(['open']);
  });
});

describe('the menu', () => {
  it('runs the command of each entry', () => {
    const { tray, commands } = scene();
    const labels = tray.menu.flatMap(({ label }) => (label === undefined ? [] : [label]));
    for (const label of labels) choose(tray, label);
    expect(commands).toEqual(['open', 'leave', 'deep-clean', 'session-start', 'watch-pause', 'quit']);
  });

  it('is set again only when an entry changes, because that closes an open menu', () => {
    const { tray, shown } = scene();
    shown?.show(view({ run: { kind: 'clean', share: 0.1 } }));
    shown?.show(view({ run: { kind: 'clean', share: 0.2 } }));
    expect(tray.menus).toBe(2);
    expect(tray.tooltip).toBe('安心下机：正在清理 20%');
    expect(tray.menu.find(({ label }) => label === '深度清理')?.enabled).toBe(false);
  });
});

describe('the picture', () => {
  it.each([
    ['windows', 'attention-on-light.ico', 'attention-on-dark.ico'],
    ['linux', 'attention-on-light-24.png', 'attention-on-dark-24.png'],
    ['macos', 'attentionTemplate.png', 'attentionTemplate.png'],
  ] as const)('follows the state and the theme of the bar on %s', (system, light, dark) => {
    const { tray, shown, setBar } = scene(system);
    shown?.show(view({ concern: 'growth' }));
    expect(tray.picture).toBe(light);
    setBar(true);
    expect(tray.picture).toBe(dark);
  });

  it('is there for every system, state and bar', () => {
    const folder = join(import.meta.dirname, '../../../../assets/icons/tray');
    for (const { picture } of Object.values(trayRules))
      for (const state of ['watching', 'paused', 'running', 'attention'] satisfies TrayPicture[])
        for (const dark of [true, false]) expect(existsSync(join(folder, picture(state, dark)))).toBe(true);
  });
});

it('is null where the system refuses one', () => {
  expect(scene('linux', 'refused').shown).toBeNull();
  expect(hasTrayPicture(scene('linux', 'no-picture').parts)).toBe(false);
  expect(hasTrayPicture(scene().parts)).toBe(true);
});

it('is left alone once it is destroyed', () => {
  const { shown, setBar } = scene();
  shown?.destroy();
  const calls = vi.fn(() => {
    shown?.show(view({ concern: 'growth' }));
    setBar(true);
    shown?.destroy();
  });
  expect(calls).not.toThrow();
});
