import { closeSync, constants, fdatasyncSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ParentLine, PartLine } from './index-lines.ts';

const partName = /^index-\d{1,4}\.part$/;

/** True for the name of a thread's write-ahead index. */
export function isPartIndex(name: string): boolean {
  return partName.test(name);
}

/** The write-ahead index of one thread. Only items that it lists can be in the batch. */
export interface PartIndex {
  /** Returns after the lines are synced to the disk. */
  write(lines: readonly (PartLine | ParentLine)[]): void;
  close(): void;
}

function endsTorn(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

/**
 * Opens the index for appending. Ends a line that a power cut left incomplete, so that it cannot spoil the next one.
 */
export function openPartIndex(partFolder: string, worker: number): PartIndex {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = openSync(join(partFolder, `index-${worker}.part`), flags, 0o600);
  let isTorn = endsTorn(file);
  return {
    write(lines) {
      if (lines.length === 0) return;
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      const bytes = Buffer.from(isTorn ? `\n${text}` : text);
      isTorn = true;
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      fdatasyncSync(file);
      isTorn = false;
    },
    close: () => closeSync(file),
  };
}
