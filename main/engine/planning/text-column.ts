import { diskName, writeName } from '../fs/disk-names.ts';

/** A column's memory. It is shared memory: threads get it by reference, `bytes` as plain Uint8Array. */
export interface StoredTexts<Bytes = Buffer> {
  readonly ends: Uint32Array;
  readonly bytes: Bytes;
}

/** Texts one after another in one buffer: half a million strings would cost more than all numbers together. */
export class TextColumn {
  private bytes: Buffer;
  private readonly ends: Uint32Array;
  private count = 0;

  /** room for so many texts; it grows as they get longer, and never where `bytes` says how much they need */
  constructor(texts: number, bytes = Math.max(1024, texts * 40)) {
    this.ends = new Uint32Array(new SharedArrayBuffer(texts * 4));
    this.bytes = Buffer.from(new SharedArrayBuffer(bytes));
  }

  add(text: string): void {
    const start = this.endOf(this.count - 1);
    this.makeRoom(start + text.length * 3);
    this.ends[this.count] = start + writeName(this.bytes, text, start);
    this.count += 1;
  }

  /** a text as the bytes that it has in a column */
  addBytes(from: Buffer, start: number, end: number): void {
    const at = this.endOf(this.count - 1);
    this.makeRoom(at + end - start);
    from.copy(this.bytes, at, start, end);
    this.ends[this.count] = at + end - start;
    this.count += 1;
  }

  get(index: number): string {
    return diskName(this.bytes, this.endOf(index - 1), this.endOf(index));
  }

  byteAt(at: number): number {
    return this.bytes[at] ?? 0;
  }

  /** gives back what was allocated too much */
  settle(): void {
    const end = this.endOf(this.count - 1);
    if (end === this.bytes.length) return;
    const exact = Buffer.from(new SharedArrayBuffer(end));
    this.bytes.copy(exact, 0, 0, end);
    this.bytes = exact;
  }

  /** where a text begins, and one past where it ends */
  startOf(index: number): number {
    return this.endOf(index - 1);
  }

  endOf(index: number): number {
    return index < 0 ? 0 : (this.ends[index] ?? 0);
  }

  /** what is stored of it, to be written as it is, or to be filled by who reads it back */
  stored(): StoredTexts {
    return { ends: this.ends, bytes: this.bytes };
  }

  private makeRoom(most: number): void {
    if (most <= this.bytes.length) return;
    const grown = Buffer.from(new SharedArrayBuffer(Math.max(most, Math.ceil(this.bytes.length * 1.5))));
    this.bytes.copy(grown, 0, 0, this.endOf(this.count - 1));
    this.bytes = grown;
  }
}

/** Reads a column in the thread that got its memory. */
export function textsOn({ ends, bytes }: StoredTexts<Uint8Array>): Pick<TextColumn, 'get'> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { get: (index) => diskName(buffer, index === 0 ? 0 : ends[index - 1], ends[index]) };
}
