import { execFile } from 'node:child_process';

/** What an absolute program answered; `could-not-tell` covers a program that is missing or cannot be started, a timeout and a signal alike. */
export type RunAnswer =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: Buffer }
  | { readonly kind: 'could-not-tell'; readonly reason: string };

export type Run = (file: string, args: readonly string[]) => Promise<RunAnswer>;

const timeoutMs = 15_000;
const outputLimit = 32 * 1024 * 1024;

/** Starts a program by its absolute path, without a shell and with a time limit. Never rejects. */
export const run: Run = (file, args) =>
  new Promise((resolve) => {
    const options = {
      encoding: 'buffer',
      timeout: timeoutMs,
      maxBuffer: outputLimit,
      windowsHide: true,
      shell: false,
    } as const;
    const unanswered = (word: string): void =>
      resolve({ kind: 'could-not-tell', reason: `${file}: ${word}` });
    try {
      execFile(file, [...args], options, (error, stdout) => {
        if (error === null) resolve({ kind: 'exited', code: 0, stdout });
        else if (typeof error.code === 'number') resolve({ kind: 'exited', code: error.code, stdout });
        else unanswered(error.code ?? error.signal ?? 'failed');
      });
    } catch (error) {
      // Node calls back for a few ways of not starting a program and throws for the others, such as Windows' policies
      unanswered(error instanceof Error && 'code' in error ? String(error.code) : 'failed');
    }
  });
