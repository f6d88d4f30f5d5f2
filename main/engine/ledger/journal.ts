import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SignOffError } from '../../../app/contract/errors.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { openRegular, sizeLimits } from '../fs/regular-file.ts';
import { syncFolder } from '../fs/sync-folder.ts';
import { writeFailure } from '../fs/errors.ts';
import { firstSeal, sealedLine } from './journal-lines.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';

/** The write-ahead log of a run, so that no crash leaves an unrecorded removal. */
export interface Journal {
  /** Appends the lines and all queued ones. Resolves after they are synced to the disk. */
  write(...lines: readonly JournalLine[]): Promise<void>;
  /** Queues a line for the next `write`. A crash may lose it: resuming then finds the result on the disk. */
  queue(line: JournalLine): void;
  /** Writes the queued lines. May be called once after a failed `write`. */
  close(): Promise<void>;
}

/** Appends at `end`. After a failed write it writes nothing more, because the last line may be torn. */
function journalOn(file: FileHandle, path: string, end: number, lastSeal: string): Journal {
  let at = end;
  let seal = lastSeal;
  let queued: JournalLine[] = [];
  let failure: SignOffError | null = null;
  let chain: Promise<void> = Promise.resolve();

  const append = async (lines: readonly JournalLine[]): Promise<void> => {
    if (failure !== null) throw failure;
    let text = '';
    for (const line of lines) {
      const sealed = sealedLine(line, seal);
      seal = sealed.seal;
      text += sealed.text;
    }
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length;)
        done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
      await file.datasync();
      at += bytes.length;
    } catch (error) {
      failure = writeFailure(path, error);
      throw failure;
    }
  };
  const write = (...lines: readonly JournalLine[]): Promise<void> => {
    const all = [...queued, ...lines];
    queued = [];
    const mine = chain.then(() => append(all));
    chain = mine.catch(() => undefined);
    return mine;
  };
  return {
    write,
    queue: (line) => void queued.push(line),
    async close() {
      try {
        if (queued.length > 0 && failure === null) await write();
      } finally {
        await chain;
        await file.close();
      }
    },
  };
}

/** Creates a run's journal and never overwrites an existing one. */
export async function beginJournal(state: StateFolder, header: JournalHeader): Promise<Journal> {
  const path = await state.place('runs', `${header.runId}.jsonl`);
  let file: FileHandle;
  try {
    file = await open(path, 'wx', 0o600);
  } catch (error) {
    throw writeFailure(path, error);
  }
  const journal = journalOn(file, path, 0, firstSeal);
  try {
    await journal.write(header);
    // The journal folder may be new as well.
    await syncFolder(dirname(path));
    await syncFolder(state.path);
    return journal;
  } catch (error) {
    await journal.close();
    throw writeFailure(path, error);
  }
}

/** Reopens the journal of a crashed run: truncates a torn last line and appends after the valid ones. */
export async function continueJournal(
  path: string,
  { goodBytes, lastSeal }: { readonly goodBytes: number; readonly lastSeal: string },
): Promise<Journal> {
  let file: FileHandle;
  try {
    file = await openRegular(path, sizeLimits.list, constants.O_RDWR);
  } catch (error) {
    throw writeFailure(path, error);
  }
  try {
    await file.truncate(goodBytes);
  } catch (error) {
    await file.close();
    throw writeFailure(path, error);
  }
  return journalOn(file, path, goodBytes, lastSeal);
}
