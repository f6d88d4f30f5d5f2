import { readFile, readdir, readlink } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { errorCode, throwFileLimit } from '../../engine/fs/errors.ts';
import type { ProcessInfo, ProcessList, Processes } from '../ports.ts';

function field(status: string, name: string): string | null {
  return new RegExp(`^${name}:\\s*(.*)$`, 'mu').exec(status)?.[1] ?? null;
}

/** The executable; null if hidden from this user. Drops the mark of an updated program. */
async function executable(folder: string): Promise<string | null> {
  try {
    return (await readlink(posix.join(folder, 'exe'))).replace(/ \(deleted\)$/u, '');
  } catch {
    return null;
  }
}

/** The Windows program in a Wine loader's command line, or null. */
async function wineProgram(folder: string): Promise<string | null> {
  try {
    const words = (await readFile(posix.join(folder, 'cmdline'), 'utf8')).split('\0');
    const program = words.find((word) => /\.exe$/iu.test(word));
    return program === undefined ? null : win32.basename(program);
  } catch (error) {
    throwFileLimit(error);
    return null;
  }
}

/**
 * The program's name. Wine runs Windows programs in its loader, and the kernel's name has only 15 bytes, too few
 * for `WeChat - 副本.exe`, so the command line comes first.
 */
async function nameOf(folder: string, path: string | null, short: string): Promise<string> {
  if (path === null) return short;
  const isWine = /^wine/u.test(posix.basename(path));
  const program = isWine ? await wineProgram(folder) : null;
  return program ?? (/\.exe$/iu.test(short) ? short : posix.basename(path));
}

/** Processes read at once: each needs an open file, of which a computer may allow fewer than it has processes. */
const atOnce = 4;

/** One process; null if it is gone, a zombie or a kernel thread, none of which holds a file. */
async function processAt(root: string, pid: number, ownUid: number): Promise<ProcessInfo | null> {
  const folder = posix.join(root, String(pid));
  let status: string;
  try {
    status = await readFile(posix.join(folder, 'status'), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error))) return null;
    throw error;
  }
  const isThreadOrZombie = field(status, 'VmSize') === null || /^[ZX]/u.test(field(status, 'State') ?? '');
  if (isThreadOrZombie) return null;
  const path = await executable(folder);
  const uid = Number.parseInt(field(status, 'Uid') ?? '', 10);
  const name = await nameOf(folder, path, field(status, 'Name') ?? '');
  return { pid, name, path, ownUser: !Number.isInteger(uid) || uid === ownUid };
}

/**
 * Running programs from /proc. A list without this process counts as could-not-tell, because /proc is hidden or
 * foreign. Hidden processes belong to other users.
 */
export function linuxProcesses(
  root = '/proc',
  self = process.pid,
  ownUid = process.getuid?.() ?? -1,
): Processes {
  return {
    async list(): Promise<ProcessList> {
      try {
        const names = await readdir(root);
        const pids = names.filter((name) => /^[0-9]+$/.test(name)).map(Number);
        if (!pids.includes(self)) return { kind: 'could-not-tell', reason: `${root}: incomplete` };
        const found: (ProcessInfo | null)[] = [];
        for (let start = 0; start < pids.length; start += atOnce) {
          const some = pids.slice(start, start + atOnce);
          found.push(...(await Promise.all(some.map((pid) => processAt(root, pid, ownUid)))));
        }
        return { kind: 'known', processes: found.filter((one) => one !== null) };
      } catch (error) {
        throwFileLimit(error);
        return { kind: 'could-not-tell', reason: `${root}: ${errorCode(error)}` };
      }
    },
  };
}
