import type { Identity } from '../../system/ports.ts';
import { comparable, emptyFacts, readFacts, visitFolder, WalkStopped } from '../fs/walk.ts';
import type { EntryFacts, FolderVisitor, VisitOptions } from '../fs/walk.ts';
import { errorCode } from '../fs/errors.ts';
import { createBuckets, childFrame, createContexts, frameOf, segmentsOf, unitOf } from './frames.ts';
import type { Buckets, Frame, RootContext } from './frames.ts';
import type { EntryTaker } from './entry-taker.ts';
import { createPlanEntries } from './plan-entries.ts';
import { createPlanTally } from './plan-tally.ts';
import type { PlanTally } from './plan-tally.ts';
import { createRecordEntries } from './record-entries.ts';
import type { EntryRows } from './entry-columns.ts';
import type { ScanCount, ScanJob, ScanResult, ScanUnit, UnreadableRow } from './scan-job.ts';
import { createUsageEntries } from './usage-entries.ts';

/** One worker's part of a scan. It runs in steps, so that the caller keeps control. */
export interface ScanRun {
  add(units: readonly ScanUnit[]): void;
  /**
   * Walks until `untilMs` of `performance.now()`, or until `isAsked` while there are enough folders to share. Returns
   * true when done. Throws WalkStopped.
   */
  step(untilMs: number, isAsked: () => boolean): boolean;
  /** Gives away about half of the remaining folders, those nearest to the root first. */
  share(): readonly ScanUnit[];
  count(): ScanCount;
  result(): ScanResult;
}

/** Minimum folders for sharing. With fewer, the transfer costs more than walking. */
const plenty = 8;

const noFacts = { ino: 0, mtimeMs: 0 };

/** Error codes of a folder that was removed or replaced between its parent's listing and its own. */
const vanished = new Set(['ENOENT', 'ENOTDIR']);

/** Checks that the root is still the folder that discovery validated. Returns the error, or null. */
function rootTrouble(frame: Frame): string | null {
  const facts = emptyFacts();
  const { root } = frame.context;
  try {
    if (!readFacts(frame.path, facts)) return 'ENOENT';
  } catch (error) {
    return errorCode(error);
  }
  const isSame = BigInt(facts.dev) === root.dev && BigInt(facts.ino) === root.ino;
  frame.mtimeMs = facts.mtimeMs;
  return isSame && facts.kind === 'folder' ? null : 'ESTALE';
}

/** Walks folders with a stack. Never enters mount points, other disks, other roots or the assistant's folders. */
class Walker implements FolderVisitor {
  readonly unreadable: UnreadableRow[] = [];
  readonly contexts: readonly RootContext[];
  files = 0;
  bytes = 0;
  current: Frame | null = null;
  private readonly devs: readonly (number | bigint)[];
  private readonly mounts: ReadonlySet<string>;
  private readonly otherRoots: ReadonlySet<string>;
  private readonly own: readonly Identity[];
  private readonly taker: EntryTaker;
  private readonly options: VisitOptions;
  private readonly facts = emptyFacts();
  private stack: Frame[] = [];

  constructor(job: ScanJob, taker: EntryTaker, isStopped: () => boolean) {
    this.contexts = createContexts(job);
    this.devs = job.roots.map((root) => comparable(root.dev));
    this.mounts = new Set(job.mounts);
    this.otherRoots = new Set(job.otherRoots);
    this.own = job.own;
    this.taker = taker;
    // A plan needs each folder's identity. A usage scan does not, once the list of mounts is complete.
    this.options = { isStopped, trustKinds: job.selection === null && job.mountsKnown };
  }

  add(units: readonly ScanUnit[]): void {
    for (const unit of units) this.stack.push(frameOf(this.contexts, unit));
  }

  share(): readonly ScanUnit[] {
    return this.stack.splice(0, Math.floor(this.stack.length / 2)).map(unitOf);
  }

  left(): number {
    return this.stack.length;
  }

  /** Returns false when no folder is left. */
  next(): boolean {
    if (this.options.isStopped()) throw new WalkStopped();
    const frame = this.stack.pop();
    if (frame === undefined) return false;
    this.current = frame;
    const trouble = frame.parent === null ? rootTrouble(frame) : null;
    if (trouble === null) this.list(frame);
    else if (this.taker.concerns(frame, null))
      this.unreadable.push({ root: frame.context.index, path: '', code: trouble });
    return true;
  }

  listed(): void {
    if (this.current !== null) this.taker.open(this.current);
  }

  folder(name: string, path: string, facts: EntryFacts | null): void {
    const parent = this.current;
    if (parent === null) return;
    const isOtherDevice = facts !== null && facts.dev !== this.devs[parent.context.index];
    if (this.otherRoots.has(path) || this.isOwn(facts)) this.taker.missed();
    else if (isOtherDevice || this.mounts.has(path)) this.taker.mount(name);
    else {
      this.taker.folder();
      this.stack.push(childFrame(parent, name, path, facts ?? noFacts));
    }
  }

  entry(name: string, facts: EntryFacts): void {
    this.countEntry(name, facts);
  }

  unnameable(facts: EntryFacts): void {
    this.countEntry(null, facts);
  }

  refused(name: string | null, code: string): void {
    this.taker.missed();
    if (this.current === null || vanished.has(code) || !this.taker.concerns(this.current, name)) return;
    const segments = segmentsOf(this.current);
    const path = (name === null ? segments : [...segments, name]).join('/');
    this.unreadable.push({ root: this.current.context.index, path, code });
  }

  /** Compares identities too, because the folder may have another name here. */
  private isOwn(facts: EntryFacts | null): boolean {
    if (facts === null) return false;
    return this.own.some(({ dev, ino }) => BigInt(facts.ino) === ino && BigInt(facts.dev) === dev);
  }

  private list(frame: Frame): void {
    try {
      visitFolder(frame.path, this, this.facts, this.options);
    } catch (error) {
      if (error instanceof WalkStopped) throw error;
      this.refused(null, errorCode(error));
      return;
    }
    this.taker.close();
  }

  private countEntry(name: string | null, facts: EntryFacts): void {
    this.files += 1;
    this.bytes += facts.size;
    this.taker.entry(name, facts);
  }
}

function takerFor(job: ScanJob, buckets: Buckets, tally: PlanTally, usage: EntryTaker): EntryTaker {
  if (job.recordsAll) return createRecordEntries(buckets, tally);
  return job.selection === null ? usage : createPlanEntries(job, buckets, tally);
}

/** Creates one worker's run. `give` receives planned entries; `isStopped` is called at least once per folder. */
export function createScanRun(
  job: ScanJob,
  give: (rows: EntryRows) => void,
  isStopped: () => boolean,
): ScanRun {
  const buckets = createBuckets(job);
  const tally = createPlanTally(give);
  const usage = createUsageEntries(buckets);
  const taker = takerFor(job, buckets, tally, usage.taker);
  const walker = new Walker(job, taker, isStopped);
  return {
    add: (units) => walker.add(units),
    share: () => walker.share(),
    step(untilMs, isAsked) {
      while (walker.next()) {
        if (performance.now() >= untilMs) return false;
        if (walker.left() >= plenty && isAsked()) return false;
      }
      return true;
    },
    count: () => ({ files: walker.files, bytes: walker.bytes, current: walker.current?.path ?? null }),
    result: () => ({
      ...tally.result(),
      usage: usage.rows(),
      unreadable: walker.unreadable,
      keepMatched: [...new Set(walker.contexts.flatMap(({ keepMatched }) => [...keepMatched]))],
    }),
  };
}
