import type { App } from 'electron';

/** What a person answers who quits while something is being removed or put back. */
export type QuitAnswer = 'stop' | 'background' | 'cancel';

export interface QuitParts {
  /** whether something is being removed or put back */
  readonly isBusy: () => Promise<boolean>;
  readonly ask: () => Promise<QuitAnswer>;
  /** hides the window; the work goes on */
  readonly goToBackground: () => void;
  /** ends running work between two files and writes its record */
  readonly close: () => Promise<void>;
  readonly warn: (line: string) => void;
}

export interface Quitting {
  /** true once the program ends: windows may close and nothing asks any more */
  readonly isQuitting: () => boolean;
  /** a person's wish; asks when something is being removed or put back */
  readonly quit: () => void;
  /** a signal's or the system's; stops after the current file without a question */
  readonly leave: () => void;
}

/**
 * Ends the program in order. A person who quits in mid-run is asked once; every way out finishes the current file and
 * writes the journal, and no second request skips that. `before-quit` comes before windows close and `will-quit` after
 * (electron.d.ts, App). Neither comes when Windows ends its session: see `followSessionEnd`.
 */
export function guardQuit(app: Pick<App, 'on' | 'quit' | 'exit'>, parts: QuitParts): Quitting {
  let phase: 'open' | 'asking' | 'leaving' | 'closing' = 'open';
  const isOver = (): boolean => phase === 'leaving' || phase === 'closing';
  const leave = (): void => {
    if (isOver()) return;
    phase = 'leaving';
    app.quit();
  };
  const decide = async (): Promise<void> => {
    const answer = (await parts.isBusy()) ? await parts.ask() : 'stop';
    // a signal or the end of the session came meanwhile
    if (phase !== 'asking') return;
    phase = 'open';
    if (answer === 'stop') leave();
    else if (answer === 'background') parts.goToBackground();
  };
  app.on('before-quit', (event) => {
    if (isOver()) return;
    event.preventDefault();
    if (phase === 'asking') return;
    phase = 'asking';
    decide().catch((error: unknown) => {
      parts.warn(String(error));
      phase = 'open';
    });
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (phase === 'closing') return;
    phase = 'closing';
    parts.close().then(
      () => app.exit(0),
      (error: unknown) => {
        parts.warn(error instanceof Error ? error.message : String(error));
        app.exit(1);
      },
    );
  });
  return { isQuitting: isOver, leave, quit: () => app.quit() };
}
