import { closeSync, constants, openSync, readSync } from 'node:fs';

/**
 * Asks the kernel on which mount an open folder lies: bind mounts keep the device number, so that alone tells nothing.
 * Null = the kernel does not say. Throws Node's errors.
 */
export interface MountIds {
  /** `ino`: the folder's own, by which an answer that was kept ready is known to be about it */
  of(fd: number, ino: bigint): string | null;
}

/** what the kernel says of an open folder is a few short lines */
const lines = Buffer.alloc(1024);
/** two threads that hold some folders each come by about sixty numbers; whatever there are more of begin anew */
const mostKept = 128;

function open(proc: string, fd: number): number {
  return openSync(`${proc}/fdinfo/${fd}`, constants.O_RDONLY);
}

function read(info: number): string {
  return lines.toString('latin1', 0, readSync(info, lines, 0, lines.length, 0));
}

/** Opens what is to be read for each question and closes it again. `proc`: where the kernel shows this process. */
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
 * Keeps open what it read, a few files until its thread ends: for threads that ask for thousands of folders. The kernel
 * looks up anew at each reading what is open under the number; an answer that does not name the inode asked for (Linux
 * 5.14 and later do) is not taken, and the question is put in the other way.
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
        // there may be no number left because of what is kept
        letGo();
      }
      return anew.of(fd, ino);
    },
  };
}
