import type { Category } from '../../../app/cleanup/categories.ts';
import type { EntryFacts } from '../fs/walk.ts';
import type { Share } from './folder-table.ts';

/** A received file of one listing. */
export interface NewFile {
  readonly name: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly cell: number;
  /** it came after the watch began */
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

/** What one listing of one folder adds up to. */
export class Ledger {
  /** changes whenever a sign-in file in the folder comes, goes or is written */
  stamp = 0;
  private readonly sums = new Map<number, Sum>();
  private readonly arrived: Share[] = [];
  private readonly received: NewFile[] = [];
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
    this.lastSum.allocated += facts.allocated;
    const { size: bytes, allocated, mtimeMs } = facts;
    if (hasArrived) this.arrived.push({ cell, files: 1, bytes, allocated });
    if (category === 'credentials') this.stamp += 1 + facts.size + Math.floor(facts.mtimeMs);
    else if (category === 'received') this.received.push({ name, bytes, mtimeMs, cell, hasArrived });
  }

  shares(): readonly Share[] {
    return [...this.sums].map(([cell, sum]) => ({ cell, ...sum }));
  }

  /** of the shares, what came after the watch began; empty in all but the first listing */
  arrivals(): readonly Share[] {
    return this.arrived;
  }

  files(): readonly NewFile[] {
    return this.received;
  }

  arrivedFiles(): readonly NewFile[] {
    return this.received.filter(({ hasArrived }) => hasArrived);
  }

  /** received files by the hash of their name: enough to tell a new one, and four bytes each */
  hashes(): Uint32Array | null {
    if (this.received.length === 0) return null;
    return Uint32Array.from(this.received, ({ name }) => hashOf(name));
  }

  newSince(before: Uint32Array | undefined): readonly NewFile[] {
    const known = new Set(before);
    return this.received.filter(({ name }) => !known.has(hashOf(name)));
  }
}
