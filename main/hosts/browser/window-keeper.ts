import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserWindow } from './browser-window.ts';

interface KeeperParts {
  /** writes a new launch file and opens the browser on it; null where the person opens the file */
  open(place: string | null): Promise<BrowserWindow | null>;
  isConnected(): boolean;
  /** leads the connected window to a place */
  goTo(place: string): void;
  /** the browser ended after its window had connected */
  onGone(): void;
  /** the window is open, but the desktop did not bring it to the front */
  onBehind(): void;
  /** the browser ended before its window connected, or the launch file could not be written (then with the error) */
  onFailed(error: unknown): void;
  readonly timings: KeeperTimings;
}

export interface KeeperTimings {
  /** how long a browser may take to show its window before it is closed and started again */
  readonly startMs: number;
  /** how long a window that was open may be away before it counts as broken: a reload is shorter */
  readonly awayMs: number;
}

const pollMs = 50;

/** The one window of a host: opens it, brings it to the front, and opens it again after it was closed. */
export class WindowKeeper {
  /** resolves with the exit code of the first browser if it ends before its window connects */
  readonly firstEnded: Promise<number | null>;
  private settleFirst: (code: number | null) => void = () => undefined;
  private readonly parts: KeeperParts;
  private window: BrowserWindow | null = null;
  /** when the browser was started whose window has not connected yet; null: none */
  private startedAt: number | null = null;
  private launches = 0;
  private wanted: { readonly place: string | null } | null = null;
  private working: Promise<void> | null = null;
  private isClosed = false;

  constructor(parts: KeeperParts) {
    this.parts = parts;
    this.firstEnded = new Promise((resolve) => (this.settleFirst = resolve));
  }

  /** Opens the first window; rejects with the error of `open`. */
  start(): Promise<void> {
    return this.launch(null);
  }

  /** Shows the window, at `place` unless null. Requests while one is carried out count as one. */
  show(place: string | null): void {
    this.wanted = { place: place ?? this.wanted?.place ?? null };
    this.working ??= this.work();
  }

  /** To be called when a window connects. */
  connected(): void {
    this.startedAt = null;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.working;
    await this.window?.close();
  }

  private async work(): Promise<void> {
    while (this.wanted !== null && !this.isClosed) {
      const { place } = this.wanted;
      this.wanted = null;
      await this.showNow(place).catch((error: unknown) => {
        this.startedAt = null;
        this.parts.onFailed(error);
      });
    }
    this.working = null;
  }

  private async showNow(place: string | null): Promise<void> {
    const { parts } = this;
    const { startMs, awayMs } = parts.timings;
    const isStarting = this.startedAt !== null && Date.now() - this.startedAt < startMs;
    // a double click asks twice; the window that is coming answers both
    if (isStarting && place === null) return;
    if (!parts.isConnected() && (await this.comesBack(isStarting ? startMs : awayMs)) && isStarting) {
      if (place !== null) parts.goTo(place);
      return;
    }
    if (!parts.isConnected()) {
      await this.window?.close();
      await this.launch(place);
      return;
    }
    if (place !== null) parts.goTo(place);
    if ((await this.window?.raise()) !== true) parts.onBehind();
  }

  /** True once a window is connected; false when the browser ended or the time is over. */
  private async comesBack(withinMs: number): Promise<boolean> {
    const { parts } = this;
    const giveUpAt = Date.now() + withinMs;
    while (!parts.isConnected() && this.window?.hasEnded() === false && Date.now() < giveUpAt)
      await pause(pollMs);
    return parts.isConnected();
  }

  private async launch(place: string | null): Promise<void> {
    this.launches += 1;
    const mine = this.launches;
    this.startedAt = Date.now();
    this.window = await this.parts.open(place);
    void this.window?.ended.then((code) => {
      if (mine === this.launches) this.ended(code);
    });
  }

  private ended(code: number | null): void {
    if (this.startedAt === null) {
      this.parts.onGone();
      return;
    }
    if (this.launches === 1) this.settleFirst(code);
    // a launcher that hands over to another process exits with 0, and the window connects later
    if (code === 0) return;
    this.startedAt = null;
    if (this.launches > 1) this.parts.onFailed(null);
  }
}
