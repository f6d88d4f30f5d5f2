import { spawn } from 'node:child_process';
import type { ShownAnswer } from '../ports.ts';

/** A program that has not ended by then shows what it was started for. */
const patienceMs = 3000;

interface StartOptions {
  /** the program reads its own command line, so nothing quotes the arguments (Windows) */
  readonly isVerbatim?: boolean;
  /** its exit code says nothing */
  readonly anyCode?: boolean;
}

export type Start = (file: string, args: readonly string[], options?: StartOptions) => Promise<ShownAnswer>;

/** Starts a program by its absolute path, without a shell, that may stay open longer than this one. Never rejects. */
export const start: Start = (file, args, { isVerbatim = false, anyCode = false } = {}) =>
  new Promise((resolve) => {
    const failed = (word: string): void => resolve({ kind: 'failed', reason: `${file}: ${word}` });
    try {
      const child = spawn(file, [...args], {
        detached: true,
        stdio: 'ignore',
        windowsVerbatimArguments: isVerbatim,
      });
      child.unref();
      const timer = setTimeout(() => resolve({ kind: 'shown' }), patienceMs);
      child.once('error', (error) => {
        clearTimeout(timer);
        failed('code' in error ? String(error.code) : error.message);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        if (code === 0 || anyCode) resolve({ kind: 'shown' });
        else failed(String(code ?? signal));
      });
    } catch (error) {
      // Node reports some start failures by event and throws others
      failed(error instanceof Error && 'code' in error ? String(error.code) : 'failed');
    }
  });
