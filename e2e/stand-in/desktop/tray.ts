import { EventEmitter } from 'node:events';
import type { Rectangle, Tray } from 'electron';
import { refuseWhenDestroyed } from '../app/destroyed.ts';
import { demandReady } from '../app/lifetime.ts';
import { StandInMenu } from './menu.ts';
import { imageOf } from './native-image.ts';
import type { StandInImage } from './native-image.ts';

type Methods =
  'destroy' | 'getBounds' | 'isDestroyed' | 'setIgnoreDoubleClickEvents' | 'setTitle' | 'setToolTip';

const shown: StandInTray[] = [];

/** The tray icons, the destroyed ones too, oldest first. */
export function allTrays(): readonly StandInTray[] {
  return shown;
}

/** A tray icon (docs/api/tray.md, shell/browser/api/electron_api_tray.cc). */
export class StandInTray extends EventEmitter implements Pick<Tray, Methods> {
  /** Not of Electron: what the icon shows. */
  image: StandInImage;
  pressedImage: StandInImage | null = null;
  toolTip = '';
  title = '';
  menu: StandInMenu | null = null;
  ignoresDoubleClicks = false;
  #destroyed = false;

  constructor(image: StandInImage | string) {
    super();
    demandReady('Cannot create Tray before app is ready');
    this.image = imageOf(image);
    shown.push(this);
  }

  setImage(image: StandInImage | string): void {
    this.image = imageOf(image);
  }
  setPressedImage(image: StandInImage | string): void {
    this.pressedImage = imageOf(image);
  }
  setToolTip(toolTip: string): void {
    this.toolTip = toolTip;
  }
  setTitle(title: string): void {
    this.title = title;
  }
  setContextMenu(menu: StandInMenu | null): void {
    if (menu !== null && !(menu instanceof StandInMenu)) throw new TypeError('Invalid menu');
    this.menu = menu;
  }
  setIgnoreDoubleClickEvents(ignore: boolean): void {
    this.ignoresDoubleClicks = ignore;
  }
  popUpContextMenu(): void {
    this.menu?.popup();
  }
  getBounds(): Rectangle {
    return { x: 0, y: 0, width: 0, height: 0 };
  }
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
}

refuseWhenDestroyed(StandInTray);
