import type { Arrivals } from './arrivals.ts';
import type { Cells } from './cells.ts';
import { asFound, asKnown, asNew } from './folder-table.ts';
import type { FolderTable, Origin, Share } from './folder-table.ts';
import type { WatchJob } from './watch-messages.ts';

interface Absent {
  readonly platform: string;
  readonly accounts: readonly string[];
  readonly shares: readonly Share[];
}

interface Followed {
  readonly table: FolderTable;
  readonly cells: Cells;
  readonly roots: ReadonlyMap<string, number>;
  readonly arrivals: Arrivals;
}

/** A root as a job knows it. */
function described(job: WatchJob, rootId: string): Pick<Absent, 'platform' | 'accounts'> {
  const root = job.scan.roots[job.rootIds.indexOf(rootId)];
  return {
    platform: root === undefined ? '' : `${root.platform.id} ${root.kind}`,
    accounts: [...(root?.accountByFolder.keys() ?? [])],
  };
}

function* rowsBelow(table: FolderTable, root: number): Generator<number> {
  const stack = [root];
  for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
    stack.push(...table.children(row));
    yield row;
  }
}

/** What roots held when they went away. A drive that is unplugged is no loss, and no gain when it is back. */
export class AbsentRoots {
  private readonly roots = new Map<string, Absent>();
  private readonly followed: Followed;
  private moved: string[] = [];
  private passes = 0;

  constructor(followed: Followed) {
    this.followed = followed;
  }

  /** before the root is taken out; `job`: the last one that had it */
  leave(job: WatchJob, rootId: string, row: number): void {
    const { table } = this.followed;
    const shares = [...(this.roots.get(rootId)?.shares ?? [])];
    for (const each of rowsBelow(table, row)) shares.push(...table.shares(each));
    this.roots.set(rootId, { ...described(job, rootId), shares });
  }

  /** The root is there again, in its own place or in another: only what it holds more or less than before is a change. */
  comeBack(rootId: string, was = rootId): void {
    const absent = this.roots.get(was);
    if (absent === undefined) return;
    this.followed.cells.apply(absent.shares, -1, true, false);
    this.followed.cells.hold([was, rootId]);
    this.roots.delete(was);
    this.moved.push(rootId);
    this.passes = 0;
  }

  /** What a root holds that was not followed so far: only what was made since the watch began is new. */
  originOf(job: WatchJob, rootId: string): Origin {
    // in its own place: that is dealt with when it is listed
    if (this.roots.has(rootId)) return asKnown;
    const from = this.movedTo(job, rootId);
    const path = job.scan.roots[job.rootIds.indexOf(rootId)]?.realPath ?? '';
    if (from === null) return this.followed.arrivals.came(path) ? asNew : asFound;
    this.comeBack(rootId, from);
    return asKnown;
  }

  /** A pass over all folders has ended: what moved is told once it is counted whole, and after a second pass anyway. */
  passed(): void {
    if (this.moved.length === 0) return;
    const { table, roots, cells } = this.followed;
    const rows = this.moved.flatMap((id) => roots.get(id) ?? []);
    // one of them is away again
    if (!rows.every((row) => table.isListed(row))) return;
    this.passes += 1;
    const isWhole = (root: number): boolean =>
      [...rowsBelow(table, root)].every((row) => table.isListed(row));
    if (this.passes < 2 && !rows.every(isWhole)) return;
    this.moved = [];
    cells.release();
  }

  /** the root that has moved to where this one is: the same messenger's, with an account in common */
  private movedTo(job: WatchJob, rootId: string): string | null {
    const { platform, accounts } = described(job, rootId);
    for (const [id, absent] of this.roots)
      if (absent.platform === platform && absent.accounts.some((one) => accounts.includes(one))) return id;
    return null;
  }
}
