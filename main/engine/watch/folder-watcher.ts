import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FSWatcher } from 'chokidar';
import { errorCode } from '../fs/errors.ts';

/** Reports that something happened directly in one of a few folders; listing the folder shows what. */
export interface FolderWatcher {
  /** Watches exactly these folders; leaves those alone that stay. Resolves when they are watched. */
  set(folders: readonly string[]): Promise<void>;
  /** Watches one folder anew, because another one has its path now. */
  renew(folder: string): void;
  close(): Promise<void>;
}

export type MakeFolderWatcher = (
  onChange: (folder: string) => void,
  onError: (code: string) => void,
) => FolderWatcher;

/** Milliseconds to wait for the system to watch a folder: one that vanishes meanwhile is never watched. */
const readyWithinMs = 1_000;
/** Milliseconds between looks whether it does; chokidar has no event for added paths. */
const readyPollMs = 20;
/** Milliseconds until a folder that is deleted and made again has its new number. */
const remakeMs = 300;

/** chokidar asks about paths in this form on every system. */
function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

/**
 * chokidar would read facts of every file in a watched folder, all at once and again after each change. The folder is
 * listed anyway, so this saves tens of megabytes and most of the time.
 */
class ChokidarWatcher extends FSWatcher {
  override _readdirp(): undefined {
    return undefined;
  }
}

/** chokidar on exactly the named folders: one system watch each, nothing below them, no file, no link followed. */
export const chokidarWatcher: MakeFolderWatcher = (onChange, onError) => {
  let wanted: ReadonlySet<string> = new Set();
  let allowed: ReadonlySet<string> = new Set();
  const watcher = new ChokidarWatcher({
    depth: 0,
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    atomic: false,
    ignored: (path) => !allowed.has(slashed(path)),
  });
  const renew = (folder: string): void => {
    if (watcher.closed || !wanted.has(folder)) return;
    watcher.unwatch(folder);
    watcher.add(folder);
  };
  const later = (work: () => void): void => void setTimeout(work, remakeMs).unref();
  watcher.on('raw', (event, name, details) => {
    const { watchedPath } = details as { readonly watchedPath?: string };
    if (watchedPath === undefined) return;
    onChange(watchedPath);
    if (event !== 'rename' || name !== basename(watchedPath)) return;
    // the folder itself went away; one made again at once, even with the same number, has no watch
    later(() => {
      if (!existsSync(watchedPath)) return;
      renew(watchedPath);
      later(() => onChange(watchedPath));
    });
  });
  watcher.on('error', (error) => onError(errorCode(error)));
  const areWatched = (folders: readonly string[]): boolean => {
    const byParent = watcher.getWatched();
    return watcher.closed || folders.every((folder) => byParent[dirname(folder)]?.includes(basename(folder)));
  };
  return {
    async set(folders) {
      const next = new Set(folders);
      const removed = [...wanted].filter((folder) => !next.has(folder));
      const added = folders.filter((folder) => !wanted.has(folder));
      wanted = next;
      allowed = new Set(folders.map(slashed));
      if (removed.length > 0) watcher.unwatch(removed);
      if (added.length === 0) return;
      watcher.add(added);
      for (let waited = 0; waited < readyWithinMs && !areWatched(added); waited += readyPollMs)
        await sleep(readyPollMs, undefined, { ref: false });
    },
    renew,
    close: () => watcher.close(),
  };
};
