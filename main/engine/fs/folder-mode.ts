import { chmodSync, closeSync, constants, fchmodSync, fstatSync, openSync } from 'node:fs';
import type { Identity } from '../../system/ports.ts';
import { isDenied } from './errors.ts';

/** Linux O_PATH: opens a folder without a right to read it. */
const onlyFind = 0o10000000;

const onlyFolder = constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** How the mode of an opened folder is set. */
interface OpenFolder {
  readonly fd: number;
  readonly setMode: (mode: number) => void;
}

/** Opens a folder, on Linux also one that its owner may not read. Throws Node's errors, also for a final link. */
function openFolder(path: string | Buffer): OpenFolder {
  try {
    const fd = openSync(path, constants.O_RDONLY | onlyFolder);
    return { fd, setMode: (mode) => fchmodSync(fd, mode) };
  } catch (error) {
    if (process.platform !== 'linux' || !isDenied(error)) throw error;
    const fd = openSync(path, onlyFind | onlyFolder);
    // fchmod refuses such a handle; the kernel's link to it leads to the open folder, not to its path
    return { fd, setMode: (mode) => chmodSync(`/proc/self/fd/${fd}`, mode) };
  }
}

/**
 * Sets the mode of a folder through its opened handle, so that a folder or link that takes its place keeps its own.
 * Does nothing where `expected` is another folder, or where the mode holds all bits of `enough` already. Windows keeps
 * no modes for folders, only a read-only mark that prevents their removal.
 */
export function setFolderMode(
  path: string | Buffer,
  mode: number,
  { expected, enough }: { readonly expected?: Identity; readonly enough?: number } = {},
): void {
  if (process.platform === 'win32') {
    chmodSync(path, mode);
    return;
  }
  const { fd, setMode } = openFolder(path);
  try {
    const now = fstatSync(fd, { bigint: true });
    if (expected !== undefined && (now.dev !== expected.dev || now.ino !== expected.ino)) return;
    if (enough !== undefined && (Number(now.mode) & enough) === enough) return;
    setMode(mode);
  } finally {
    closeSync(fd);
  }
}
