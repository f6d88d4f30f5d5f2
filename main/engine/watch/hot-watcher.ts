import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FSWatcher } from 'chokidar';

/** Tells that something happened directly in one of a few folders; what it was is seen by listing the folder. */
export interface HotWatcher {
  /** watches these and no others; those that stay are left alone. Resolves when they are watched. */
  set(folders: readonly string[]): Promise<void>;
  /** forgets and takes up one folder again, because another one lies there now */
  renew(folder: string): void;
  close(): Promise<void>;
}

export type MakeHotWatcher = (
  onTouched: (folder: string) => void,
  onError: (code: string) => void,
) => HotWatcher;

const readyAtMostMs = 1_000;
const askEveryMs = 20;
const settleMs = 300;

/** chokidar asks about paths in this form on every system */
function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

/**
 * chokidar asks about every file in a folder that it watches, all at once and again after each change, to tell which of
 * them changed. Nobody here wants to know: the folder is listed anyway. Tens of megabytes and most of the time go with it.
 */
class FolderWatcher extends FSWatcher {
  override _readdirp(): undefined {
    return undefined;
  }
}

/**
 * chokidar over exactly the named folders: nothing below them is watched, no file by itself and no link followed, so it
 * costs one watch a folder however many files lie there.
 */
export const chokidarWatcher: MakeHotWatcher = (onTouched, onError) => {
  let wanted: ReadonlySet<string> = new Set();
  let asked: ReadonlySet<string> = new Set();
  const watcher = new FolderWatcher({
    depth: 0,
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    atomic: false,
    ignored: (path) => !asked.has(slashed(path)),
  });
  const renew = (folder: string): void => {
    if (watcher.closed || !wanted.has(folder)) return;
    watcher.unwatch(folder);
    watcher.add(folder);
  };
  const later = (work: () => void): void => void setTimeout(work, settleMs).unref();
  watcher.on('raw', (event, name, details) => {
    const { watchedPath } = details as { readonly watchedPath?: string };
    if (watchedPath === undefined) return;
    onTouched(watchedPath);
    if (event !== 'rename' || name !== basename(watchedPath)) return;
    // the folder itself went away: one that was made again at once, even with the same number, is watched by nobody
    later(() => {
      if (!existsSync(watchedPath)) return;
      renew(watchedPath);
      later(() => onTouched(watchedPath));
    });
  });
  watcher.on('error', (error) =>
    onError(error instanceof Error && 'code' in error ? String(error.code) : ''),
  );
  const watched = (folders: readonly string[]): boolean => {
    const byParent = watcher.getWatched();
    return watcher.closed || folders.every((folder) => byParent[dirname(folder)]?.includes(basename(folder)));
  };
  return {
    async set(folders) {
      const next = new Set(folders);
      const gone = [...wanted].filter((folder) => !next.has(folder));
      const come = folders.filter((folder) => !wanted.has(folder));
      wanted = next;
      asked = new Set(folders.map(slashed));
      if (gone.length > 0) watcher.unwatch(gone);
      if (come.length === 0) return;
      watcher.add(come);
      // a folder that vanishes meanwhile is never watched, so nobody waits for long
      for (let waited = 0; waited < readyAtMostMs && !watched(come); waited += askEveryMs)
        await sleep(askEveryMs, undefined, { ref: false });
    },
    renew,
    close: () => watcher.close(),
  };
};
