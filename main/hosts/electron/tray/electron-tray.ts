import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import type { SystemName } from '../../../../app/platforms/platform.ts';
import type { TrayCommand, TrayEntry, TrayPicture, TrayView } from '../../tray/tray-view.ts';

interface TrayRules {
  /** events of the tray that show the window; none ever hides it, because a double click is two of them */
  readonly shows: readonly ('click' | 'double-click')[];
  /** name of the picture below assets/icons/tray */
  readonly picture: (picture: TrayPicture, isBarDark: boolean) => string;
}

const tone = (isBarDark: boolean): string => (isBarDark ? 'on-dark' : 'on-light');

/**
 * What a tray does on each system. macOS: a tray with a menu opens it on a click and sends no double click, so its first
 * entry opens the window; the system tints a picture whose name ends in Template. Windows sends `click` and then
 * `double-click`; Linux sends `click` for every activation and takes one size, scaled by the panel (electron.d.ts, Tray).
 */
export const trayRules: Readonly<Record<SystemName, TrayRules>> = {
  windows: {
    shows: ['click', 'double-click'],
    picture: (picture, isBarDark) => `${picture}-${tone(isBarDark)}.ico`,
  },
  macos: { shows: [], picture: (picture) => `${picture}Template.png` },
  linux: {
    shows: ['click', 'double-click'],
    picture: (picture, isBarDark) => `${picture}-${tone(isBarDark)}-24.png`,
  },
};

type ShownTray = Pick<Tray, 'destroy' | 'isDestroyed' | 'on' | 'setContextMenu' | 'setImage' | 'setToolTip'>;

export interface TrayParts {
  readonly system: SystemName;
  readonly makeTray: (image: NativeImage) => ShownTray;
  readonly makeMenu: (items: MenuItemConstructorOptions[]) => Menu;
  readonly image: (name: string) => NativeImage;
  readonly isBarDark: () => boolean;
  readonly run: (command: TrayCommand) => void;
}

export interface ElectronTray {
  show(view: TrayView): void;
  /** the theme of the bar has changed */
  readonly redraw: () => void;
  destroy(): void;
}

function menuItems(
  menu: readonly TrayEntry[],
  run: (command: TrayCommand) => void,
): MenuItemConstructorOptions[] {
  return menu.map((entry) =>
    entry.kind === 'separator'
      ? { type: 'separator' }
      : { label: entry.label, enabled: entry.enabled, click: () => run(entry.command) },
  );
}

/** Whether the picture for the first view is there: without it the tray would be invisible. */
export function hasTrayPicture({ system, image, isBarDark }: TrayParts): boolean {
  return !image(trayRules[system].picture('watching', isBarDark())).isEmpty();
}

/** Creates the tray with its first view; null if the system refuses. Sets only what has changed, since a new menu closes an open one. */
export function createElectronTray(parts: TrayParts, first: TrayView): ElectronTray | null {
  const rules = trayRules[parts.system];
  const nameOf = (view: TrayView): string => rules.picture(view.picture, parts.isBarDark());
  let view = first;
  let drawn = nameOf(first);
  const setMenu = (tray: ShownTray): void =>
    tray.setContextMenu(parts.makeMenu(menuItems(view.menu, parts.run)));
  const make = (): ShownTray | null => {
    try {
      const tray = parts.makeTray(parts.image(drawn));
      tray.setToolTip(first.tooltip);
      setMenu(tray);
      for (const event of rules.shows) tray.on(event as 'click', () => parts.run('open'));
      return tray;
    } catch {
      return null;
    }
  };
  const tray = make();
  if (tray === null) return null;
  const redraw = (): void => {
    const name = nameOf(view);
    if (tray.isDestroyed() || name === drawn) return;
    drawn = name;
    tray.setImage(parts.image(name));
  };
  return {
    redraw,
    show(next) {
      if (tray.isDestroyed()) return;
      const before = view;
      view = next;
      redraw();
      if (next.tooltip !== before.tooltip) tray.setToolTip(next.tooltip);
      if (JSON.stringify(next.menu) !== JSON.stringify(before.menu)) setMenu(tray);
    },
    destroy() {
      if (!tray.isDestroyed()) tray.destroy();
    },
  };
}
