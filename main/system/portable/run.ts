import { execFile } from 'node:child_process';

/** What an absolute program answered; `could-not-tell` covers a missing program, a timeout and a signal alike. */
export type RunAnswer =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: Buffer }
  | { readonly kind: 'could-not-tell'; readonly reason: string };

export type Run = (file: string, args: readonly string[]) => Promise<RunAnswer>;

const timeoutMs = 15_000;
const outputLimit = 32 * 1024 * 1024;

/** Starts a program by its absolute path, without a shell and with a time limit. */
export const run: Run = (file, args) =>
  new Promise((resolve) => {
    const options = {
      encoding: 'buffer',
      timeout: timeoutMs,
      maxBuffer: outputLimit,
      windowsHide: true,
      shell: false,
    } as const;
    execFile(file, [...args], options, (error, stdout) => {
      if (error === null) resolve({ kind: 'exited', code: 0, stdout });
      else if (typeof error.code === 'number') resolve({ kind: 'exited', code: error.code, stdout });
      else resolve({ kind: 'could-not-tell', reason: `${file}: ${error.code ?? error.signal ?? 'failed'}` });
    });
  });
