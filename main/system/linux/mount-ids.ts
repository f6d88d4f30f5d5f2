import { closeSync, constants, openSync, readSync } from 'node:fs';

/**
 * The mount id of an open folder, because bind mounts share the device number. Null if the kernel does not report
 * it. Throws Node's errors.
 */
export interface MountIds {
  /** `ino`: the folder's inode, which proves that a cached answer is about it */
  idOf(fd: number, ino: bigint): string | null;
}

/** fdinfo is a few short lines */
const lines = Buffer.alloc(1024);
/** two threads with some open folders use about 60 descriptors; beyond the limit the cache is cleared */
const maxCached = 128;

function open(proc: string, fd: number): number {
  return openSync(`${proc}/fdinfo/${fd}`, constants.O_RDONLY);
}

function read(info: number): string {
  return lines.toString('latin1', 0, readSync(info, lines, 0, lines.length, 0));
}

/** Opens and closes fdinfo for each request. `proc`: this process's folder in /proc. */
export function mountIds(proc: string): MountIds {
  return {
    idOf(fd) {
      const info = open(proc, fd);
      try {
        return /^mnt_id:\s*(\d+)$/m.exec(read(info))?.[1] ?? null;
      } finally {
        closeSync(info);
      }
    },
  };
}

/**
 * Keeps fdinfo files open until the thread ends, for threads that check thousands of folders. The kernel resolves
 * the descriptor at each read; an answer without the requested inode (reported since Linux 5.14) is discarded and
 * read the slow way.
 */
export function cachedMountIds(proc: string): MountIds {
  const uncached = mountIds(proc);
  const cache = new Map<number, number>();
  const clear = (): void => {
    const infos = [...cache.values()];
    cache.clear();
    for (const info of infos) closeSync(info);
  };
  const infoOf = (fd: number): number => {
    const known = cache.get(fd);
    if (known !== undefined) return known;
    if (cache.size >= maxCached) clear();
    const info = open(proc, fd);
    cache.set(fd, info);
    return info;
  };
  return {
    idOf(fd, ino) {
      try {
        const match = /^mnt_id:\s*(\d+)\nino:\s*(\d+)$/m.exec(read(infoOf(fd)));
        if (match?.[1] !== undefined && match[2] === String(ino)) return match[1];
      } catch {
        // the cache may have used up the descriptors
        clear();
      }
      return uncached.idOf(fd, ino);
    },
  };
}
