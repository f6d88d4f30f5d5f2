import { execFile } from 'node:child_process';

/**
 * Answer of a program; `could-not-tell` if it is missing, cannot be started, is killed or runs into the time limit.
 */
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
      // Node reports some start failures by callback and throws others, such as those by Windows' policies
      unanswered(error instanceof Error && 'code' in error ? String(error.code) : 'failed');
    }
  });
