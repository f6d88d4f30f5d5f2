import { diskName, writeName } from '../../disk-names.ts';

/** Texts one after another in one buffer: half a million strings would cost more than all numbers together. */
export class TextColumn {
  private bytes: Buffer;
  private readonly ends: Uint32Array;
  private count = 0;

  constructor(texts: number) {
    this.ends = new Uint32Array(texts);
    this.bytes = Buffer.allocUnsafe(Math.max(1024, texts * 40));
  }

  add(text: string): void {
    const start = this.endOf(this.count - 1);
    const most = start + text.length * 3;
    if (most > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(most, Math.ceil(this.bytes.length * 1.5)));
      this.bytes.copy(grown, 0, 0, start);
      this.bytes = grown;
    }
    this.ends[this.count] = start + writeName(this.bytes, text, start);
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
    if (end < this.bytes.length) this.bytes = Buffer.from(this.bytes.subarray(0, end));
  }

  /** where a text begins, and one past where it ends */
  startOf(index: number): number {
    return this.endOf(index - 1);
  }

  endOf(index: number): number {
    return index < 0 ? 0 : (this.ends[index] ?? 0);
  }
}
