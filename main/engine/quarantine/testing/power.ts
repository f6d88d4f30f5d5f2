import type * as Fs from 'node:fs';
import { followRemovals } from '../../../testing/followed-libc.ts';
import type { LibcModule } from '../../../testing/followed-libc.ts';

/** A simulated power cut: from the armed step on no change reaches the disk. */
class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

interface Power {
  /** Remaining steps until the cut; at 0 every change fails; null = not armed. */
  left: number | null;
  steps: number;
}

const power: Power = { left: null, steps: 0 };

const changing = [
  'mkdirSync',
  'renameSync',
  'unlinkSync',
  'rmdirSync',
  'rmSync',
  'linkSync',
  'symlinkSync',
  'ftruncateSync',
  'fchmodSync',
  'chmodSync',
  'futimesSync',
  'lutimesSync',
  'fsyncSync',
  'fdatasyncSync',
] as const;

function spend(): boolean {
  if (power.left === null) return true;
  if (power.left === 0) return false;
  power.left -= 1;
  power.steps += 1;
  return true;
}

/** The real file system. Each change counts as a step and fails from the armed one on; the cut write is torn. */
export function withPower(real: typeof Fs): typeof Fs {
  const mocked: Record<string, unknown> = { ...real };
  for (const name of changing) {
    const change = real[name] as (...args: unknown[]) => unknown;
    mocked[name] = (...args: unknown[]) => {
      if (!spend()) throw new PowerCut(name);
      return change(...args);
    };
  }
  mocked['openSync'] = (path: string, flags: number | string, mode?: number) => {
    const creates = typeof flags === 'number' && (flags & real.constants.O_CREAT) !== 0;
    if (creates && !spend()) throw new PowerCut('openSync');
    return real.openSync(path, flags, mode);
  };
  mocked['writeSync'] = (file: number, bytes: Buffer, ...place: number[]) => {
    if (spend()) return real.writeSync(file, bytes, ...place);
    const [from = 0, length = bytes.length - from, position] = place;
    const half = Math.floor(length / 2);
    if (power.left === 0 && half > 0 && !torn.has(file)) real.writeSync(file, bytes, from, half, position);
    torn.add(file);
    throw new PowerCut('writeSync');
  };
  return mocked as unknown as typeof Fs;
}

/** The real C library, whose removals are steps as well. */
export function withPoweredCalls(real: LibcModule): LibcModule {
  return followRemovals(real, () => {
    if (!spend()) throw new PowerCut('unlinkat');
  });
}

const torn = new Set<number>();

/** Runs the work with a cut at step `steps`. Returns true when it finished earlier. */
export async function untilCut(steps: number, work: () => Promise<unknown>): Promise<boolean> {
  power.left = steps;
  torn.clear();
  try {
    await work();
    return power.left > 0;
  } catch (error) {
    if (power.left > 0) throw error;
    return false;
  } finally {
    power.left = null;
  }
}
