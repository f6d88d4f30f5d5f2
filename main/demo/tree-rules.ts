/** A file that is there once, whatever the size of the demo. */
export interface FixedFile {
  /** the row of the knowledge file that describes it; null = described by none */
  readonly row: string | null;
  /** path below the branch; tokens are filled */
  readonly path: string;
  readonly bytes: number;
  /** whole content; without it the file is sparse behind a short head that fits its name */
  readonly content?: string | Uint8Array;
}

/** A kind of file of which there are many; how many follows from `weight` and the size of the demo. */
export interface BulkRule {
  readonly row: string | null;
  /** path below the branch: `<month>`, `<chat>`, `<hexN>`, `<doc>`, `<seq>`, and `{a,b}` = one of them */
  readonly path: string;
  readonly weight: number;
  readonly medianBytes: number;
  readonly sigma: number;
}

/** One folder of the home with one owner: an account, what a messenger shares between accounts, or the person's own. */
export interface Branch {
  /** path below the home */
  readonly base: string;
  /** id of the platform; null for what belongs to no messenger */
  readonly platform: string | null;
  /** name of the account's folder; null for what is shared */
  readonly account: string | null;
  /** part of all bulk files */
  readonly share: number;
  readonly lastUsedDaysAgo: number;
  readonly fixed: readonly FixedFile[];
  readonly bulk: readonly BulkRule[];
}

const kb = 1024;
const mb = 1024 * kb;

/** All strings that a pattern with `{a,b}` stands for. */
function alternatives(pattern: string): string[] {
  const match = /\{([^{}]*)\}/.exec(pattern);
  if (match === null) return [pattern];
  const before = pattern.slice(0, match.index);
  const after = pattern.slice(match.index + match[0].length);
  return (match[1] ?? '').split(',').flatMap((one) => alternatives(`${before}${one}${after}`));
}

/** Fixed files by pattern; write-ahead logs and shared-memory files get the sizes that databases give them. */
export function fixed(row: string | null, pattern: string, bytes: number): FixedFile[] {
  return alternatives(pattern).map((path) => {
    if (path.endsWith('-shm')) return { row, path, bytes: 32 * kb };
    if (path.endsWith('-wal')) return { row, path, bytes: Math.min(4 * mb, Math.ceil(bytes / 8)) };
    return { row, path, bytes: Math.round(bytes) };
  });
}

/** One fixed file with all its content. */
export function written(row: string | null, path: string, content: string | Uint8Array): FixedFile {
  const bytes = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  return { row, path, bytes, content };
}

/** A kind of many small or large files; `medianBytes` of a log-normal spread. */
export function bulk(
  row: string | null,
  path: string,
  weight: number,
  medianBytes: number,
  sigma = 1,
): BulkRule {
  return { row, path, weight, medianBytes, sigma };
}

/** Sizes are written in these units throughout the tree files. */
export const size = { kb, mb, gb: 1024 * mb };
