/** Errors of a command line, found before any request. */
export const usageProblems = [
  'unknown-command',
  'unknown-option',
  'option-elsewhere',
  'unknown-value',
  'bad-value',
  'keep-unsupported',
  'missing-value',
  'missing-argument',
  'missing-command',
  'extra-argument',
  'option-conflict',
  'option-repeated',
  'nothing-chosen',
  'accounts-not-chosen',
  'account-unknown',
  'account-ambiguous',
  'no-run-yet',
  'no-interrupted-run',
  'run-unfinished',
  'bad-input',
] as const;
export type UsageProblem = (typeof usageProblems)[number];

/** `nearest` is '' where no word is close; lists are shown joined. */
export type UsageParams = Readonly<Record<string, string | number | readonly string[]>>;

/** An invalid command line: exit code 2, nothing was touched. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly problem: UsageProblem;
  readonly params: UsageParams;

  constructor(problem: UsageProblem, params: UsageParams) {
    super(`${problem} ${JSON.stringify(params)}`);
    this.problem = problem;
    this.params = params;
  }
}

/** Edit distance of `a` and `b`: insert, delete, replace, swap of neighbours. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    rows.push(line);
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? at(row - 2, column - 2) + 1
          : Infinity;
      line.push(
        Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + same, swapped),
      );
    }
  }
  return at(a.length, b.length);
}

/** The candidate closest to `given`, or null when none is close enough to suggest. */
export function nearest(given: string, candidates: readonly string[]): string | null {
  const word = given.toLowerCase().replace(/^-+/, '');
  let best: { candidate: string; edits: number } | null = null;
  for (const candidate of candidates) {
    const target = candidate.toLowerCase().replace(/^-+/, '');
    const starts = word.length >= 2 && target.startsWith(word);
    const edits = starts ? 1 : distance(word, target);
    const limit = starts ? 1 : Math.max(1, Math.floor(Math.max(word.length, target.length) * 0.5));
    if (edits <= limit && (best === null || edits < best.edits)) best = { candidate, edits };
  }
  return best?.candidate ?? null;
}
