import { statfsSync } from 'node:fs';

interface Seen {
  readonly files: number;
  readonly bytes: number;
}

/** What a system says of a volume. */
export interface VolumeCounts {
  readonly files: number;
  readonly ffree: number;
  readonly bfree: number;
  readonly bsize: number;
}

/** Folders that lie on one volume, whichever of them is there to be asked. */
export interface Volume {
  readonly dev: bigint;
  readonly paths: readonly string[];
}

/** fewer are any program's daily noise */
const filesAtLeast = 8;
const bytesAtLeast = 4 * 1024 ** 2;

/** The volumes of these folders, each once. */
export function volumesOf(
  folders: readonly { readonly realPath: string; readonly dev: bigint }[],
): readonly Volume[] {
  const paths = new Map<bigint, string[]>();
  for (const { realPath, dev } of folders) paths.set(dev, [...(paths.get(dev) ?? []), realPath]);
  return [...paths].map(([dev, some]) => ({ dev, paths: some }));
}

/**
 * Whether files came or went anywhere on the volumes, for the price of one system call each: no folder is asked. Counts
 * free inodes where the file system tells them, else free space. Other programs' files count as well, and where as many
 * go as come nothing is seen.
 */
export class Pulse {
  private readonly last = new Map<bigint, Seen>();
  private readonly ask: (path: string) => VolumeCounts;

  constructor(ask: (path: string) => VolumeCounts = statfsSync) {
    this.ask = ask;
  }

  /** how many files, roughly, since the last beat; 0 for nothing worth a look */
  beat(volumes: readonly Volume[]): number {
    return Math.max(0, ...volumes.map((volume) => this.moved(volume)));
  }

  private counts({ paths }: Volume): VolumeCounts | null {
    for (const path of paths)
      try {
        return this.ask(path);
      } catch {
        // this one is not there; another of the same volume may be
      }
    return null;
  }

  private moved(volume: Volume): number {
    const counts = this.counts(volume);
    if (counts === null) return 0;
    const now = { files: counts.ffree, bytes: counts.bfree * counts.bsize };
    const before = this.last.get(volume.dev);
    if (before === undefined) {
      this.last.set(volume.dev, now);
      return 0;
    }
    const files = Math.abs(now.files - before.files);
    const bytes = Math.abs(now.bytes - before.bytes);
    const isMoved = counts.files > 0 ? files >= filesAtLeast : bytes >= bytesAtLeast;
    // small steps add up until they are worth a look
    if (isMoved) this.last.set(volume.dev, now);
    return isMoved ? Math.max(files, 1) : 0;
  }
}
