/** Where a folder's files count when it is listed for the first time. */
export const origins = {
  /** It was there before the watch began: no change. */
  before: 0,
  /** It came during the watch. */
  arrived: 1,
  /** It was known and now counts for another account. */
  known: 2,
} as const;
export type Origin = (typeof origins)[keyof typeof origins];

const originMask = 3;
const listed = 4;
const unsettled = 8;
const dead = 16;
const none = -1;

/** Files of one folder that count to one sum. Nearly every folder has only one share, kept in columns. */
export interface Share {
  readonly cell: number;
  readonly files: number;
  readonly bytes: number;
  readonly allocated: number;
}

function grown<T extends Int32Array | Uint32Array | Uint8Array | Float64Array>(old: T, size: number): T {
  const Column = old.constructor as new (length: number) => T;
  const next = new Column(size);
  next.set(old);
  return next;
}

/**
 * Every known folder in columns of some 70 bytes a row, because there may be a hundred thousand. Rows of removed folders
 * are given out again only after `reuse`, so that a sweep in progress never meets another folder under a row it holds.
 */
export class FolderTable {
  /** Known folders. */
  size = 0;
  private end = 0;
  private capacity = 1024;
  private readonly names: string[] = [];
  private readonly more = new Map<number, readonly Share[]>();
  private readonly freed: number[] = [];
  private readonly free: number[] = [];
  private parents = new Int32Array(this.capacity);
  private firsts = new Int32Array(this.capacity);
  private nexts = new Int32Array(this.capacity);
  private flags = new Uint8Array(this.capacity);
  private mtimes = new Float64Array(this.capacity);
  private inos = new Float64Array(this.capacity);
  private cells = new Int32Array(this.capacity);
  private files = new Uint32Array(this.capacity);
  private bytes = new Float64Array(this.capacity);
  private allocated = new Float64Array(this.capacity);

  /** `parent` below zero: a root. */
  add(parent: number, name: string, origin: Origin): number {
    const row = this.free.pop() ?? this.end;
    if (row === this.end) this.end += 1;
    if (this.end > this.capacity) this.grow();
    this.names[row] = name;
    this.parents[row] = parent;
    this.firsts[row] = none;
    this.nexts[row] = parent < 0 ? none : (this.firsts[parent] ?? none);
    if (parent >= 0) this.firsts[parent] = row;
    this.flags[row] = origin;
    this.mtimes[row] = Number.NaN;
    this.cells[row] = none;
    this.files[row] = 0;
    this.size += 1;
    return row;
  }

  /** Removes a folder and all below it; calls `each` for every row before it goes. */
  remove(row: number, each: (row: number) => void): void {
    this.unlink(row);
    const stack = [row];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (const child of this.children(at)) stack.push(child);
      each(at);
      this.forget(at);
    }
  }

  children(row: number): number[] {
    const found: number[] = [];
    for (let at = this.firsts[row] ?? none; at !== none; at = this.nexts[at] ?? none) found.push(at);
    return found;
  }

  parent(row: number): number {
    return this.parents[row] ?? none;
  }

  /** The root that a folder lies in. */
  root(row: number): number {
    let at = row;
    while (this.parent(at) >= 0) at = this.parent(at);
    return at;
  }

  name(row: number): string {
    return this.names[row] ?? '';
  }

  /** The name of the folder directly in the root that holds a row or is it; null for the root itself. */
  top(row: number): string | null {
    let [at, top] = [row, none];
    for (; this.parent(at) >= 0; at = this.parent(at)) top = at;
    return top === none ? null : this.name(top);
  }

  isAlive(row: number): boolean {
    return row < this.end && (this.flagsOf(row) & dead) === 0;
  }

  isListed(row: number): boolean {
    return (this.flagsOf(row) & listed) !== 0;
  }

  origin(row: number): Origin {
    return (this.flagsOf(row) & originMask) as Origin;
  }

  /** The folder looks as it did when it was listed, and the listing was of a folder at rest. */
  isUnchanged(row: number, mtimeMs: number, ino: number): boolean {
    const isSettled = (this.flagsOf(row) & (listed | unsettled)) === listed;
    return isSettled && this.mtimes[row] === mtimeMs && this.inos[row] === ino;
  }

  sameFolder(row: number, ino: number): boolean {
    return this.inos[row] === ino;
  }

  setListed(row: number, facts: { mtimeMs: number; ino: number; isSettled: boolean }): void {
    this.flags[row] = (this.flagsOf(row) & originMask) | listed | (facts.isSettled ? 0 : unsettled);
    this.mtimes[row] = facts.mtimeMs;
    this.inos[row] = facts.ino;
  }

  /** Forgets that it was ever listed. */
  restart(row: number, origin: Origin): void {
    this.flags[row] = origin;
    this.mtimes[row] = Number.NaN;
  }

  shares(row: number): readonly Share[] {
    const cell = this.cells[row] ?? none;
    if (cell === none) return [];
    const first: Share = {
      cell,
      files: this.files[row] ?? 0,
      bytes: this.bytes[row] ?? 0,
      allocated: this.allocated[row] ?? 0,
    };
    return [first, ...(this.more.get(row) ?? [])];
  }

  setShares(row: number, shares: readonly Share[]): void {
    const [first, ...others] = shares;
    this.cells[row] = first?.cell ?? none;
    this.files[row] = first?.files ?? 0;
    this.bytes[row] = first?.bytes ?? 0;
    this.allocated[row] = first?.allocated ?? 0;
    if (others.length > 0) this.more.set(row, others);
    else this.more.delete(row);
  }

  /** Rows of removed folders can be given out again. */
  reuse(): void {
    for (const row of this.freed) this.free.push(row);
    this.freed.length = 0;
  }

  private flagsOf(row: number): number {
    return this.flags[row] ?? dead;
  }

  private unlink(row: number): void {
    const parent = this.parents[row] ?? none;
    if (parent < 0) return;
    const next = this.nexts[row] ?? none;
    if (this.firsts[parent] === row) {
      this.firsts[parent] = next;
      return;
    }
    let at = this.firsts[parent] ?? none;
    while (at !== none && this.nexts[at] !== row) at = this.nexts[at] ?? none;
    if (at !== none) this.nexts[at] = next;
  }

  private forget(row: number): void {
    this.names[row] = '';
    this.more.delete(row);
    this.flags[row] = dead;
    this.freed.push(row);
    this.size -= 1;
  }

  private grow(): void {
    this.capacity = Math.ceil(this.capacity * 1.5);
    this.parents = grown(this.parents, this.capacity);
    this.firsts = grown(this.firsts, this.capacity);
    this.nexts = grown(this.nexts, this.capacity);
    this.flags = grown(this.flags, this.capacity);
    this.mtimes = grown(this.mtimes, this.capacity);
    this.inos = grown(this.inos, this.capacity);
    this.cells = grown(this.cells, this.capacity);
    this.files = grown(this.files, this.capacity);
    this.bytes = grown(this.bytes, this.capacity);
    this.allocated = grown(this.allocated, this.capacity);
  }
}
