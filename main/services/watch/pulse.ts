import { statfsSync } from 'node:fs';

interface Seen {
  readonly files: number;
  readonly bytes: number;
}

/** fewer are any program's daily noise */
const filesAtLeast = 8;
const bytesAtLeast = 4 * 1024 ** 2;

/**
 * Whether files came or went anywhere on the volumes, for the price of one system call each: no folder is asked. Counts
 * free inodes where the file system tells them, else free space. Other programs' files count as well.
 */
export class Pulse {
  private readonly last = new Map<string, Seen>();

  /** how many files, roughly, since the last beat; 0 for nothing worth a look */
  beat(paths: readonly string[]): number {
    return Math.max(0, ...paths.map((path) => this.moved(path)));
  }

  private moved(path: string): number {
    let now: Seen;
    let hasFiles: boolean;
    try {
      const { files, ffree, bfree, bsize } = statfsSync(path);
      now = { files: ffree, bytes: bfree * bsize };
      hasFiles = files > 0;
    } catch {
      return 0;
    }
    const before = this.last.get(path);
    if (before === undefined) {
      this.last.set(path, now);
      return 0;
    }
    const files = Math.abs(now.files - before.files);
    const bytes = Math.abs(now.bytes - before.bytes);
    const isMoved = hasFiles ? files >= filesAtLeast : bytes >= bytesAtLeast;
    // small steps add up until they are worth a look
    if (isMoved) this.last.set(path, now);
    return isMoved ? Math.max(files, 1) : 0;
  }
}
