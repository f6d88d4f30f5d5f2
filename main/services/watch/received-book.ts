import type { Ledger, NewFile } from './ledger.ts';
import type { ReceivedFile } from './watch-messages.ts';

const atMost = 50;

/** Which received files each folder held when it was listed last, and which of them nobody has been told of. */
export class ReceivedBook {
  private readonly hashes = new Map<number, Uint32Array>();
  private waiting: { file: ReceivedFile; mtimeMs: number }[] = [];

  /** `isFirst`: what was there before the watch began is in this listing as well */
  note(row: number, ledger: Ledger, isFirst: boolean, named: (found: NewFile) => ReceivedFile): void {
    const found = isFirst ? ledger.arrivedFiles() : ledger.newSince(this.hashes.get(row));
    for (const one of found) this.waiting.push({ file: named(one), mtimeMs: one.mtimeMs });
    this.keep(row, ledger);
  }

  /** takes what is there for told */
  keep(row: number, ledger: Ledger): void {
    const hashes = ledger.hashes();
    if (hashes === null) this.hashes.delete(row);
    else this.hashes.set(row, hashes);
  }

  forget(row: number): void {
    this.hashes.delete(row);
  }

  /** The newest, oldest first. Those of nobody are kept back while it is being found out whose their root's are. */
  take(isHeld: (rootId: string) => boolean): readonly ReceivedFile[] {
    const newest = this.waiting.sort((a, b) => b.mtimeMs - a.mtimeMs);
    const isKept = ({ file }: { file: ReceivedFile }): boolean =>
      file.accountId === null && isHeld(file.rootId);
    this.waiting = newest.filter(isKept).slice(0, atMost);
    const told = newest.filter((one) => !isKept(one)).slice(0, atMost);
    return told.map(({ file }) => file).reverse();
  }
}
