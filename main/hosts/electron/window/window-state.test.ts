import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keepWindowState, placeOn, readWindowState } from './window-state.ts';

let profile: string;

beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'signoff-window-state-'));
});

const screen = { x: 0, y: 25, width: 1440, height: 875 };
const second = { x: 1440, y: 0, width: 1920, height: 1080 };
const kept = { version: 1, x: 1500, y: 100, width: 1200, height: 800, maximized: false } as const;

describe('a kept window', () => {
  it('opens where it was', () => {
    expect(placeOn(kept, [screen, second])).toEqual({ x: 1500, y: 100, width: 1200, height: 800 });
  });

  it.each([
    ['whose screen is gone', kept],
    ['above every screen', { ...kept, x: 100, y: -400 }],
    ['with only a corner on a screen', { ...kept, x: 1400 }],
  ])('%s opens in the middle, with its size', (_which, where) => {
    expect(placeOn(where, [screen])).toEqual({ width: 1200, height: 800 });
  });

  it('is never larger than its screen', () => {
    const large = { ...kept, x: 0, y: 25, width: 4000, height: 3000 };
    expect(placeOn(large, [screen])).toEqual({ x: 0, y: 25, width: 1440, height: 875 });
  });

  it('is placed although no screen is known', () => {
    expect(placeOn(kept, [])).toEqual({ width: 1200, height: 800 });
  });
});

/** A window that throws after it is destroyed, as Electron's does. */
class FakeWindow extends EventEmitter {
  destroyed = false;
  bounds = { x: 10, y: 20, width: 900, height: 700 };
  maximized = false;
  isDestroyed = (): boolean => this.destroyed;
  isMaximized = (): boolean => this.alive(this.maximized);
  getNormalBounds = () => this.alive(this.bounds);
  private alive<Value>(value: Value): Value {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    return value;
  }
}

function keeping() {
  const window = new FakeWindow();
  const warn = vi.fn();
  const flush = keepWindowState(window as unknown as BrowserWindow, profile, warn);
  return { window, warn, flush };
}

describe('the file', () => {
  it('gives back what was kept, and is alone in its folder', async () => {
    const { window, flush } = keeping();
    window.emit('resize');
    window.maximized = true;
    window.emit('maximize');
    await flush();
    expect(await readWindowState(profile)).toEqual({ version: 1, ...window.bounds, maximized: true });
    expect(readdirSync(profile)).toEqual(['signoff-window.json']);
  });

  it('holds the last change, even when the window is destroyed before it is written', async () => {
    const { window, flush } = keeping();
    window.emit('move');
    window.bounds = { ...window.bounds, x: 99 };
    window.emit('move');
    window.destroyed = true;
    window.emit('resize');
    await flush();
    expect(await readWindowState(profile)).toMatchObject({ x: 99 });
  });

  it('is not written without a change', async () => {
    await keeping().flush();
    expect(readdirSync(profile)).toEqual([]);
  });

  it('is reported when it cannot be written', async () => {
    const { window, warn, flush } = keeping();
    rmSync(profile, { recursive: true });
    window.emit('resize');
    await flush();
    expect(warn).toHaveBeenCalledOnce();
  });

  it.each([
    '',
    '{',
    'null',
    '{"version":2}',
    '{"version":1,"x":0,"y":0,"width":0,"height":9,"maximized":false}',
  ])('with %j counts as none', async (text) => {
    writeFileSync(join(profile, 'signoff-window.json'), text);
    expect(await readWindowState(profile)).toBeNull();
  });

  it('counts as none while it is a folder', async () => {
    mkdirSync(join(profile, 'signoff-window.json'));
    expect(await readWindowState(profile)).toBeNull();
  });
});
