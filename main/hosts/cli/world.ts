import type { Language } from '../../../app/locale/dictionary.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import type { Terminal } from './terminal.ts';

export interface OpenWindowOptions {
  readonly assistant: Assistant;
  readonly language: Language;
  readonly stateFolder: string;
  readonly browser: string | null;
  readonly launch: boolean;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface DemoMade {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/** Everything outside the CLI that it may touch, so that tests can replace each part. */
export interface World {
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** aborted by the user's interrupt */
  readonly signal: AbortSignal;
  readonly now: () => number;
  openAssistant(dataDir: string | null, warn: (line: string) => void): Promise<Assistant>;
  /** closes the assistant, and resolves with the window host's exit code after the window closes */
  openWindow(options: OpenWindowOptions): Promise<number>;
  makeDemo(
    folder: string,
    options: { files: number | null; seed: number | null },
    onProgress: (done: number) => void,
  ): Promise<DemoMade>;
}
