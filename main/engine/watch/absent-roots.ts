import type { Arrivals } from './arrivals.ts';
import { origins } from './folder-table.ts';
import type { FolderTable, Origin, Share } from './folder-table.ts';
import type { WatchJob } from './protocol.ts';
import type { Sums } from './sums.ts';

interface Absent {
  readonly platform: string;
  readonly accounts: readonly string[];
  readonly shares: readonly Share[];
}

interface Returning {
  /** Ids of the roots whose changes are held back until this one is counted. */
  readonly held: ReadonlySet<string>;
  /** Sweeps that ended since it came back. */
  sweeps: number;
}

interface Followed {
  readonly table: FolderTable;
  readonly sums: Sums;
  readonly roots: ReadonlyMap<string, number>;
  readonly arrivals: Arrivals;
}

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

/** What roots held when they went away. An unplugged drive is no loss, and no gain when it returns. */
export class AbsentRoots {
  private readonly roots = new Map<string, Absent>();
  private readonly followed: Followed;
  /** Roots that are back and not fully counted, by id. */
  private readonly returning = new Map<string, Returning>();

  constructor(followed: Followed) {
    this.followed = followed;
  }

  /** Call before the root's rows are removed. `job`: the last one that had it. */
  leave(job: WatchJob, rootId: string, row: number): void {
    const { table } = this.followed;
    const shares = [...(this.roots.get(rootId)?.shares ?? [])];
    for (const each of rowsBelow(table, row)) shares.push(...table.shares(each));
    this.roots.set(rootId, { ...described(job, rootId), shares });
  }

  /** The root is back, in its own place or in another: only the difference to what it held is a change. */
  comeBack(rootId: string, was = rootId): void {
    const absent = this.roots.get(was);
    if (absent === undefined) return;
    // one that left before it was fully counted is held back together with the place where it came back
    const held = new Set([was, rootId]);
    for (const id of [was, rootId]) for (const one of this.returning.get(id)?.held ?? []) held.add(one);
    this.followed.sums.report(absent.shares, -1);
    this.followed.sums.hold(held);
    this.roots.delete(was);
    this.returning.delete(was);
    this.returning.set(rootId, { held, sweeps: 0 });
  }

  /** How the content of a root counts that was not followed so far: only what was made during the watch is new. */
  originOf(job: WatchJob, rootId: string): Origin {
    // back in its own place: its listing calls `comeBack`
    if (this.roots.has(rootId)) return origins.known;
    const from = this.movedTo(job, rootId);
    const path = job.scan.roots[job.rootIds.indexOf(rootId)]?.realPath ?? '';
    if (from === null) return this.followed.arrivals.arrived(path) ? origins.arrived : origins.before;
    this.comeBack(rootId, from);
    return origins.known;
  }

  /**
   * Call after each sweep. A return is reported once it is fully counted, and after a second sweep in any case. Returns
   * whether another sweep is needed.
   */
  endSweep(): boolean {
    const { table, roots, sums } = this.followed;
    let isIncomplete = false;
    for (const [id, back] of this.returning) {
      const root = roots.get(id);
      // away again: half a count stays held back
      if (root === undefined || !table.isListed(root)) continue;
      back.sweeps += 1;
      if (back.sweeps >= 2 || [...rowsBelow(table, root)].every((row) => table.isListed(row))) {
        this.returning.delete(id);
        sums.release(back.held);
      } else isIncomplete = true;
    }
    return isIncomplete;
  }

  /** The absent root that this one continues: the same messenger's, with an account in common. */
  private movedTo(job: WatchJob, rootId: string): string | null {
    const { platform, accounts } = described(job, rootId);
    for (const [id, absent] of this.roots)
      if (absent.platform === platform && absent.accounts.some((one) => accounts.includes(one))) return id;
    return null;
  }
}
