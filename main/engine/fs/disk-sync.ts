import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Brings the names in a folder to the disk. Windows gives no handle for that and keeps them in order by itself. */
export function syncFolder(path: string | Buffer): void {
  if (process.platform === 'win32') return;
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
