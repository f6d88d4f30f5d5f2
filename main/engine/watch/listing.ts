import type { Category } from '../../../app/cleanup/categories.ts';
import type { EntryFacts, FolderVisitor } from '../fs/walk.ts';
import type { Share } from './folder-table.ts';
import type { Placement } from './placement.ts';

export interface ReceivedEntry {
  readonly name: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly cell: number;
  /** It came after the watch began. */
  readonly hasArrived: boolean;
}

function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

interface Sum {
  files: number;
  bytes: number;
  allocated: number;
}

/** What the files of one folder add up to. */
export class FolderLedger {
  /** Changes whenever a sign-in file in the folder comes, goes or is written. */
  credentialStamp = 0;
  readonly received: ReceivedEntry[] = [];
  /** The part of the shares that came after the watch began; empty in all but the first listing. */
  readonly arrivals: Share[] = [];
  private readonly sums = new Map<number, Sum>();
  private lastCell = -1;
  private lastSum: Sum = { files: 0, bytes: 0, allocated: 0 };

  add(cell: number, category: Category, name: string, facts: EntryFacts, hasArrived: boolean): void {
    if (cell !== this.lastCell) {
      let sum = this.sums.get(cell);
      if (sum === undefined) this.sums.set(cell, (sum = { files: 0, bytes: 0, allocated: 0 }));
      [this.lastCell, this.lastSum] = [cell, sum];
    }
    this.lastSum.files += 1;
    this.lastSum.bytes += facts.size;
    const { size: bytes, mtimeMs, links } = facts;
    // One folder at a time is listed, so each name of a linked file carries its share of the blocks.
    const allocated = Math.floor(facts.allocated / Math.max(1, links));
    this.lastSum.allocated += allocated;
    if (hasArrived) this.arrivals.push({ cell, files: 1, bytes, allocated });
    if (category === 'credentials') this.credentialStamp += 1 + facts.size + Math.floor(facts.mtimeMs);
    else if (category === 'received') this.received.push({ name, bytes, mtimeMs, cell, hasArrived });
  }

  shares(): readonly Share[] {
    return [...this.sums].map(([cell, sum]) => ({ cell, ...sum }));
  }

  arrivedFiles(): readonly ReceivedEntry[] {
    return this.received.filter(({ hasArrived }) => hasArrived);
  }

  /** Received files by the hash of their name: enough to recognise a new one, and four bytes each. */
  hashes(): Uint32Array | null {
    if (this.received.length === 0) return null;
    return Uint32Array.from(this.received, ({ name }) => hashOf(name));
  }

  newSince(before: Uint32Array | undefined): readonly ReceivedEntry[] {
    const known = new Set(before);
    return this.received.filter(({ name }) => !known.has(hashOf(name)));
  }
}

export interface Subfolder {
  readonly name: string;
  readonly ino: number;
  /** It came after the watch began. */
  readonly hasArrived: boolean;
}

/** One listing of one folder. Leaves out entries that may not be read, as a scan does. */
export class Listing implements FolderVisitor {
  readonly ledger = new FolderLedger();
  readonly folders: Subfolder[] = [];
  private readonly placement: Placement;
  private readonly isInScope: (path: string, facts: EntryFacts) => boolean;
  private readonly hasArrived: (name: string) => boolean;

  constructor(
    placement: Placement,
    isInScope: (path: string, facts: EntryFacts) => boolean,
    hasArrived: (name: string) => boolean,
  ) {
    this.placement = placement;
    this.isInScope = isInScope;
    this.hasArrived = hasArrived;
  }

  listed(): void {
    // the entries follow
  }

  folder(name: string, path: string, facts: EntryFacts | null): void {
    if (facts === null || !this.isInScope(path, facts)) return;
    this.folders.push({ name, ino: Number(facts.ino), hasArrived: this.hasArrived(name) });
  }

  entry(name: string, facts: EntryFacts): void {
    const { cell, category } = this.placement.of(name);
    this.ledger.add(cell, category, name, facts, this.hasArrived(name));
  }

  unnameable(facts: EntryFacts): void {
    const { cell, category } = this.placement.of(null);
    this.ledger.add(cell, category, '', facts, false);
  }

  refused(): void {
    // its size is unknown
  }
}
