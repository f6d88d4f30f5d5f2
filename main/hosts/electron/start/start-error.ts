import type { LockHolder } from './instance-lock.ts';

/** Why the desktop app cannot open; `what` fills the dictionary's sentence for `why`. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly why: 'option' | 'switch' | 'files' | 'window' | 'slow';
  readonly what: string;

  constructor(why: StartError['why'], what: string, options?: { cause?: unknown }) {
    super(`${why}: ${what}`, options);
    this.why = why;
    this.what = what;
  }
}

/** The own folder is in use by a program that cannot come to the front. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly holder: LockHolder;

  constructor(holder: LockHolder) {
    super(`locked: ${holder.path}`);
    this.holder = holder;
  }
}

/** The first line of an error's message, without the stack. */
export function firstLineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').trim().slice(0, 300);
}
