import type { Ledger, NewFile } from './ledger.ts';
import type { ReceivedFile } from './watch-messages.ts';

const atMost = 50;

type Named = Omit<ReceivedFile, 'id' | 'isAgain'>;

/** Which received files each folder held when it was listed last, and which of them nobody has been told of. */
export class ReceivedBook {
  private readonly hashes = new Map<number, Uint32Array>();
  private waiting: { file: ReceivedFile; mtimeMs: number }[] = [];
  /** the newest by folder and name, whose size may still change */
  private readonly followed = new Map<string, { readonly row: number; file: ReceivedFile }>();
  private id = 0;

  /** `isFirst`: what was there before the watch began is in this listing as well */
  note(row: number, ledger: Ledger, isFirst: boolean, named: (found: NewFile) => Named): void {
    const found = isFirst ? ledger.arrivedFiles() : ledger.newSince(this.hashes.get(row));
    this.followSizes(row, ledger);
    for (const one of found) {
      const file = { ...named(one), id: (this.id += 1), isAgain: false };
      this.waiting.push({ file, mtimeMs: one.mtimeMs });
      this.followed.set(`${String(row)}/${one.name}`, { row, file });
    }
    for (const key of this.followed.keys()) {
      if (this.followed.size <= atMost) break;
      this.followed.delete(key);
    }
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
    for (const [key, one] of this.followed) if (one.row === row) this.followed.delete(key);
  }

  private followSizes(row: number, ledger: Ledger): void {
    if (this.followed.size === 0) return;
    for (const { name, bytes, mtimeMs } of ledger.files()) {
      const one = this.followed.get(`${String(row)}/${name}`);
      if (one === undefined || one.file.bytes === bytes) continue;
      const untold = this.waiting.find(({ file }) => file.id === one.file.id);
      one.file = { ...one.file, bytes, isAgain: untold?.file.isAgain ?? true };
      if (untold === undefined) this.waiting.push({ file: one.file, mtimeMs });
      else untold.file = one.file;
    }
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
