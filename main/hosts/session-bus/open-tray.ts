import { join } from 'node:path';
import type { TrayCommand, TrayView } from '../tray/tray-view.ts';
import { connectSessionBus } from './bus.ts';
import { followBarTone } from './bar-tone.ts';
import { serveMenu } from './menu.ts';
import { connectNotifications } from './notifications.ts';
import type { Notify } from './notifications.ts';
import { keepRegistered } from './panel.ts';
import { readPictures } from './pictures.ts';
import { serveStatusItem } from './status-item.ts';

export interface BusTrayOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** what the tray shows at first */
  readonly view: TrayView;
  /** folder of the program's icons, absolute */
  readonly icons: string;
  /** a click or a double click; the token lets the next window come to the front where the panel gave one */
  readonly onOpen: (activationToken: string | null) => void;
  readonly onCommand: (command: TrayCommand) => void;
  /** whether a panel shows the icon: once before `openBusTray` resolves, then at each change */
  readonly onPlace: (isShown: boolean) => void;
}

/** A tray icon and notices over the session bus. */
export interface BusTray {
  /** false where no notification service took it */
  readonly notify: Notify;
  show(view: TrayView): void;
  close(): void;
}

/**
 * Puts an icon into the desktop's tray as soon as there is one. Null without a session bus. Rejects with Node's errors
 * where the program's icons cannot be read.
 */
export async function openBusTray(options: BusTrayOptions): Promise<BusTray | null> {
  const pictures = await readPictures(options.icons);
  const bus = await connectSessionBus(options.env);
  if (bus === null) return null;
  const showMenu = serveMenu(bus, options.onCommand);
  const item = serveStatusItem(bus, pictures, options.view, options.onOpen);
  showMenu(options.view.menu);
  const notify = await connectNotifications(bus, join(options.icons, 'icon.png'));
  void followBarTone(bus, (tone) => item.setTone(tone)).catch(() => undefined);
  let isOpen = true;
  await keepRegistered(bus, (isShown) => {
    if (isOpen) options.onPlace(isShown);
  });
  return {
    notify,
    show(view) {
      item.show(view);
      showMenu(view.menu);
    },
    close() {
      isOpen = false;
      bus.close();
    },
  };
}
