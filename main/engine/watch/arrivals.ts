import { lstatSync } from 'node:fs';
import { diskPath } from '../fs/disk-names.ts';
import { tickOf } from './disk-tick.ts';

/**
 * Tells what came between the moment the watch began and the first listing of a folder, so that it is no part of what was
 * there before. Goes by when an entry was made: a file that is only written into was there. A file system that does not
 * keep that time, and a file that was moved in, cannot be told from what was there.
 */
export class Arrivals {
  private readonly since: number;
  private readonly now: () => number;

  constructor(since: number, now: () => number) {
    this.since = since;
    this.now = now;
  }

  /** false for nearly every folder: nothing has come or gone in it since */
  mayHold(mtimeMs: number): boolean {
    return mtimeMs >= this.since - tickOf(mtimeMs);
  }

  came(path: string): boolean {
    try {
      const stats = lstatSync(diskPath(path), { throwIfNoEntry: false });
      // times that are yet to come are no times
      const made = stats?.birthtimeMs ?? 0;
      return this.mayHold(made) && made <= this.now() + tickOf(made);
    } catch {
      // its size is unknown as well
      return false;
    }
  }
}
