import { EventEmitter } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import type { Clipboard, Display, PowerMonitor, PowerSaveBlocker, Screen, Shell } from 'electron';
import { demandReady } from '../app/lifetime.ts';
import { recordCall } from '../records.ts';

/** `powerMonitor` (lib/browser/api/power-monitor.ts): events only come from `actions.ts`. */
class StandInPowerMonitor
  extends EventEmitter
  implements Pick<PowerMonitor, 'getSystemIdleTime' | 'isOnBatteryPower' | 'onBatteryPower'>
{
  readonly onBatteryPower = false;
  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }
  getSystemIdleTime(): number {
    return 0;
  }
}
export const powerMonitor = new StandInPowerMonitor();

const blockers = new Map<number, string>();
let nextBlocker = 1;
export const powerSaveBlocker: Pick<PowerSaveBlocker, 'isStarted' | 'start' | 'stop'> = {
  start(type) {
    const id = nextBlocker++;
    blockers.set(id, type);
    recordCall('powerSaveBlocker.start', type, id);
    return id;
  },
  stop(id) {
    recordCall('powerSaveBlocker.stop', id);
    return blockers.delete(id);
  },
  isStarted: (id) => blockers.has(id),
};

export const shell: Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'trashItem'> = {
  trashItem: (path) => {
    recordCall('shell.trashItem', path);
    if (!existsSync(path)) return Promise.reject(new Error(`Failed to move item to trash: ${path}`));
    rmSync(path, { recursive: true });
    return Promise.resolve();
  },
  openPath: (path) => {
    recordCall('shell.openPath', path);
    return Promise.resolve('');
  },
  openExternal: (url) => {
    recordCall('shell.openExternal', url);
    return Promise.resolve();
  },
  showItemInFolder: (path) => recordCall('shell.showItemInFolder', path),
};

/** `clipboard` (docs/api/clipboard.md); `selection` is there on Linux only. */
export const clipboard: Pick<Clipboard, 'clear' | 'has' | 'readText' | 'writeText'> & {
  readonly selection: Pick<Clipboard, 'clear'>;
} = {
  clear: () => recordCall('clipboard.clear'),
  has: () => Promise.resolve(false),
  selection: { clear: () => recordCall('clipboard.selection.clear') },
  readText: () => Promise.resolve(''),
  writeText: (text) => {
    recordCall('clipboard.writeText', text);
    return Promise.resolve();
  },
};

const area = { x: 0, y: 0, width: 1920, height: 1040 };

/** `screen` (docs/api/screen.md): not before `ready`; one display unless a test says otherwise. */
class StandInScreen extends EventEmitter {
  displays = [{ id: 1, bounds: { ...area, height: 1080 }, workArea: area, scaleFactor: 1 }] as Display[];

  #demand(): void {
    demandReady("The 'screen' module can't be used before the app 'ready' event");
  }
  getPrimaryDisplay: Screen['getPrimaryDisplay'] = () => {
    this.#demand();
    return this.displays[0] ?? ({} as Display);
  };
  getAllDisplays: Screen['getAllDisplays'] = () => {
    this.#demand();
    return this.displays;
  };
  getDisplayMatching: Screen['getDisplayMatching'] = ({ x, y }) => {
    this.#demand();
    const holds = ({ bounds }: Display): boolean =>
      x >= bounds.x && x < bounds.x + bounds.width && y >= bounds.y && y < bounds.y + bounds.height;
    return this.displays.find(holds) ?? this.getPrimaryDisplay();
  };
}
export const screen = new StandInScreen();
