import type { EntryFacts, FolderVisitor } from '../fs/walk.ts';
import { Ledger } from './ledger.ts';
import type { Place } from './placing.ts';

/** A folder in the one that is listed. */
export interface ChildSeen {
  readonly name: string;
  readonly ino: number;
  /** it came after the watch began */
  readonly hasArrived: boolean;
}

/** Sums up one folder; an entry that may not be looked at is passed over, as in a scan. */
export class Listing implements FolderVisitor {
  readonly ledger = new Ledger();
  readonly folders: ChildSeen[] = [];
  private readonly place: Place;
  private readonly isOurs: (path: string, facts: EntryFacts) => boolean;
  private readonly hasArrived: (name: string) => boolean;

  constructor(
    place: Place,
    isOurs: (path: string, facts: EntryFacts) => boolean,
    hasArrived: (name: string) => boolean,
  ) {
    this.place = place;
    this.isOurs = isOurs;
    this.hasArrived = hasArrived;
  }

  listed(): void {
    // what follows says it all
  }

  folder(name: string, path: string, facts: EntryFacts | null): void {
    if (facts === null || !this.isOurs(path, facts)) return;
    this.folders.push({ name, ino: Number(facts.ino), hasArrived: this.hasArrived(name) });
  }

  entry(name: string, facts: EntryFacts): void {
    const { cell, category } = this.place.of(name);
    this.ledger.add(cell, category, name, facts, this.hasArrived(name));
  }

  unnameable(facts: EntryFacts): void {
    const { cell, category } = this.place.of(null);
    this.ledger.add(cell, category, '', facts, false);
  }

  refused(): void {
    // its size is unknown
  }
}
