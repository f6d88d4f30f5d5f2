import type { Identity } from '../../system/ports.ts';
import { comparable, emptyFacts, readFacts, visitFolder, WalkStopped } from '../fs/walk.ts';
import type { EntryFacts, FolderVisitor, VisitOptions } from '../fs/walk.ts';
import { errorCode, throwFileLimit } from '../fs/errors.ts';
import { childFrame, createContexts, frameOf, segmentsOf, unitOf } from './frames.ts';
import type { Frame, RootContext } from './frames.ts';
import type { ScanJob, ScanUnit, UnreadableRow } from './scan-job.ts';

/** Handles each entry of the listed folder. The walk itself makes no decisions. */
export interface EntryHandler {
  open(frame: Frame): void;
  /** a subfolder that this or another worker will walk */
  folder(): void;
  /** null = an entry without a usable name; `facts` is valid only during the call */
  entry(name: string | null, facts: EntryFacts): void;
  /** a mount point, which is not entered, so its size is unknown */
  mount(name: string): void;
  /** the folder holds something that is not scanned */
  skipped(): void;
  close(): void;
  /** whether an unreadable place matters: `name` in this folder, or the whole folder when null */
  matters(frame: Frame, name: string | null): boolean;
}

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
export class Walker implements FolderVisitor {
  readonly unreadable: UnreadableRow[] = [];
  readonly contexts: readonly RootContext[];
  files = 0;
  bytes = 0;
  current: Frame | null = null;
  private readonly devs: readonly (number | bigint)[];
  private readonly mounts: ReadonlySet<string>;
  private readonly otherRoots: ReadonlySet<string>;
  private readonly own: readonly Identity[];
  private readonly handler: EntryHandler;
  private readonly options: VisitOptions;
  private readonly facts = emptyFacts();
  private stack: Frame[] = [];

  constructor(job: ScanJob, handler: EntryHandler, isStopped: () => boolean) {
    this.contexts = createContexts(job);
    this.devs = job.roots.map((root) => comparable(root.dev));
    this.mounts = new Set(job.mounts);
    this.otherRoots = new Set(job.otherRoots);
    this.own = job.own;
    this.handler = handler;
    // A plan needs each folder's identity. A usage scan does not, once the list of mounts is complete.
    this.options = { isStopped, trustKinds: job.selection === null && job.mountsKnown };
  }

  add(units: readonly ScanUnit[]): void {
    for (const unit of units) this.stack.push(frameOf(this.contexts, unit));
  }

  share(): readonly ScanUnit[] {
    return this.stack.splice(0, Math.floor(this.stack.length / 2)).map(unitOf);
  }

  remaining(): number {
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
    else if (this.handler.matters(frame, null))
      this.unreadable.push({ root: frame.context.index, path: '', code: trouble });
    return true;
  }

  listed(): void {
    if (this.current !== null) this.handler.open(this.current);
  }

  folder(name: string, path: string, facts: EntryFacts | null): void {
    const parent = this.current;
    if (parent === null) return;
    const isOtherDevice = facts !== null && facts.dev !== this.devs[parent.context.index];
    if (this.otherRoots.has(path) || this.isOwn(facts)) this.handler.skipped();
    else if (isOtherDevice || this.mounts.has(path)) this.handler.mount(name);
    else {
      this.handler.folder();
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
    this.handler.skipped();
    if (this.current === null || vanished.has(code) || !this.handler.matters(this.current, name)) return;
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
      throwFileLimit(error);
      this.refused(null, errorCode(error));
      return;
    }
    this.handler.close();
  }

  private countEntry(name: string | null, facts: EntryFacts): void {
    this.files += 1;
    this.bytes += facts.size;
    this.handler.entry(name, facts);
  }
}
