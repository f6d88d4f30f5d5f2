import { comparable, emptyFacts, readFacts, visitFolder } from '../fs/walk.ts';
import type { EntryFacts } from '../fs/walk.ts';
import { errorCode } from '../fs/errors.ts';
import { AbsentRoots } from './absent-roots.ts';
import { Arrivals, ReceivedFiles, tickOf } from './arrivals.ts';
import { FolderTable, origins } from './folder-table.ts';
import type { Origin, Share } from './folder-table.ts';
import { Listing } from './listing.ts';
import type { FolderLedger, ReceivedEntry, Subfolder } from './listing.ts';
import { Placements } from './placement.ts';
import { accountsOf, placesOf } from './protocol.ts';
import type { ReceivedFile, WatchJob } from './protocol.ts';
import { Sums } from './sums.ts';

const separator = process.platform === 'win32' ? '\\' : '/';
const visiting = { isStopped: () => false, trustKinds: false } as const;

export function joined(folder: string, name: string): string {
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

function filesAndBytes(shares: readonly Share[]): string {
  return JSON.stringify(shares.map(({ cell, files, bytes }) => [cell, files, bytes]));
}

/** The folders and sums of all roots as each folder was listed last. Opens no file and changes nothing on the disk. */
export class Snapshot {
  readonly table = new FolderTable();
  readonly sums = new Sums();
  readonly received = new ReceivedFiles();
  readonly roots = new Map<string, number>();
  /** Roots in which an account may have come or gone. The reader clears this and the next two. */
  readonly rootsToCheck = new Set<string>();
  haveCredentialsChanged = false;
  haveFoldersChanged = false;
  readonly arrivals: Arrivals;
  private job: WatchJob;
  private placements: Placements;
  private mounts: ReadonlySet<string> = new Set();
  private readonly now: () => number;
  private readonly facts = emptyFacts();
  private readonly credentialStamps = new Map<number, number>();
  private readonly absent: AbsentRoots;

  constructor(job: WatchJob, now: () => number) {
    this.job = job;
    this.now = now;
    this.arrivals = new Arrivals(job.since, now);
    this.absent = new AbsentRoots(this);
    this.placements = new Placements(job, this.table, this.sums, this.roots);
    this.follow(job, () => origins.before);
  }

  /** Takes over another discovery; counts anew what belongs to another account now. Returns whether there is any. */
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
    this.follow(job, (id) => this.absent.originOf(job, id));
    return isOther;
  }

  pathOf(row: number): string {
    const parent = this.table.parent(row);
    if (parent < 0) return this.table.name(row);
    return joined(this.pathOf(parent), this.table.name(row));
  }

  /** Compares a folder with its last listing by one `stat`. */
  compare(row: number, path: string): 'same' | 'changed' | 'gone' {
    try {
      if (!readFacts(path, this.facts) || this.facts.kind !== 'folder') return 'gone';
    } catch {
      return 'changed';
    }
    return this.table.isUnchanged(row, this.facts.mtimeMs, Number(this.facts.ino)) ? 'same' : 'changed';
  }

  /** Lists one folder and updates its sums and children. False when there is no such folder. */
  list(row: number, path: string): boolean {
    const { facts } = this;
    const placement = this.placements.of(row);
    const dev = this.devOf(row);
    // links, mount points, other disks and other roots are not entered, as in a scan
    const isInScope = (below: string, found: EntryFacts): boolean =>
      found.dev === dev && !this.mounts.has(below);
    const isFirst = this.isFirst(row);
    const mayStillGrow = this.table.isListed(row) || this.table.origin(row) === origins.arrived;
    let own: { mtimeMs: number; ino: number };
    let listing: Listing;
    try {
      if (!readFacts(path, facts) || facts.kind !== 'folder') return false;
      own = { mtimeMs: facts.mtimeMs, ino: Number(facts.ino) };
      const mayHaveArrivals = isFirst && this.arrivals.mayHold(own.mtimeMs);
      listing = new Listing(
        placement,
        isInScope,
        (name) => mayHaveArrivals && this.arrivals.arrived(joined(path, name)),
      );
      visitFolder(path, listing, facts, visiting);
    } catch (error) {
      return !['ENOENT', 'ENOTDIR'].includes(errorCode(error));
    }
    const hasOtherSums = this.book(row, listing.ledger, placement.mayBecomeAccount);
    this.reconcile(row, listing.folders, placement.mayBecomeAccount);
    // a later change within the same tick leaves the same time
    const isInTick = Math.abs(this.now() - own.mtimeMs) < tickOf(own.mtimeMs);
    this.table.setListed(row, { ...own, isSettled: !isInTick && !(mayStillGrow && hasOtherSums) });
    return true;
  }

  /** Lists a folder and what is new below it; false when that takes longer, so that a sweep must do the rest. */
  listWithNew(start: number, withinMs: number): boolean {
    const { table } = this;
    const until = performance.now() + withinMs;
    const stack = [start];
    for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
      if (!table.isAlive(row)) continue;
      if (!this.list(row, this.pathOf(row))) this.leave(row);
      else for (const child of table.children(row)) if (!table.isListed(child)) stack.push(child);
      if (performance.now() > until && stack.length > 0) return false;
    }
    return true;
  }

  /** Removes a folder that is gone. A root keeps its row, and neither its loss nor its return is a change. */
  leave(row: number): void {
    const parent = this.table.parent(row);
    if (parent < 0) {
      this.absent.leave(this.job, this.rootIdOf(row), row);
      for (const child of this.table.children(row)) this.drop(child, false);
      this.sums.add(this.table.shares(row), -1, false);
      this.table.setShares(row, []);
      this.table.restart(row, origins.known);
      return;
    }
    const root = this.table.root(row);
    // an unplugged drive takes its folders with it, and that is no loss of theirs
    if (!this.isRootThere(root)) {
      this.leave(root);
      return;
    }
    if (root === parent) this.checkRootOf(parent);
    this.drop(row);
  }

  /** Call after each sweep. Returns whether another one is needed to count roots that are back. */
  endSweep(): boolean {
    return this.absent.endSweep();
  }

  /** No sweep holds a row any more: rows of removed folders can be given out again. */
  reuse(): void {
    this.table.reuse();
    this.placements.forget();
  }

  private isRootThere(row: number): boolean {
    const { facts, table } = this;
    try {
      if (!readFacts(table.name(row), facts) || facts.kind !== 'folder') return false;
      return !table.isListed(row) || table.sameFolder(row, Number(facts.ino));
    } catch (error) {
      return !['ENOENT', 'ENOTDIR'].includes(errorCode(error));
    }
  }

  private follow(job: WatchJob, originOf: (rootId: string) => Origin): void {
    this.job = job;
    this.mounts = new Set([...job.scan.mounts, ...job.scan.otherRoots]);
    for (const [index, id] of job.rootIds.entries()) {
      const root = job.scan.roots[index];
      if (root !== undefined && !this.roots.has(id))
        this.roots.set(id, this.table.add(-1, root.realPath, originOf(id)));
    }
    this.placements = new Placements(job, this.table, this.sums, this.roots);
  }

  private drop(row: number, isChange = true): void {
    const below: number[] = [];
    this.table.remove(row, (each) => {
      below.push(each);
      this.sums.add(this.table.shares(each), -1, isChange);
    });
    for (const each of below) {
      this.received.forget(each);
      if (this.credentialStamps.delete(each)) this.haveCredentialsChanged = true;
    }
    this.haveFoldersChanged = true;
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
      this.table.add(root, name, origins.known);
    }
    return true;
  }

  private checkRootOf(row: number): void {
    const id = this.rootIdOf(row);
    if (id !== '') this.rootsToCheck.add(id);
  }

  private rootIdOf(row: number): string {
    return this.job.rootIds[this.placements.frame(row).context.index] ?? '';
  }

  private devOf(row: number): number | bigint {
    const root = this.job.scan.roots[this.placements.frame(row).context.index];
    return root === undefined ? -1 : comparable(root.dev);
  }

  /** Brings the sums up to date with a listing; returns whether they are others than before. */
  private book(row: number, ledger: FolderLedger, mayBecomeAccount: boolean): boolean {
    const { table, sums } = this;
    const isChange = !this.isFirst(row);
    if (table.parent(row) < 0) this.absent.comeBack(this.rootIdOf(row));
    const before = table.shares(row);
    const now = ledger.shares();
    sums.add(before, -1, isChange);
    sums.add(now, 1, isChange);
    sums.report(ledger.arrivals, 1);
    table.setShares(row, now);
    const moved = isChange ? before.length + now.length : ledger.arrivals.length;
    if (mayBecomeAccount && moved > 0) this.checkRootOf(row);
    const stamp = this.credentialStamps.get(row) ?? 0;
    if (isChange && stamp !== ledger.credentialStamp) this.haveCredentialsChanged = true;
    if (ledger.credentialStamp !== 0) this.credentialStamps.set(row, ledger.credentialStamp);
    else this.credentialStamps.delete(row);
    // files that only count for another account now were reported before
    if (table.isListed(row) || table.origin(row) !== origins.known)
      this.received.note(row, ledger, !isChange, (found) => this.named(row, found));
    else this.received.keep(row, ledger);
    return filesAndBytes(before) !== filesAndBytes(now);
  }

  /** Its content was there before the watch began, except for what arrived meanwhile. */
  private isFirst(row: number): boolean {
    return !this.table.isListed(row) && this.table.origin(row) === origins.before;
  }

  private named(row: number, { name, bytes, cell }: ReceivedEntry): Omit<ReceivedFile, 'id' | 'isUpdate'> {
    const { rootId, accountId } = this.sums.at(cell) ?? { rootId: '', accountId: null };
    return { rootId, accountId, name, bytes, top: this.table.top(row) };
  }

  private reconcile(row: number, seen: readonly Subfolder[], mayBecomeAccount: boolean): void {
    const { table } = this;
    const wasListed = table.isListed(row);
    const origin = wasListed ? origins.arrived : table.origin(row);
    const known = new Map<string, number>();
    for (const child of table.children(row)) known.set(table.name(child), child);
    let hasNew = false;
    let isShape = wasListed;
    for (const { name, ino, hasArrived } of seen) {
      const child = known.get(name);
      known.delete(name);
      if (child !== undefined && (!table.isListed(child) || table.sameFolder(child, ino))) continue;
      if (child !== undefined) this.drop(child);
      table.add(row, name, hasArrived ? origins.arrived : origin);
      hasNew = true;
      isShape ||= hasArrived;
    }
    for (const child of known.values()) this.drop(child);
    if (!hasNew && known.size === 0) return;
    this.haveFoldersChanged = true;
    if (isShape && (mayBecomeAccount || table.parent(row) < 0)) this.checkRootOf(row);
  }
}
