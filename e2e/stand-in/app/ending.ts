import type { EventEmitter } from 'node:events';
import { emitNative } from './events.ts';
import { lifetime } from './lifetime.ts';

export interface Closable {
  close(): void;
  destroy(): void;
}

/**
 * The ways to end: `Quit`, `Exit`, `OnWindowAllClosed` and `OnWindowCloseCancelled` of shell/browser/browser.cc. The
 * order of the events is in sequences.ts.
 */
export class Ending {
  readonly #windows = new Set<Closable>();
  readonly #app: EventEmitter;
  readonly #leave: (code: number) => void;
  #code = 0;

  constructor(app: EventEmitter, leave: (code: number) => void) {
    this.#app = app;
    this.#leave = leave;
  }

  quit(): void {
    if (lifetime.isQuitting) return;
    lifetime.isQuitting = !emitNative(this.#app, 'before-quit');
    if (!lifetime.isQuitting) return;
    if (this.#windows.size === 0) this.#notifyAndShutDown();
    else for (const window of [...this.#windows]) window.close();
  }

  /** Before `ready` there is nothing to take down, and no event (Browser::ExitWithCode). */
  exit(code: number): void {
    this.#code = code;
    if (!lifetime.isReady) {
      this.#leave(code);
      return;
    }
    lifetime.isQuitting = true;
    lifetime.isExiting = true;
    if (this.#windows.size === 0) this.#shutDown();
    else for (const window of [...this.#windows]) window.destroy();
  }

  opened(window: Closable): void {
    this.#windows.add(window);
  }

  closed(window: Closable): void {
    if (!this.#windows.delete(window) || this.#windows.size > 0) return;
    if (lifetime.isExiting) this.#shutDown();
    else if (lifetime.isQuitting) this.#notifyAndShutDown();
    else if (this.#app.listenerCount('window-all-closed') === 0) this.quit();
    else emitNative(this.#app, 'window-all-closed');
  }

  /** A window that refuses to close also cancels quitting. */
  closeCancelled(): void {
    lifetime.isQuitting = false;
  }

  #notifyAndShutDown(): void {
    if (lifetime.isShutDown) return;
    if (emitNative(this.#app, 'will-quit')) lifetime.isQuitting = false;
    else this.#shutDown();
  }

  #shutDown(): void {
    if (lifetime.isShutDown) return;
    lifetime.isShutDown = true;
    lifetime.isQuitting = true;
    emitNative(this.#app, 'quit', {}, this.#code);
    this.#leave(this.#code);
  }
}
