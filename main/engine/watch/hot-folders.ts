import { patternsOf } from '../../../app/cleanup/classify.ts';
import type { ClassifiedPattern } from '../../../app/cleanup/classify.ts';
import type { Category } from '../../../app/cleanup/categories.ts';
import type { SegmentRule } from '../../../app/cleanup/path-pattern.ts';
import type { Survey } from './survey.ts';
import type { WatchJob } from './watch-messages.ts';

const hotAtMost = 400;
/** a wildcard with more folders than this is left to the sweeps */
const fanAtMost = 40;

/** What a person wants to know at once stands first when there is no room for all. */
const order: readonly Category[] = [
  'credentials',
  'received',
  'database',
  'media',
  'backup',
  'cache',
  'config',
  'logs',
  'other',
  'binary',
];
/** below these a wildcard is entered: accounts' sign-ins and databases, where -wal files tell of activity */
const entered: ReadonlySet<Category> = new Set(['credentials', 'received', 'database']);

type Ranked = Map<number, number>;

interface Step {
  readonly pattern: ClassifiedPattern;
  readonly category: Category;
  readonly month: string;
  readonly isAccount: (row: number) => boolean;
}

function mark(ranked: Ranked, row: number, rank: number): void {
  ranked.set(row, Math.min(rank, ranked.get(row) ?? Infinity));
}

function known(survey: Survey, row: number): readonly number[] {
  if (!survey.table.isListed(row)) survey.list(row, survey.pathOf(row));
  return survey.table.children(row);
}

/** Folders that one component of a row's pattern leads to, among `row`'s own. */
function nextOf(survey: Survey, row: number, rule: SegmentRule, step: Step): readonly number[] {
  const children = known(survey, row);
  const { table } = survey;
  if (rule.kind === 'literal') {
    const wanted = rule.text.toLowerCase();
    return children.filter((child) => table.name(child).toLowerCase() === wanted);
  }
  if (rule.kind === 'account-folder') return children.filter((child) => step.isAccount(child));
  if (rule.kind === 'deep') return [];
  const fits = children.filter((child) => rule.test.test(table.name(child)));
  const thisMonth = fits.filter((child) => table.name(child) === step.month);
  if (thisMonth.length > 0) return thisMonth;
  return entered.has(step.category) && fits.length <= fanAtMost ? fits : [];
}

function follow(survey: Survey, ranked: Ranked, row: number, at: number, step: Step): void {
  const rank = order.indexOf(step.category) + 1;
  mark(ranked, row, at === 0 ? 0 : rank);
  const rule = step.pattern.segments[at];
  if (rule !== undefined) {
    for (const child of nextOf(survey, row, rule, step)) follow(survey, ranked, child, at + 1, step);
  } else if (step.category === 'database' || step.category === 'credentials') {
    const below = known(survey, row);
    if (below.length <= fanAtMost) for (const child of below) mark(ranked, child, rank);
  }
}

/** The month by whose name month-wise folders are hot. */
export function monthOf(now: number): string {
  const date = new Date(now);
  return `${String(date.getFullYear())}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

/**
 * The few folders that are watched: roots, accounts, the folders that the platform's rows name, of month-wise ones the
 * current month, sign-in folders and the databases' own. Lists what it needs on the way. Never more than `hotAtMost`.
 */
export function hotFolders(survey: Survey, job: WatchJob, now: number): readonly number[] {
  const ranked: Ranked = new Map();
  const month = monthOf(now);
  for (const [index, id] of job.rootIds.entries()) {
    const root = job.scan.roots[index];
    const row = survey.roots.get(id);
    if (root === undefined || row === undefined) continue;
    mark(ranked, row, -1);
    const isAccount = (child: number): boolean => root.accountByFolder.has(survey.table.name(child));
    for (const child of known(survey, row)) if (isAccount(child)) mark(ranked, child, 0);
    for (const pattern of patternsOf(root.platform, root.kind)) {
      const category = root.platform.locations[pattern.location]?.category ?? 'other';
      follow(survey, ranked, row, 0, { pattern, category, month, isAccount });
    }
  }
  return [...ranked]
    .sort(([, a], [, b]) => a - b)
    .slice(0, hotAtMost)
    .map(([row]) => row);
}
