import { join } from 'node:path';
import type { BrowserWindow, Rectangle } from 'electron';
import { z } from 'zod';
import { readRegular } from '../../../engine/fs/regular-file.ts';
import { replaceFile } from '../../../engine/fs/whole-file.ts';

const pixels = z.number().int().min(-100_000).max(100_000);
const keptWindow = z.strictObject({
  version: z.literal(1),
  x: pixels,
  y: pixels,
  width: pixels.positive(),
  height: pixels.positive(),
  maximized: z.boolean(),
});
/** Where the window was, in the screen's own pixels, and whether it filled the screen. */
export type KeptWindow = z.infer<typeof keptWindow>;

/** Largest file that is read, bytes. */
const largestFile = 4096;
/** Pixels of the window's upper edge that must be on a screen, so that a person can move it. */
const grip = { width: 96, height: 32 };
/** A drag sends an event for each step. */
const settleMs = 500;

/** In the window's own folder, so that it goes with it. */
function fileIn(profile: string): string {
  return join(profile, 'signoff-window.json');
}

/** Null when there is none, or none that can be read: then the window opens as for the first time. */
export async function readWindowState(profile: string): Promise<KeptWindow | null> {
  try {
    const text = (await readRegular(fileIn(profile), largestFile)).toString('utf8');
    return keptWindow.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function overlap(from: number, length: number, areaFrom: number, areaLength: number): number {
  return Math.min(from + length, areaFrom + areaLength) - Math.max(from, areaFrom);
}

/**
 * Where to open: as kept, but no larger than the screen, and without a position when its upper edge would be on no
 * screen, as after a second one was unplugged. `areas` are the screens without bars and docks, the main one first.
 */
export function placeOn(
  { x, y, width, height }: KeptWindow,
  areas: readonly Rectangle[],
): Partial<Rectangle> & Pick<Rectangle, 'width' | 'height'> {
  const reached = areas.find(
    (area) =>
      overlap(x, width, area.x, area.width) >= grip.width &&
      overlap(y, grip.height, area.y, area.height) >= grip.height,
  );
  const area = reached ?? areas[0];
  const size = {
    width: Math.min(width, area?.width ?? width),
    height: Math.min(height, area?.height ?? height),
  };
  return reached === undefined ? size : { x, y, ...size };
}

type Watched = Pick<BrowserWindow, 'on' | 'isDestroyed' | 'isMaximized' | 'getNormalBounds'>;

/** Writes the state a moment after each change. Returns the function that writes a pending change now. */
export function keepWindowState(
  window: Watched,
  profile: string,
  warn: (line: string) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let changed: KeptWindow | null = null;
  let last: Promise<void> = Promise.resolve();
  const write = (): Promise<void> => {
    clearTimeout(timer);
    const kept = changed;
    changed = null;
    if (kept === null) return last;
    const text = `${JSON.stringify(kept)}\n`;
    last = last
      .then(() => replaceFile(fileIn(profile), text))
      .catch((error: unknown) => warn(`window state: ${String(error)}`));
    return last;
  };
  const note = (): void => {
    if (window.isDestroyed()) return;
    changed = { version: 1, ...window.getNormalBounds(), maximized: window.isMaximized() };
    clearTimeout(timer);
    timer = setTimeout(() => void write(), settleMs);
  };
  window.on('resize', note);
  window.on('move', note);
  window.on('maximize', note);
  window.on('unmaximize', note);
  return write;
}
