import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { StateFolder } from '../state/state-folder.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';

/** Says on the disk what is about to be removed and what was, so that no crash leaves an untold removal. */
export interface Journal {
  /** the lines are on the disk, not only in a buffer, when this resolves */
  write(...lines: readonly JournalLine[]): Promise<void>;
  close(): Promise<void>;
}

function writeFailure(path: string, error: unknown): SignOffError {
  if (error instanceof SignOffError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new SignOffError('disk-full', { path }, { cause: error });
  return new SignOffError('data-dir-unusable', { path, reason: code }, { cause: error });
}

async function appendTo(file: FileHandle, path: string, lines: readonly JournalLine[]): Promise<void> {
  try {
    await file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await file.datasync();
  } catch (error) {
    throw writeFailure(path, error);
  }
}

/** Makes the file's name durable as well; Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Begins a run's journal; an existing one of that run is never overwritten. */
export async function beginJournal(state: StateFolder, header: JournalHeader): Promise<Journal> {
  const path = await state.place('runs', `${header.runId}.jsonl`);
  let file: FileHandle;
  try {
    file = await open(path, 'ax', 0o600);
  } catch (error) {
    throw writeFailure(path, error);
  }
  const journal: Journal = {
    write: (...lines) => appendTo(file, path, lines),
    close: () => file.close(),
  };
  try {
    await journal.write(header);
    await syncFolder(dirname(path));
    return journal;
  } catch (error) {
    await file.close();
    throw writeFailure(path, error);
  }
}

/** Ends a journal that a crash left open: cuts a torn last line off and appends `lines`. */
export async function endJournal(
  path: string,
  goodBytes: number,
  lines: readonly JournalLine[],
): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, 'r+');
  } catch (error) {
    throw writeFailure(path, error);
  }
  try {
    await file.truncate(goodBytes);
    await file.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), goodBytes);
    await file.datasync();
  } catch (error) {
    throw writeFailure(path, error);
  } finally {
    await file.close();
  }
}
