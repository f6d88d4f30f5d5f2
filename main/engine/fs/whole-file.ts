import { randomBytes } from 'node:crypto';
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Creates a file and syncs its content. Throws `EEXIST` when the name is taken. */
export async function createFile(path: string, parts: readonly (string | Buffer)[]): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Replaces a file in one step: after a power cut it holds the old or the new text, never half. A link at `path` is
 * replaced and never followed, and the name of the unfinished file cannot be guessed, so no other user can lead the
 * write elsewhere. Registers no signal handler, so an interrupt in mid-write still reaches the host's own handler.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${randomBytes(8).toString('hex')}.new`;
  try {
    const file = await open(unfinished, newFile, 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** `replaceFile` for a batch's folder, which only one run writes to: after a power cut it holds the old or the new text, never half. */
export function replaceFileSync(path: string, text: string): void {
  const unfinished = `${path}.new`;
  rmSync(unfinished, { force: true });
  const file = openSync(unfinished, newFile, 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
