import { closeSync, constants, openSync, readSync } from 'node:fs';

/**
 * The mount id of an open folder, because bind mounts share the device number. Null if the kernel does not report
 * it. Throws Node's errors.
 */
export interface MountIds {
  /** `ino`: the folder's inode, which proves that a cached answer is about it */
  of(fd: number, ino: bigint): string | null;
}

/** fdinfo is a few short lines */
const lines = Buffer.alloc(1024);
/** two threads with some open folders use about 60 descriptors; beyond the limit the cache is cleared */
const mostKept = 128;

function open(proc: string, fd: number): number {
  return openSync(`${proc}/fdinfo/${fd}`, constants.O_RDONLY);
}

function read(info: number): string {
  return lines.toString('latin1', 0, readSync(info, lines, 0, lines.length, 0));
}

/** Opens and closes fdinfo for each request. `proc`: this process's folder in /proc. */
export function mountIds(proc: string): MountIds {
  return {
    of(fd) {
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
export function keptMountIds(proc: string): MountIds {
  const anew = mountIds(proc);
  const kept = new Map<number, number>();
  const letGo = (): void => {
    const infos = [...kept.values()];
    kept.clear();
    for (const info of infos) closeSync(info);
  };
  const infoOf = (fd: number): number => {
    const known = kept.get(fd);
    if (known !== undefined) return known;
    if (kept.size >= mostKept) letGo();
    const info = open(proc, fd);
    kept.set(fd, info);
    return info;
  };
  return {
    of(fd, ino) {
      try {
        const told = /^mnt_id:\s*(\d+)\nino:\s*(\d+)$/m.exec(read(infoOf(fd)));
        if (told?.[1] !== undefined && told[2] === String(ino)) return told[1];
      } catch {
        // the cache may have used up the descriptors
        letGo();
      }
      return anew.of(fd, ino);
    },
  };
}
