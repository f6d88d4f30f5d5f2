import { categories } from '../../../app/cleanup/categories.ts';
import type { Category } from '../../../app/cleanup/categories.ts';
import { nameProtection } from '../../../app/cleanup/protected.ts';
import { categoryOf } from '../../../app/cleanup/select.ts';
import { createBuckets, childFrame, createContexts, frameOf } from '../planning/frames.ts';
import type { Bucket, Frame } from '../planning/frames.ts';
import { noAccount } from '../planning/scan-job.ts';
import type { FolderTable } from './folder-table.ts';
import type { WatchJob } from './protocol.ts';
import type { Sums } from './sums.ts';

/** Frames that are kept: a path from root to folder and its neighbours. */
const maxFrames = 256;
const unread = { ino: 0, mtimeMs: 0 };

/** The sums to which the entries of one folder count. */
export interface Placement {
  /** `name` null: the entry cannot be addressed, so it counts as its folder does. */
  of(name: string | null): { readonly cell: number; readonly category: Category };
  /** Below a folder that is no account's although an account may appear there. */
  readonly mayBecomeAccount: boolean;
}

/** Gives every folder the placement that a scan would give it, by the scan's own rows and rules. Made for one job. */
export class Placements {
  private readonly job: WatchJob;
  private readonly table: FolderTable;
  private readonly sums: Sums;
  private readonly buckets;
  private readonly contexts;
  private readonly rootIndex = new Map<number, number>();
  private readonly frames = new Map<number, Frame>();
  private readonly cellOf = new Map<Bucket, Int32Array>();

  constructor(job: WatchJob, table: FolderTable, sums: Sums, roots: ReadonlyMap<string, number>) {
    this.job = job;
    this.table = table;
    this.sums = sums;
    this.buckets = createBuckets(job.scan);
    this.contexts = createContexts(job.scan);
    for (const [index, id] of job.rootIds.entries()) {
      const row = roots.get(id);
      if (row !== undefined) this.rootIndex.set(row, index);
    }
  }

  /** What the scan keeps of a folder on its way down. */
  frame(row: number): Frame {
    const known = this.frames.get(row);
    if (known !== undefined) return known;
    if (this.frames.size > maxFrames) this.frames.clear();
    const made = this.make(row);
    this.frames.set(row, made);
    return made;
  }

  of(row: number): Placement {
    const frame = this.frame(row);
    const own = this.buckets.own(frame);
    const { owner } = frame.position;
    const { classifier } = frame.context;
    return {
      mayBecomeAccount: this.mayBecomeAccount(frame),
      of: (name) => {
        const match = name === null ? owner : classifier.match(frame.position, name);
        return this.cell(match === owner ? own : this.buckets.find(frame, match), name ?? '');
      },
    };
  }

  /** Rows can be reused from now on. */
  forget(): void {
    this.frames.clear();
  }

  private make(row: number): Frame {
    const root = this.rootIndex.get(row);
    if (root !== undefined) return frameOf(this.contexts, { root, path: '', ino: 0, mtimeMs: 0 });
    const parent = this.frame(this.table.parent(row));
    return childFrame(parent, this.table.name(row), '', unread);
  }

  private mayBecomeAccount(frame: Frame): boolean {
    const { root } = frame.context;
    if (root.kind !== 'data' || frame.account !== noAccount || frame.parent === null) return false;
    let top = frame;
    while (top.parent !== null && top.parent.parent !== null) top = top.parent;
    const name = top.name.toLowerCase();
    return !root.platform.data.notAccounts.some((one) => one.toLowerCase() === name);
  }

  private cell(bucket: Bucket, name: string): { cell: number; category: Category } {
    const bits = bucket.location === null ? bucket.place.folderBits | nameProtection(name) : 0;
    const category = categoryOf(bucket.location, bits);
    let known = this.cellOf.get(bucket);
    if (known === undefined) this.cellOf.set(bucket, (known = new Int32Array(categories.length).fill(-1)));
    const at = categories.indexOf(category);
    if ((known[at] ?? -1) < 0) known[at] = this.indexOf(bucket, category);
    return { cell: known[at] ?? -1, category };
  }

  private indexOf(bucket: Bucket, category: Category): number {
    const rootId = this.job.rootIds[bucket.root] ?? '';
    return this.sums.indexOf(rootId, this.job.accountIds[bucket.account] ?? null, category);
  }
}
