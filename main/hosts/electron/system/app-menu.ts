import type { MenuItemConstructorOptions } from 'electron';
import type { SystemName } from '../../../../app/platforms/platform.ts';

/**
 * macOS needs a menu for copying and quitting; elsewhere none also means no hidden shortcuts. The entry that quits is our
 * own: the system's goes through `shutdown` first, like the end of the session, where nothing may ask (electron#15022).
 */
export function appMenu(
  system: SystemName,
  words: { readonly product: string; readonly quit: string },
  quit: () => void,
): MenuItemConstructorOptions[] | null {
  if (system !== 'macos') return null;
  return [
    {
      label: words.product,
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { label: words.quit, accelerator: 'Command+Q', click: quit },
      ],
    },
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ];
}
