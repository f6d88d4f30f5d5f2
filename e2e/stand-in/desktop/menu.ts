import { EventEmitter } from 'node:events';
import type { Menu, MenuItem, MenuItemConstructorOptions } from 'electron';
import { app } from '../app/app.ts';
import { StandInWindow } from '../window/browser-window.ts';

const types = ['normal', 'separator', 'submenu', 'checkbox', 'radio', 'header', 'palette'] as const;
let nextCommand = 1;

/** What choosing an entry with one of these roles does (lib/browser/api/menu-item-roles.ts). */
const roleActions: Readonly<Record<string, () => void>> = {
  quit: () => app.quit(),
  close: () => StandInWindow.getFocusedWindow()?.close(),
  minimize: () => StandInWindow.getFocusedWindow()?.minimize(),
};

/** One entry (lib/browser/api/menu-item.ts). */
export class StandInMenuItem implements Pick<MenuItem, 'checked' | 'enabled' | 'label' | 'visible'> {
  readonly type: (typeof types)[number];
  readonly id: string | undefined;
  readonly role: string | undefined;
  readonly submenu: StandInMenu | undefined;
  readonly commandId = nextCommand++;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly click: () => void;

  constructor(options: MenuItemConstructorOptions) {
    const submenu = Array.isArray(options.submenu)
      ? StandInMenu.buildFromTemplate(options.submenu)
      : undefined;
    this.type = options.type ?? (submenu === undefined ? 'normal' : 'submenu');
    if (!types.includes(this.type)) throw new Error(`Unknown menu item type: ${this.type}`);
    if (this.type === 'submenu' && submenu === undefined) throw new Error('Invalid submenu');
    this.id = options.id;
    this.role = options.role?.toLowerCase();
    this.submenu = submenu;
    this.label = options.label ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.click = () => {
      if (this.type === 'checkbox' || this.type === 'radio') this.checked = !this.checked;
      const act = roleActions[this.role ?? ''];
      if (act !== undefined) act();
      // the item, the window and the keys; the product uses none of them
      else options.click?.(this as never, undefined, {});
    };
  }
}

let applicationMenu: StandInMenu | null = null;

/** A menu (lib/browser/api/menu.ts). */
export class StandInMenu extends EventEmitter implements Pick<Menu, 'closePopup'> {
  readonly items: StandInMenuItem[] = [];

  static buildFromTemplate(template: readonly (MenuItemConstructorOptions | StandInMenuItem)[]): StandInMenu {
    if (!Array.isArray(template))
      throw new TypeError('Invalid template for Menu: Menu template must be an array');
    const menu = new StandInMenu();
    for (const item of template as readonly (MenuItemConstructorOptions | StandInMenuItem | null)[]) {
      // lib/browser/api/menu.ts, areValidTemplateItems
      if (
        item === null ||
        typeof item !== 'object' ||
        !('label' in item || 'role' in item || item.type === 'separator')
      )
        throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
      menu.append(item instanceof StandInMenuItem ? item : new StandInMenuItem(item));
    }
    return menu;
  }
  static setApplicationMenu(menu: StandInMenu | null): void {
    if (menu !== null && !(menu instanceof StandInMenu)) throw new TypeError('Invalid menu');
    applicationMenu = menu;
  }
  static getApplicationMenu(): StandInMenu | null {
    return applicationMenu;
  }

  append(item: StandInMenuItem): void {
    if (!(item instanceof StandInMenuItem)) throw new TypeError('Invalid item');
    this.items.push(item);
  }
  getMenuItemById(id: string): StandInMenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  popup(): void {
    this.emit('menu-will-show', {});
  }
  closePopup(): void {
    this.emit('menu-will-close', {});
  }
}
