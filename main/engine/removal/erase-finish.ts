import { randomFill } from 'node:crypto';
import { fdatasync, write } from 'node:fs';
import { promisify } from 'node:util';
import type { Identity, PinnedFolder } from '../../system/ports.ts';
import { outcomeOfError } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { eraseAttempts, eraseNameOf, removeCompared, removeRenamed } from './erase-file.ts';
import type { RenamedFile } from './erase-file.ts';
import { closeUnchanged, openForErase } from './erase-open.ts';
import type { OpenFile } from './erase-open.ts';

/** Callbacks while finishing a half-erased file: checked and called between blocks. */
export interface FinishPace {
  readonly signal: AbortSignal;
  readonly addBytes: (bytes: number) => void;
}

const blockBytes = 4 * 1024 * 1024;
/** bytes in flight to the disk; a stop waits for no more than this */
const unsyncedBytes = 16 * 1024 * 1024;

const fill = promisify<Buffer, number, number, Buffer>(randomFill);
const writeSome = promisify(write);
const sync = promisify(fdatasync);

/** The erase name under which a crash left an entry's file, or null. Read-only. */
export function begunErase(
  folder: PinnedFolder,
  runId: string,
  entry: { readonly id: number; readonly name: string },
  identity: Identity,
): string | null {
  for (let attempt = 0; attempt < eraseAttempts; attempt += 1) {
    const name = eraseNameOf(runId, entry.id, entry.name, attempt);
    try {
      const stat = folder.stat(name);
      if (stat.kind === 'file' && stat.dev === identity.dev && stat.ino === identity.ino) return name;
    } catch (error) {
      if (outcomeOfError(error) !== 'vanished') throw error;
    }
  }
  return null;
}

async function writeBlock(fd: number, block: Buffer, length: number, position: number): Promise<void> {
  for (let done = 0; done < length;)
    done += (await writeSome(fd, block, done, length - done, position + done)).bytesWritten;
}

/** One asynchronous pass of random bytes; `whole` = synced to the disk. */
async function overwriteSlowly(
  file: OpenFile,
  { signal, addBytes }: FinishPace,
): Promise<'whole' | 'stopped' | 'failed'> {
  const block = Buffer.allocUnsafe(Math.min(blockBytes, file.bytes));
  try {
    for (let position = 0; position < file.bytes;) {
      if (signal.aborted) return 'stopped';
      const length = Math.min(blockBytes, file.bytes - position);
      await fill(block, 0, length);
      await writeBlock(file.fd, block, length, position);
      position += length;
      addBytes(length);
      if (position % unsyncedBytes === 0) await sync(file.fd);
    }
    await sync(file.fd);
    return 'whole';
  } catch {
    return 'failed';
  }
}

async function finish(
  folder: PinnedFolder,
  eraseName: string,
  identity: Identity,
  pace: FinishPace,
): Promise<Outcome | 'stopped'> {
  const stat = folder.stat(eraseName);
  const isIt = stat.kind === 'file' && stat.dev === identity.dev && stat.ino === identity.ino;
  if (!isIt) return 'replaced';
  const opened = openForErase(folder, eraseName, stat);
  if (opened.kind === 'stays') return opened.outcome;
  if (opened.kind === 'only-delete') return removeCompared(folder, eraseName, stat, opened.way);
  const renamed: RenamedFile = { folder, name: eraseName, eraseName, file: opened };
  const end = await overwriteSlowly(opened, pace);
  if (end !== 'stopped')
    return removeRenamed(renamed, end === 'whole' ? 'erased' : 'deleted-not-overwritten');
  closeUnchanged(opened);
  return 'stopped';
}

/**
 * Finishes a file that a crash left under an erase name. Overwrites it from the start, because the progress is
 * unknown. Never touches another file under that name; returns `vanished` when there is none. After a stop the file
 * keeps its erase name for the next attempt.
 */
export async function finishErase(
  folder: PinnedFolder,
  eraseName: string,
  identity: Identity,
  pace: FinishPace,
): Promise<Outcome | 'stopped'> {
  try {
    return await finish(folder, eraseName, identity, pace);
  } catch (error) {
    return outcomeOfError(error);
  }
}
