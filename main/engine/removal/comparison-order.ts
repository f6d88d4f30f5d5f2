/**
 * What is known of a planned folder. `time`: not looked at yet, its own time may prove its names. `list`: its time does
 * not, so that its names are to be read. Only `same` lets a folder go.
 */
export const verdicts = { same: 0, differs: 1, list: 2, time: 3 } as const;
export type Verdict = (typeof verdicts)[keyof typeof verdicts];

/** Planned entries by the folder that they lie in. */
export interface HeldEntries {
  /** ids, one folder after the other */
  readonly entries: Uint32Array;
  /** by folder, and one more: its first position in `entries` */
  readonly starts: Uint32Array;
}

/**
 * Planned folders that threads compare side by side. All of it is shared memory, and `next` and `verdicts` are what the
 * threads write to; what no thread has come to keeps the verdict that it had.
 */
export interface ComparisonOrder {
  /** folders with this verdict are looked at: `time` by their own time, `list` by their names */
  readonly looksAt: typeof verdicts.time | typeof verdicts.list;
  /** three numbers a part: the folder that would go as a whole, and from which to which (not included) to look below it */
  readonly parts: Uint32Array;
  /** one number: the first part that no thread has taken */
  readonly next: Int32Array;
  /** by folder of the plan */
  readonly verdicts: Uint8Array;
  /** entries that are compared one by one; with `list` all that the folders may hold */
  readonly held: HeldEntries;
  /** by folder: one past the last folder below it */
  readonly ends: Uint32Array;
  /** milliseconds; folders that changed from this moment on are listed */
  readonly trustedBefore: number;
}

export const numbersPerPart = 3;
/** small enough for threads to end together, large enough for the look at the top to cost little */
const foldersPerPart = 512;

/** Numbers that threads get by reference. */
export function sharedNumbers(count: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT));
}

/** All folders below these that have one verdict, in parts of one size. */
export function partsOf(
  tops: readonly number[],
  ends: Uint32Array,
  known: Uint8Array,
  verdict: Verdict,
): Uint32Array {
  const parts: number[] = [];
  for (const top of tops) {
    const end = ends[top] ?? 0;
    for (let from = top; from < end; from += foldersPerPart) {
      const to = Math.min(end, from + foldersPerPart);
      if (known.subarray(from, to).includes(verdict)) parts.push(top, from, to);
    }
  }
  const shared = sharedNumbers(parts.length);
  shared.set(parts);
  return shared;
}

/** Takes entries in the order of the plan and gives them by folder. */
export interface HeldBuilder {
  add(entry: number, folder: number): void;
  held(): HeldEntries;
}

/** For a plan with so many folders. */
export function createHeldBuilder(folderCount: number): HeldBuilder {
  const starts = sharedNumbers(folderCount + 1);
  const ids: number[] = [];
  const folders: number[] = [];
  return {
    add(entry, folder) {
      starts[folder + 1] = (starts[folder + 1] ?? 0) + 1;
      ids.push(entry);
      folders.push(folder);
    },
    held() {
      for (let at = 0; at < folderCount; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
      const entries = sharedNumbers(ids.length);
      const next = starts.slice();
      folders.forEach((folder, at) => {
        const place = next[folder] ?? 0;
        entries[place] = ids[at] ?? 0;
        next[folder] = place + 1;
      });
      return { entries, starts };
    },
  };
}
