import type { PlanGroup, PlanView } from '../../../../app/contract/plans.ts';
import { sumOf } from '../scan.ts';
import { planLifetimeMs } from '../create-plan.ts';
import type { FrozenPlan, PlanEntry } from '../../plans/frozen-plan.ts';
import { createPlanBuilder } from '../../plans/plan-columns.ts';
import { now } from './sample-root.ts';

function groupOf(id: number, entries: readonly Omit<PlanEntry, 'id'>[]): PlanGroup {
  const own = entries.filter((entry) => entry.group === id);
  return {
    id,
    rootId: 'root-1',
    accountId: 'id-a',
    location: `row-${id}`,
    category: id === 0 ? 'cache' : 'media',
    recoverability: 'auto',
    risk: 'low',
    confidence: 'A',
    ...sumOf(own.map(({ bytes, allocated }) => ({ files: 1, bytes, allocated }))),
  };
}

function sampleEntry(index: number, group: number): Omit<PlanEntry, 'id'> {
  return {
    folder: 1 + (index % 3),
    name: index % 7 === 0 ? `文件 "${index}"\n.dat` : `file-${index}.dat`,
    kind: index % 11 === 0 ? 'link' : 'file',
    group,
    bytes: index * 3,
    allocated: Math.ceil((index * 3) / 4096) * 4096,
    mtimeMs: now - index * 1000.123,
    ino: (1n << 60n) + BigInt(index),
  };
}

/**
 * A plan without a disk: a root, `cache` with two folders and an empty one, and two groups with half of the entries
 * each.
 */
export function samplePlan(id: string, { entries = 20 }: { readonly entries?: number } = {}): FrozenPlan {
  const paths = [[], ['cache'], ['cache', 'a'], ['cache', 'b'], ['cache', 'b', 'empty']];
  const builder = createPlanBuilder(paths.length, entries);
  for (const [i, segments] of paths.entries())
    builder.addFolder({
      root: 0,
      segments,
      ino: BigInt(i + 100),
      removable: segments.length > 1,
      mtimeMs: now - i * 1000.125,
      complete: segments.length > 1,
    });
  const all = Array.from({ length: entries }, (_, i) => sampleEntry(i, i < entries / 2 ? 0 : 1));
  all.sort((a, b) => a.group - b.group || a.folder - b.folder);
  for (const entry of all) builder.addEntry(entry);
  const groups = [0, 1].map((group) => groupOf(group, all)).filter((group) => group.files > 0);
  const view: PlanView = {
    id,
    createdAt: now,
    expiresAt: now + planLifetimeMs,
    selection: {
      level: 'basic',
      accounts: 'all',
      include: [],
      olderThanMs: null,
      keep: [],
      sinceSession: false,
    },
    accounts: [],
    groups,
    total: sumOf(groups),
    kept: [{ reason: 'protected', category: 'cache', files: 1, bytes: 2, allocated: 3 }],
    staying: [],
    impact: [],
    unmatchedKeep: [],
    unreadable: [{ path: '/x/锁', code: 'EACCES' }],
  };
  return builder.build(view, [{ id: 'root-1', realPath: '/x/root', identity: { dev: 5n, ino: 7n } }]);
}
