import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SignOffError } from '../../../app/contract/errors.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { syncFolder } from '../fs/sync-folder.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';
import { firstSeal, sealedLine } from './line-seal.ts';
import { writeFailure } from '../fs/errors.ts';

/** Says on the disk what is about to be removed and what was, so that no crash leaves an untold removal. */
export interface Journal {
  /** the lines, and all that were told before, are on the disk and not only in a buffer when this resolves */
  write(...lines: readonly JournalLine[]): Promise<void>;
  /** goes with the next `write`: results are found again on the disk itself when a crash loses them */
  tell(line: JournalLine): void;
  /** writes what was told; may be called once after a `write` that failed */
  close(): Promise<void>;
}

/** Appends behind `end`; after a write that failed nothing more is written, because the last line may be torn. */
function journalOn(file: FileHandle, path: string, end: number, lastSeal: string): Journal {
  let at = end;
  let seal = lastSeal;
  let told: JournalLine[] = [];
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
    const all = [...told, ...lines];
    told = [];
    const mine = chain.then(() => append(all));
    chain = mine.catch(() => undefined);
    return mine;
  };
  return {
    write,
    tell: (line) => void told.push(line),
    async close() {
      try {
        if (told.length > 0 && failure === null) await write();
      } finally {
        await chain;
        await file.close();
      }
    },
  };
}

/** Begins a run's journal; an existing one of that run is never overwritten. */
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
    // the folder of journals may itself be new
    await syncFolder(dirname(path));
    await syncFolder(state.path);
    return journal;
  } catch (error) {
    await journal.close();
    throw writeFailure(path, error);
  }
}

/** Takes up a journal that a crash left open: cuts a torn last line off and goes on behind the ones that hold. */
export async function continueJournal(
  path: string,
  { goodBytes, lastSeal }: { readonly goodBytes: number; readonly lastSeal: string },
): Promise<Journal> {
  let file: FileHandle;
  try {
    file = await open(path, 'r+');
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
