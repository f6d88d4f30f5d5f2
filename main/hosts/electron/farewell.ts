import type { App } from 'electron';

export interface Farewell {
  /** true once the program is on its way out, whoever asked for it */
  isQuitting(): boolean;
}

/**
 * Holds the program until running work has ended between two files and is recorded; only then it may go. A second
 * request to quit does not skip that.
 */
export function closeBeforeQuit(
  app: Pick<App, 'on' | 'exit'>,
  close: () => Promise<void>,
  warn: (line: string) => void,
): Farewell {
  let quitting = false;
  app.on('before-quit', () => {
    quitting = true;
  });
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    close().then(
      () => app.exit(0),
      (error: unknown) => {
        warn(error instanceof Error ? error.message : String(error));
        app.exit(1);
      },
    );
  });
  return { isQuitting: () => quitting };
}
