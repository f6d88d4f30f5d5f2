import type { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { SystemName } from '../../../app/platforms/platform.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import type { ProcessMarks } from '../../system/ports.ts';
import type { Environment } from './find-browser.ts';

export interface BrowserHostOptions {
  readonly assistant: Assistant;
  /** the built renderer */
  readonly rendererFolder: string;
  /** the assistant's own folder; launch file and browser profile exist only in it */
  readonly stateFolder: string;
  readonly marks: ProcessMarks;
  /** folder of the program's icons, absolute; needed with `resident` */
  readonly icons?: string;
  /** stays in the tray after the window is closed, where there is a tray */
  readonly resident?: boolean;
  /** absolute path of the user's preferred browser */
  readonly browser?: string;
  /** options of this start that a program in the tray cannot take over, such as `--root` */
  readonly ownOptions?: readonly string[];
  readonly language?: Language;
  readonly system?: SystemName;
  readonly env?: Environment;
  /** only print the file to open; for tests and remote browsers */
  readonly noLaunch?: boolean;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
  readonly timings?: Partial<typeof usualTimings>;
}

/**
 * 0: the window was opened and closed, or a program in the tray shows its own. 1: no browser, or no window could be
 * opened or shown. 130: interrupted.
 */
export type BrowserHostExit = 0 | 1 | 130;

export const usualTimings = {
  heartbeatMs: 15_000,
  headersMs: 4_000,
  /** how long a reload or a sleeping window may be away, and a panel that starts again may be without the icon */
  idleMs: 20_000,
  /** how long the first window may take to connect */
  firstWindowMs: 10 * 60_000,
  /** how long a browser that was started again may take to show its window */
  startMs: 15_000,
  /** how long an open window may be away before it is opened anew */
  awayMs: 2_000,
  /** how long a program in the tray may take to answer a second start */
  answerMs: 10_000,
};

export interface HostContext {
  readonly options: BrowserHostOptions;
  readonly system: SystemName;
  readonly env: Environment;
  readonly texts: (typeof dictionaries)[Language]['host'];
}
