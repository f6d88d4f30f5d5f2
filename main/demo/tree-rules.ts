/** A file that exists once, whatever the size of the demo. */
export interface FixedFile {
  /** row of the knowledge file; null = undocumented */
  readonly row: string | null;
  /** path below the branch, with tokens */
  readonly path: string;
  readonly bytes: number;
  /** full content; without it the file is sparse, with a head that fits its name */
  readonly content?: string | Uint8Array;
}

/** A kind of file; the count follows from `weight` and the size of the demo. */
export interface BulkRule {
  readonly row: string | null;
  /** path below the branch: `<month>`, `<chat>`, `<hexN>`, `<doc>`, `<seq>`, and `{a,b}` = one of them */
  readonly path: string;
  readonly weight: number;
  readonly medianBytes: number;
  readonly sigma: number;
}

/** A folder of the home with one owner: an account, a messenger's shared data, or the user's own files. */
export interface Branch {
  /** path below the home */
  readonly base: string;
  /** platform id; null if it belongs to no messenger */
  readonly platform: string | null;
  /** the account's folder name; null for shared data */
  readonly account: string | null;
  /** fraction of all bulk files */
  readonly share: number;
  readonly lastUsedDaysAgo: number;
  readonly fixed: readonly FixedFile[];
  readonly bulk: readonly BulkRule[];
}

const kb = 1024;
const mb = 1024 * kb;

/** Sizes are a part of those of a long-used home, so that most files can have real content (`sparse-writer.ts`). */
const scale = 1 / 5;
/** Databases are the first thing that a person wants overwritten, so every one of them has real content. */
const databaseScale = scale / 20;

export function isDatabase(path: string): boolean {
  return /\.db(-wal)?$/.test(path);
}

/** All strings that a pattern with `{a,b}` expands to. */
function alternatives(pattern: string): string[] {
  const match = /\{([^{}]*)\}/.exec(pattern);
  if (match === null) return [pattern];
  const before = pattern.slice(0, match.index);
  const after = pattern.slice(match.index + match[0].length);
  return (match[1] ?? '').split(',').flatMap((one) => alternatives(`${before}${one}${after}`));
}

/** Fixed files by pattern; -wal and -shm files get sizes as databases give them. */
export function fixed(row: string | null, pattern: string, bytes: number): FixedFile[] {
  return alternatives(pattern).map((path) => {
    const scaled = Math.max(1, bytes * (isDatabase(path) ? databaseScale : scale));
    if (path.endsWith('-shm')) return { row, path, bytes: 32 * kb };
    if (path.endsWith('-wal')) return { row, path, bytes: Math.min(4 * mb, Math.ceil(scaled / 8)) };
    return { row, path, bytes: Math.round(scaled) };
  });
}

/** One fixed file with its full content. */
export function written(row: string | null, path: string, content: string | Uint8Array): FixedFile {
  const bytes = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  return { row, path, bytes, content };
}

/** A kind with many files; sizes are log-normal around `medianBytes`. */
export function bulk(
  row: string | null,
  path: string,
  weight: number,
  medianBytes: number,
  sigma = 1,
): BulkRule {
  return { row, path, weight, medianBytes: medianBytes * scale, sigma };
}

/** Size units of the tree files. */
export const size = { kb, mb, gb: 1024 * mb };
