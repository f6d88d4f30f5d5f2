/**
 * State of a planned folder. `time`: not compared yet, its mtime may prove its names. `list`: its mtime does not, so
 * its names must be listed. Only a folder with `same` may be moved.
 */
export const verdicts = { same: 0, differs: 1, list: 2, time: 3 } as const;
export type Verdict = (typeof verdicts)[keyof typeof verdicts];

/** Planned entries grouped by their folder. */
export interface HeldEntries {
  /** entry ids, folder by folder */
  readonly entries: Uint32Array;
  /** by folder, plus one: its first position in `entries` */
  readonly starts: Uint32Array;
}

/**
 * Planned folders that several threads compare in parallel. All memory is shared; threads write only `next` and
 * `verdicts`. A folder that no thread reached keeps its verdict.
 */
export interface ComparisonOrder {
  /** verdict of the folders to compare: `time` by their mtime, `list` by their names */
  readonly looksAt: typeof verdicts.time | typeof verdicts.list;
  /**
   * three numbers per part: the top folder that would be moved, then the range of folders to compare (end excluded)
   */
  readonly parts: Uint32Array;
  /** one number: the first part that no thread has taken */
  readonly next: Int32Array;
  /** one verdict per folder of the plan */
  readonly verdicts: Uint8Array;
  /** entries compared one by one; with `list`, all entries that the folders may hold */
  readonly held: HeldEntries;
  /** by folder: one past its last descendant */
  readonly ends: Uint32Array;
  /** milliseconds; folders changed at or after this time are listed */
  readonly trustedBefore: number;
}

export const numbersPerPart = 3;
/** folders; small enough that threads finish together, large enough that checking the top is cheap */
const foldersPerPart = 512;

/** A zeroed array in shared memory, which threads receive by reference. */
export function sharedNumbers(count: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT));
}

/** The parts that contain folders with this verdict, at most `foldersPerPart` folders each. */
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

/** Collects entries in plan order and groups them by folder. */
export interface HeldBuilder {
  add(entry: number, folder: number): void;
  held(): HeldEntries;
}

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
