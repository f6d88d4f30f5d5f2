import { diskName, writeName } from '../fs/disk-names.ts';

/** A column's shared memory. Threads get it by reference, `bytes` as plain Uint8Array. */
export interface StoredTexts<Bytes = Buffer> {
  readonly ends: Uint32Array;
  readonly bytes: Bytes;
}

/** Stores texts in one buffer, because half a million strings would take more memory than all numbers. */
export class TextColumn {
  private bytes: Buffer;
  private readonly ends: Uint32Array;
  private count = 0;

  /**
   * Reserves memory for `texts` texts. The buffer grows with long texts, but never when `bytes` gives the exact size.
   */
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

  /** Adds a text as encoded bytes. */
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

  /** Releases unused memory. */
  settle(): void {
    const end = this.endOf(this.count - 1);
    if (end === this.bytes.length) return;
    const exact = Buffer.from(new SharedArrayBuffer(end));
    this.bytes.copy(exact, 0, 0, end);
    this.bytes = exact;
  }

  /** start offset of a text; for the index after the last, the end */
  startOf(index: number): number {
    return this.endOf(index - 1);
  }

  endOf(index: number): number {
    return index < 0 ? 0 : (this.ends[index] ?? 0);
  }

  /** The stored memory, to write to a file or to fill from one. */
  stored(): StoredTexts {
    return { ends: this.ends, bytes: this.bytes };
  }

  private makeRoom(most: number): void {
    if (most <= this.bytes.length) return;
    const larger = Buffer.from(new SharedArrayBuffer(Math.max(most, Math.ceil(this.bytes.length * 1.5))));
    this.bytes.copy(larger, 0, 0, this.endOf(this.count - 1));
    this.bytes = larger;
  }
}

/** Reads a column from shared memory. */
export function textsOn({ ends, bytes }: StoredTexts<Uint8Array>): Pick<TextColumn, 'get'> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { get: (index) => diskName(buffer, index === 0 ? 0 : ends[index - 1], ends[index]) };
}
