import { codeOf, comparable, emptyFacts, readFacts, visitFolder } from '../fs/walk.ts';
import type { EntryFacts } from '../fs/walk.ts';
import { AbsentRoots } from './absent-roots.ts';
import { Arrivals } from './arrivals.ts';
import { Cells } from './cells.ts';
import { tickOf } from './disk-tick.ts';
import { asFound, asKnown, asNew, FolderTable } from './folder-table.ts';
import type { Origin } from './folder-table.ts';
import type { Ledger, NewFile } from './ledger.ts';
import { Listing } from './listing.ts';
import type { ChildSeen } from './listing.ts';
import { Placing } from './placing.ts';
import { ReceivedBook } from './received-book.ts';
import { accountsOf, placesOf } from './watch-job.ts';
import type { ReceivedFile, WatchJob } from './watch-messages.ts';

const separator = process.platform === 'win32' ? '\\' : '/';
const visiting = { isStopped: () => false, trustKinds: false } as const;

export type Listed = 'listed' | 'gone' | 'refused';

export function joined(folder: string, name: string): string {
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** The folders and sums of all roots as they were when each folder was listed last. Opens no file, changes nothing. */
export class Survey {
  readonly table = new FolderTable();
  readonly cells = new Cells();
  readonly received = new ReceivedBook();
  readonly roots = new Map<string, number>();
  /** roots in which an account may have come or gone; these three are cleared by whoever tells of them */
  readonly shapeMoved = new Set<string>();
  credentialsMoved = false;
  foldersMoved = false;
  private job: WatchJob;
  private placing: Placing;
  private mounts: ReadonlySet<string> = new Set();
  private readonly now: () => number;
  readonly arrivals: Arrivals;
  private readonly facts = emptyFacts();
  private readonly stamps = new Map<number, number>();
  private readonly absent: AbsentRoots;

  constructor(job: WatchJob, now: () => number) {
    this.job = job;
    this.now = now;
    this.arrivals = new Arrivals(job.since, now);
    this.absent = new AbsentRoots(this);
    this.placing = new Placing(job, this.table, this.cells, this.roots);
    this.takeJob(job, () => asFound);
  }

  /** Another discovery: what belongs to somebody else now is counted anew, nothing else is touched; true = there is such. */
  update(job: WatchJob): boolean {
    const before = this.job;
    let isOther = placesOf(before) !== placesOf(job);
    for (const [id, row] of this.roots) {
      const was = before.scan.roots[before.rootIds.indexOf(id)];
      const is = job.scan.roots[job.rootIds.indexOf(id)];
      if (was !== undefined && is !== undefined && was.dev === is.dev && was.ino === is.ino) {
        const isOtherLayout = was.layout !== is.layout;
        isOther = this.recount(row, accountsOf(before, id), accountsOf(job, id), isOtherLayout) || isOther;
        continue;
      }
      isOther = true;
      this.absent.leave(before, id, row);
      this.drop(row, false);
      this.roots.delete(id);
    }
    this.takeJob(job, (id) => this.absent.originOf(job, id));
    return isOther;
  }

  pathOf(row: number): string {
    const parent = this.table.parent(row);
    if (parent < 0) return this.table.name(row);
    return joined(this.pathOf(parent), this.table.name(row));
  }

  /** Whether a folder must be listed again; `gone` when it is none any more. */
  state(row: number, path: string): 'same' | 'moved' | 'gone' {
    try {
      if (!readFacts(path, this.facts) || this.facts.kind !== 'folder') return 'gone';
    } catch {
      return 'moved';
    }
    return this.table.isAsListed(row, this.facts.mtimeMs, Number(this.facts.ino)) ? 'same' : 'moved';
  }

  /** Lists one folder and brings its sums and its children up to date. */
  list(row: number, path: string): Listed {
    const { facts } = this;
    const place = this.placing.place(row);
    const dev = this.devOf(row);
    // not below a mount point, on another disk or another root: those are not entered, as in a scan
    const isOurs = (below: string, found: EntryFacts): boolean =>
      found.dev === dev && !this.mounts.has(below);
    let own: { mtimeMs: number; ino: number };
    let listing: Listing;
    try {
      if (!readFacts(path, facts) || facts.kind !== 'folder') return 'gone';
      own = { mtimeMs: facts.mtimeMs, ino: Number(facts.ino) };
      const isAsked = this.isFirst(row) && this.arrivals.mayHold(own.mtimeMs);
      listing = new Listing(place, isOurs, (name) => isAsked && this.arrivals.came(joined(path, name)));
      visitFolder(path, listing, facts, visiting);
    } catch (error) {
      return ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) ? 'gone' : 'refused';
    }
    this.book(row, listing.ledger, place.mayBecomeAccount);
    this.reconcile(row, listing.folders, place.mayBecomeAccount);
    this.table.setListed(row, { ...own, isRacy: Math.abs(this.now() - own.mtimeMs) < tickOf(own.mtimeMs) });
    return 'listed';
  }

  drop(row: number, isChange = true): void {
    const below: number[] = [];
    this.table.remove(row, (each) => {
      below.push(each);
      this.cells.apply(this.table.shares(each), -1, isChange);
    });
    for (const each of below) {
      this.received.forget(each);
      if (this.stamps.delete(each)) this.credentialsMoved = true;
    }
    this.foldersMoved = true;
  }

  /** The folder is not there any more. A root keeps its place, and neither its going nor its coming back is a change. */
  leave(row: number): void {
    const parent = this.table.parent(row);
    if (parent < 0) {
      this.absent.leave(this.job, this.rootIdOf(row), row);
      for (const child of this.table.children(row)) this.drop(child, false);
      this.cells.apply(this.table.shares(row), -1, false);
      this.table.setShares(row, []);
      this.table.restart(row, asKnown);
      return;
    }
    if (this.table.parent(parent) < 0) this.moveShape(parent);
    this.drop(row);
  }

  /** Numbers of folders that went away may be used again: nobody holds one any more. */
  reuse(): void {
    this.absent.passed();
    this.table.reuse();
    this.placing.forget();
  }

  private takeJob(job: WatchJob, originOf: (rootId: string) => Origin): void {
    this.job = job;
    this.mounts = new Set([...job.scan.mounts, ...job.scan.otherRoots]);
    for (const [index, id] of job.rootIds.entries()) {
      const root = job.scan.roots[index];
      if (root !== undefined && !this.roots.has(id))
        this.roots.set(id, this.table.add(-1, root.realPath, originOf(id)));
    }
    this.placing = new Placing(job, this.table, this.cells, this.roots);
  }

  /** Folders that became an account's, or no longer are one, are listed anew with all below them. */
  private recount(
    root: number,
    was: ReadonlyMap<string, string>,
    is: ReadonlyMap<string, string>,
    isOtherLayout: boolean,
  ): boolean {
    const isSame = was.size === is.size && [...was].every(([folder, id]) => is.get(folder) === id);
    if (isSame && !isOtherLayout) return false;
    for (const child of this.table.children(root)) {
      const name = this.table.name(child);
      const stays = was.has(name) && was.get(name) === is.get(name);
      if (stays && !isOtherLayout) continue;
      this.drop(child);
      this.table.add(root, name, asKnown);
    }
    return true;
  }

  private moveShape(row: number): void {
    const id = this.rootIdOf(row);
    if (id !== '') this.shapeMoved.add(id);
  }

  private rootIdOf(row: number): string {
    return this.job.rootIds[this.placing.frame(row).context.index] ?? '';
  }

  private devOf(row: number): number | bigint {
    const root = this.job.scan.roots[this.placing.frame(row).context.index];
    return root === undefined ? -1 : comparable(root.dev);
  }

  private book(row: number, ledger: Ledger, mayBecomeAccount: boolean): void {
    const { table, cells } = this;
    const isChange = !this.isFirst(row);
    if (table.parent(row) < 0) this.absent.comeBack(this.rootIdOf(row));
    const before = table.shares(row);
    const now = ledger.shares();
    cells.apply(before, -1, isChange);
    cells.apply(now, 1, isChange);
    cells.arrive(ledger.arrivals());
    table.setShares(row, now);
    const moved = isChange ? before.length + now.length : ledger.arrivals().length;
    if (mayBecomeAccount && moved > 0) this.moveShape(row);
    const stamp = this.stamps.get(row) ?? 0;
    if (isChange && stamp !== ledger.stamp) this.credentialsMoved = true;
    if (ledger.stamp !== 0) this.stamps.set(row, ledger.stamp);
    else this.stamps.delete(row);
    // what is only counted for somebody else now was told before
    if (table.isListed(row) || table.origin(row) !== asKnown)
      this.received.note(row, ledger, !isChange, (found) => this.named(row, found));
    else this.received.keep(row, ledger);
  }

  /** what is in it now was there before the watch began, but for what came meanwhile */
  private isFirst(row: number): boolean {
    return !this.table.isListed(row) && this.table.origin(row) === asFound;
  }

  private named(row: number, { name, bytes, cell }: NewFile): Omit<ReceivedFile, 'id' | 'isAgain'> {
    const { rootId, accountId } = this.cells.at(cell) ?? { rootId: '', accountId: null };
    return { rootId, accountId, name, bytes, top: this.table.top(row) };
  }

  private reconcile(row: number, seen: readonly ChildSeen[], mayBecomeAccount: boolean): void {
    const { table } = this;
    const wasListed = table.isListed(row);
    const origin = wasListed ? asNew : table.origin(row);
    const known = new Map<string, number>();
    for (const child of table.children(row)) known.set(table.name(child), child);
    let moved = false;
    let isShape = wasListed;
    for (const { name, ino, hasArrived } of seen) {
      const child = known.get(name);
      known.delete(name);
      if (child !== undefined && (!table.isListed(child) || table.sameFolder(child, ino))) continue;
      if (child !== undefined) this.drop(child);
      table.add(row, name, hasArrived ? asNew : origin);
      moved = true;
      isShape ||= hasArrived;
    }
    for (const child of known.values()) this.drop(child);
    if (!moved && known.size === 0) return;
    this.foldersMoved = true;
    if (isShape && (mayBecomeAccount || table.parent(row) < 0)) this.moveShape(row);
  }
}
