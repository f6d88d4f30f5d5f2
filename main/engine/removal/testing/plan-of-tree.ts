import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanGroup, PlanView } from '../../../../app/contract/plans.ts';
import type { FrozenPlan, PlanEntry, PlanFolder, PlanRoot } from '../../plans/frozen-plan.ts';
import { createPlanBuilder } from '../../plans/plan-columns.ts';

export interface PlanOptions {
  /** path below the root, `/`-separated */
  readonly includes?: (path: string) => boolean;
  readonly removable?: (path: string) => boolean;
  readonly group?: (path: string) => number;
  readonly createdAt?: number;
  readonly planId?: string;
}

function groupView(id: number): PlanGroup {
  return {
    id,
    rootId: 'root-0',
    accountId: 'account-1',
    location: 'W4-01',
    category: 'cache',
    recoverability: 'auto',
    risk: 'low',
    confidence: 'A',
    files: 0,
    bytes: 0,
    allocated: 0,
  };
}

/** Freezes real trees without the planner, so that removal tests do not depend on its rules. */
export function planOfTrees(tops: readonly string[], options: PlanOptions = {}): FrozenPlan {
  const roots: PlanRoot[] = tops.map((top, index) => {
    const realPath = realpathSync(top);
    const { dev, ino } = lstatSync(realPath, { bigint: true });
    return { id: `root-${index}`, realPath, identity: { dev, ino } };
  });
  const folders: PlanFolder[] = [];
  const entries: Omit<PlanEntry, 'id'>[] = [];
  const includes = options.includes ?? (() => true);

  const visit = (root: number, segments: readonly string[]): boolean => {
    const path = join(roots[root]!.realPath, ...segments);
    const { dev, ino } = lstatSync(path, { bigint: true });
    const { mtimeMs } = lstatSync(path);
    const removable = segments.length > 0 && (options.removable ?? (() => true))(segments.join('/'));
    const planned = { root, segments, identity: { dev, ino }, removable, mtimeMs, complete: true };
    const folder = folders.push(planned) - 1;
    for (const name of readdirSync(path).sort()) {
      const below = [...segments, name];
      const stats = lstatSync(join(path, name));
      if (stats.isDirectory()) planned.complete = visit(root, below) && planned.complete;
      else if ((stats.isFile() || stats.isSymbolicLink()) && includes(below.join('/'))) {
        entries.push({
          folder,
          name,
          kind: stats.isFile() ? 'file' : 'link',
          group: options.group?.(below.join('/')) ?? 0,
          bytes: stats.size,
          allocated: stats.blocks * 512,
          mtimeMs: stats.mtimeMs,
          ino: lstatSync(join(path, name), { bigint: true }).ino,
        });
      } else planned.complete = false;
    }
    return planned.removable && planned.complete;
  };
  roots.forEach((_root, index) => visit(index, []));
  entries.sort((a, b) => a.group - b.group);
  return planOf(roots, folders, entries, options);
}

/** A plan from hand-made parts, including parts that no planner would write. */
export function planOf(
  roots: readonly PlanRoot[],
  folders: readonly PlanFolder[],
  entries: readonly Omit<PlanEntry, 'id'>[],
  options: PlanOptions = {},
): FrozenPlan {
  const total = {
    files: entries.length,
    bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
    allocated: entries.reduce((sum, entry) => sum + entry.allocated, 0),
  };
  const createdAt = options.createdAt ?? Date.now();
  const view: PlanView = {
    id: options.planId ?? 'plan-1',
    createdAt,
    expiresAt: createdAt + 3_600_000,
    selection: {
      level: 'basic',
      accounts: 'all',
      include: [],
      olderThanMs: null,
      keep: [],
      sinceSession: false,
    },
    accounts: [],
    groups: [...new Set(entries.map((entry) => entry.group))].map(groupView),
    total,
    kept: [],
    staying: [],
    impact: [],
    unmatchedKeep: [],
    unreadable: [],
  };
  const builder = createPlanBuilder(folders.length, entries.length);
  for (const folder of folders) builder.addFolder({ ...folder, ino: folder.identity.ino });
  for (const entry of entries) builder.addEntry(entry);
  const table = builder.build(view, roots);
  // keeps the false values, because a columnar plan could not store some of them
  return {
    view,
    roots,
    folderCount: folders.length,
    entryCount: entries.length,
    tree: table.tree,
    linked: table.linked,
    shared: () => table.shared(),
    folderPath: (index) => table.folderPath(index),
    folderIno: (index) => table.folderIno(index),
    folderTimeOf: (index) => table.folderTimeOf(index),
    eachEntry: (visit, from, to) => table.eachEntry(visit, from, to),
    foldersWithIno: (ino) => table.foldersWithIno(ino),
    folderOf: (index) => table.folderOf(index),
    groupOf: (index) => table.groupOf(index),
    bytesOf: (index) => table.bytesOf(index),
    allocatedOf: (index) => table.allocatedOf(index),
    isRoot: (index) => table.isRoot(index),
    isRemovable: (index) => table.isRemovable(index),
    isComplete: (index) => table.isComplete(index),
    pathOf: (index) => table.pathOf(index),
    folder: (index) => folders[index]!,
    entry: (index) => ({ id: index, ...entries[index]! }),
  };
}
