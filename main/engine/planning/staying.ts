import { readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { LinkTarget } from '../../../app/cleanup/verdict.ts';
import type { StayingView } from '../../../app/contract/plans.ts';
import { diskName, diskPath } from '../fs/disk-names.ts';
import { isAbsent } from '../fs/errors.ts';
import type { StayingRow } from './scan-job.ts';
import type { ScanScope } from './scan-scope.ts';

/** Reasons of which every place is named: they are rare, and each may lead to much more. */
const namedEach: ReadonlySet<StayingRow['reason']> = new Set([
  'link',
  'behind-link',
  'mount',
  'special-file',
  'name-not-representable',
]);

function newer(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** The deepest folder that holds both, each a file or such a folder; a path itself when both are the same. */
export function commonPlace(one: string, other: string, separator = '/'): string {
  if (one === other) return one;
  const [a, b] = [one.split(separator), other.split(separator)];
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  return a.slice(0, same).join(separator);
}

function added(row: StayingRow, more: StayingRow): StayingRow {
  return {
    ...row,
    path: commonPlace(row.path, more.path),
    files: row.files + more.files,
    bytes: row.bytes + more.bytes,
    allocated: row.allocated + more.allocated,
    newest: newer(row.newest, more.newest),
    mayHoldSignIn: row.mayHoldSignIn || more.mayHoldSignIn,
  };
}

function keyOf({ root, account, category, reason, path }: StayingRow): string {
  return [root, account, category, reason, namedEach.has(reason) ? path : ''].join('\0');
}

/** Collects the places that stay: one row per place, or per rule and account. */
export function createStaying() {
  const rows = new Map<string, StayingRow>();
  return {
    rows: (): readonly StayingRow[] => [...rows.values()],
    add(row: StayingRow): void {
      const key = keyOf(row);
      const known = rows.get(key);
      rows.set(key, known === undefined ? row : added(known, row));
    },
  };
}

interface Followed {
  readonly target: string;
  readonly leadsTo: LinkTarget;
  readonly bytes: number;
  readonly allocated: number;
}

async function targetOf(path: string): Promise<string> {
  const target = await readlink(diskPath(path), 'buffer').catch(() => null);
  return target === null ? path : resolve(dirname(path), diskName(target));
}

/** What the path leads to, through links, by its metadata only. Nothing is opened or entered. */
export async function followLink(path: string): Promise<Followed> {
  const nothing = { bytes: 0, allocated: 0 };
  try {
    const found = await stat(diskPath(path));
    const target = diskName(await realpath(diskPath(path), 'buffer'));
    if (found.isDirectory()) return { target, leadsTo: 'folder', ...nothing };
    return { target, leadsTo: 'file', bytes: found.size, allocated: found.blocks * 512 };
  } catch (error) {
    const leadsTo = isAbsent(error) ? 'missing' : 'could-not-tell';
    return { target: await targetOf(path), leadsTo, ...nothing };
  }
}

async function viewOf(scope: ScanScope, row: StayingRow): Promise<StayingView> {
  const { reason, category, isLink, mayHoldSignIn, newest, files, bytes, allocated } = row;
  const place = join(scope.roots[row.root]?.realPath ?? '', ...row.path.split('/'));
  const view = {
    ...{ reason, category, place, mayHoldSignIn, newest, files },
    accountId: scope.accountIds[row.account] ?? null,
  };
  if (!isLink) return { ...view, target: null, leadsTo: null, bytes, allocated };
  return { ...view, ...(await followLink(place)) };
}

/** The rows of all workers as a plan shows them, in the order of their places. */
export async function stayingViews(
  scope: ScanScope,
  rows: readonly StayingRow[],
): Promise<readonly StayingView[]> {
  const merged = createStaying();
  for (const row of rows) merged.add(row);
  const views: StayingView[] = [];
  for (const row of merged.rows()) views.push(await viewOf(scope, row));
  const order = ({ place, reason }: StayingView): string => `${place}\0${reason}`;
  return views.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}
