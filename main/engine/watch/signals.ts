import { statfsSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { minSignalFiles } from './policy.ts';

/** A folder that is followed whole, and the volume that it lies on. */
export interface SignalRoot {
  readonly realPath: string;
  readonly dev: bigint;
}

/** Tells that something may have changed outside the watched folders; a sweep finds out what. */
export interface ChangeSignal {
  /** From now on these roots. */
  follow(roots: readonly SignalRoot[]): void;
  /** Whether anything happened since the last poll. */
  poll(): boolean;
  close(): void;
}

/** `isWatched`: chokidar reports this folder, so its events are no signal. */
export type MakeSignal = (isWatched: (folder: string) => boolean) => ChangeSignal;

type ReadCounts = (path: string) => { readonly files: number; readonly ffree: number };

/**
 * Linux: the number of used inodes of each volume. Sees files that come and go anywhere on the volume, for one system
 * call; not a burst in which as many go as come between two polls. Btrfs and FAT count no inodes and give no signal.
 */
export function inodeSignal(readCounts: ReadCounts = statfsSync): ChangeSignal {
  let volumes = new Map<bigint, readonly string[]>();
  const last = new Map<bigint, number>();

  const usedInodes = (paths: readonly string[]): number | null => {
    for (const path of paths)
      try {
        const { files, ffree } = readCounts(path);
        return files - ffree;
      } catch {
        // this root is gone; another one on the volume may be there
      }
    return null;
  };
  return {
    follow(roots) {
      volumes = new Map();
      for (const { realPath, dev } of roots) volumes.set(dev, [...(volumes.get(dev) ?? []), realPath]);
    },
    poll() {
      let hasChanged = false;
      for (const [dev, paths] of volumes) {
        const used = usedInodes(paths);
        if (used === null) continue;
        const before = last.get(dev);
        // smaller steps add up until they are a signal
        if (before !== undefined && Math.abs(used - before) < minSignalFiles) continue;
        last.set(dev, used);
        hasChanged ||= before !== undefined;
      }
      return hasChanged;
    },
    close: () => undefined,
  };
}

interface SystemWatcher {
  on(event: 'error', listener: () => void): unknown;
  close(): void;
}
type WatchRoot = (root: string, onEvent: (path: string | null) => void) => SystemWatcher;

const watchRecursive: WatchRoot = (root, onEvent) =>
  watch(root, { recursive: true }, (_event, path) => onEvent(path));

/** Windows and macOS: the system's own recursive watch, one handle a root. An event without a path is an overflow. */
export function recursiveSignal(
  isWatched: (folder: string) => boolean,
  watchRoot: WatchRoot = watchRecursive,
): ChangeSignal {
  let wanted: readonly string[] = [];
  let hasChanged = false;
  const watchers = new Map<string, SystemWatcher>();

  const close = (root: string): void => {
    watchers.get(root)?.close();
    watchers.delete(root);
  };
  const open = (root: string): void => {
    try {
      const watcher = watchRoot(root, (path) => {
        if (path === null || !isWatched(dirname(join(root, path)))) hasChanged = true;
      });
      watcher.on('error', () => close(root));
      watchers.set(root, watcher);
      hasChanged = true;
    } catch {
      // the root is gone or gives no watch; the next poll tries again
    }
  };
  return {
    follow(roots) {
      wanted = roots.map(({ realPath }) => realPath);
      for (const root of [...watchers.keys()]) if (!wanted.includes(root)) close(root);
    },
    poll() {
      for (const root of wanted) if (!watchers.has(root)) open(root);
      const answer = hasChanged;
      hasChanged = false;
      return answer;
    },
    close() {
      for (const root of [...watchers.keys()]) close(root);
    },
  };
}

export const systemSignal: MakeSignal = (isWatched) =>
  process.platform === 'linux' ? inodeSignal() : recursiveSignal(isWatched);
