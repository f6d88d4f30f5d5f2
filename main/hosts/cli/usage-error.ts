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
  'extra-argument',
  'option-conflict',
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
