import { EventEmitter } from 'node:events';
import type { NativeTheme } from 'electron';
import { emitNative } from '../app/events.ts';
import { StandInWindow } from '../window/browser-window.ts';

type Shown =
  | 'shouldUseDarkColors'
  | 'shouldUseDarkColorsForSystemIntegratedUI'
  | 'shouldUseHighContrastColors'
  | 'themeSource';

/** The `nativeTheme` module (docs/api/native-theme.md); pages follow it as `prefers-color-scheme`. */
class StandInTheme extends EventEmitter implements Pick<NativeTheme, Shown> {
  readonly shouldUseHighContrastColors = false;
  /** Not of Electron: the colours of the system. */
  readonly system = { programs: false, bar: false };
  #source: NativeTheme['themeSource'] = 'system';

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.system.programs : this.#source === 'dark';
  }
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.system.bar;
  }
  get themeSource(): NativeTheme['themeSource'] {
    return this.#source;
  }
  set themeSource(source: NativeTheme['themeSource']) {
    this.#source = source;
    this.update();
  }

  /** Not of Electron: tells pages and listeners. */
  update(): void {
    for (const window of StandInWindow.getAllWindows()) window.webContents.setDark(this.shouldUseDarkColors);
    emitNative(this, 'updated');
  }
}

export const nativeTheme = new StandInTheme();
