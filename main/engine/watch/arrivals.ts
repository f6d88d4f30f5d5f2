import { lstatSync } from 'node:fs';
import { diskPath } from '../fs/disk-names.ts';
import type { FolderLedger, ReceivedEntry } from './listing.ts';
import type { ReceivedFile } from './protocol.ts';

/** Milliseconds between the ticks of the kernel's coarse clock, which stamps files, with room for slow ones. */
const tickMs = 50;
/** The same where a file system keeps whole seconds only; FAT keeps every second one. */
const coarseTickMs = 2_500;

/** How far a file's time may lie from the moment that it stands for, in milliseconds. */
export function tickOf(fileTimeMs: number): number {
  return fileTimeMs % 1000 === 0 ? coarseTickMs : tickMs;
}

/**
 * Tells what was made between the start of the watch and the first listing of a folder. Rests on the time of making: a
 * file that is only written was there before. A file that was moved in, or lies on a file system without that time,
 * counts as having been there.
 */
export class Arrivals {
  private readonly since: number;
  private readonly now: () => number;

  constructor(since: number, now: () => number) {
    this.since = since;
    this.now = now;
  }

  /** False for nearly every folder: no entry has come or gone since. */
  mayHold(folderTimeMs: number): boolean {
    return folderTimeMs >= this.since - tickOf(folderTimeMs);
  }

  arrived(path: string): boolean {
    try {
      const stats = lstatSync(diskPath(path), { throwIfNoEntry: false });
      const madeMs = stats?.birthtimeMs ?? 0;
      // a time in the future comes from another clock
      return this.mayHold(madeMs) && madeMs <= this.now() + tickOf(madeMs);
    } catch {
      // its size is unknown as well
      return false;
    }
  }
}

/** Received files for one report, and files whose size is still followed: more than a person reads. */
const maxReceived = 50;

type Named = Omit<ReceivedFile, 'id' | 'isUpdate'>;

/** The received files that each folder held when it was listed last, and which of them are not reported yet. */
export class ReceivedFiles {
  private readonly hashes = new Map<number, Uint32Array>();
  private waiting: { file: ReceivedFile; mtimeMs: number }[] = [];
  /** The newest by folder and name, whose size may still change. */
  private readonly followed = new Map<string, { readonly row: number; file: ReceivedFile }>();
  private id = 0;

  /** `isFirst`: the listing also holds what was there before the watch began. */
  note(row: number, ledger: FolderLedger, isFirst: boolean, named: (found: ReceivedEntry) => Named): void {
    const found = isFirst ? ledger.arrivedFiles() : ledger.newSince(this.hashes.get(row));
    this.followSizes(row, ledger);
    for (const one of found) {
      const file = { ...named(one), id: (this.id += 1), isUpdate: false };
      this.waiting.push({ file, mtimeMs: one.mtimeMs });
      this.followed.set(`${String(row)}/${one.name}`, { row, file });
    }
    for (const key of this.followed.keys()) {
      if (this.followed.size <= maxReceived) break;
      this.followed.delete(key);
    }
    this.keep(row, ledger);
  }

  /** Takes the listed files as reported. */
  keep(row: number, ledger: FolderLedger): void {
    const hashes = ledger.hashes();
    if (hashes === null) this.hashes.delete(row);
    else this.hashes.set(row, hashes);
  }

  forget(row: number): void {
    this.hashes.delete(row);
    for (const [key, one] of this.followed) if (one.row === row) this.followed.delete(key);
  }

  /** The newest, oldest first. Files of no account are kept back while their root is held. */
  take(isHeld: (rootId: string) => boolean): readonly ReceivedFile[] {
    const newest = this.waiting.sort((a, b) => b.mtimeMs - a.mtimeMs);
    const isKept = ({ file }: { file: ReceivedFile }): boolean =>
      file.accountId === null && isHeld(file.rootId);
    this.waiting = newest.filter(isKept).slice(0, maxReceived);
    const free = newest.filter((one) => !isKept(one)).slice(0, maxReceived);
    return free.map(({ file }) => file).reverse();
  }

  private followSizes(row: number, ledger: FolderLedger): void {
    if (this.followed.size === 0) return;
    for (const { name, bytes, mtimeMs } of ledger.received) {
      const one = this.followed.get(`${String(row)}/${name}`);
      if (one === undefined || one.file.bytes === bytes) continue;
      const unreported = this.waiting.find(({ file }) => file.id === one.file.id);
      one.file = { ...one.file, bytes, isUpdate: unreported?.file.isUpdate ?? true };
      if (unreported === undefined) this.waiting.push({ file: one.file, mtimeMs });
      else unreported.file = one.file;
    }
  }
}
