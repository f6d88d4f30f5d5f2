import type { Amount } from '../../../app/contract/views.ts';
import type { FrozenPlan, PlanFolder } from '../planning/frozen-plan.ts';
import type { Identity } from '../../system/ports.ts';

/** A bound of removal as the sink knows it: the plan's root, and nothing above it is ever named. */
export interface SinkRoot {
  readonly realPath: string;
  readonly identity: Identity;
}

export interface BatchFolder {
  readonly root: number;
  readonly segments: readonly string[];
  readonly identity: Identity;
}

/** Up to a thousand planned entries in columns, cheap to hand to a thread. Holds copies of the plan, no choices. */
export interface EntryBatch {
  /** position in the plan of the first entry */
  readonly from: number;
  readonly folders: readonly BatchFolder[];
  readonly folderOf: Uint32Array;
  readonly names: readonly string[];
  /** 1 = the plan saw a link */
  readonly links: Uint8Array;
  readonly bytes: Float64Array;
  readonly mtimes: Float64Array;
  readonly inos: BigUint64Array;
}

export interface FolderItem extends BatchFolder {
  /** the parent's identity where the plan knows it */
  readonly parent: Identity | null;
}

function batchFolder(folder: PlanFolder): BatchFolder {
  return { root: folder.root, segments: folder.segments, identity: folder.identity };
}

/** A batch with what the removal thread need not know, but the counting must. */
export interface PlannedBatch {
  readonly batch: EntryBatch;
  readonly to: number;
  readonly amount: Amount;
  readonly allocated: Float64Array;
  readonly groups: Uint32Array;
}

/** Columns of the plan's entries `from` up to, not including, `to`. */
export function plannedBatch(plan: FrozenPlan, from: number, to: number): PlannedBatch {
  const count = to - from;
  const folders: BatchFolder[] = [];
  const positions = new Map<number, number>();
  const names: string[] = [];
  const columns = {
    folderOf: new Uint32Array(count),
    links: new Uint8Array(count),
    bytes: new Float64Array(count),
    mtimes: new Float64Array(count),
    inos: new BigUint64Array(count),
  };
  const allocated = new Float64Array(count);
  const groups = new Uint32Array(count);
  const sum = { files: count, bytes: 0, allocated: 0 };
  for (let i = 0; i < count; i += 1) {
    const entry = plan.entry(from + i);
    let position = positions.get(entry.folder);
    if (position === undefined) {
      position = folders.push(batchFolder(plan.folder(entry.folder))) - 1;
      positions.set(entry.folder, position);
    }
    names.push(entry.name);
    columns.folderOf[i] = position;
    columns.links[i] = entry.kind === 'link' ? 1 : 0;
    columns.bytes[i] = entry.bytes;
    columns.mtimes[i] = entry.mtimeMs;
    columns.inos[i] = entry.ino;
    allocated[i] = entry.allocated;
    groups[i] = entry.group;
    sum.bytes += entry.bytes;
    sum.allocated += entry.allocated;
  }
  return { batch: { from, folders, names, ...columns }, to, amount: sum, allocated, groups };
}

/** What a removal thread gets of the plan's entries `from` up to, not including, `to`. */
export function entryBatch(plan: FrozenPlan, from: number, to: number): EntryBatch {
  return plannedBatch(plan, from, to).batch;
}

function keyOf(root: number, segments: readonly string[]): string {
  return `${root}/${segments.join('/')}`;
}

/** The folders that may go once they are empty, deepest first; a root is never among them, nor what is `gone` already. */
export function removableFolders(
  plan: FrozenPlan,
  gone: ReadonlySet<number> = new Set(),
): readonly FolderItem[] {
  const known = new Map<string, Identity>();
  const removable: PlanFolder[] = [];
  for (let index = 0; index < plan.folderCount; index += 1) {
    const folder = plan.folder(index);
    known.set(keyOf(folder.root, folder.segments), folder.identity);
    if (folder.removable && folder.segments.length > 0 && !gone.has(index)) removable.push(folder);
  }
  plan.roots.forEach((root, index) => known.set(keyOf(index, []), root.identity));
  return removable
    .sort((a, b) => b.segments.length - a.segments.length)
    .map((folder) => ({
      ...batchFolder(folder),
      parent: known.get(keyOf(folder.root, folder.segments.slice(0, -1))) ?? null,
    }));
}
