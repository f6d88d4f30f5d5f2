import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Category } from '../../../../app/cleanup/categories.ts';
import type { FolderPins } from '../../../system/ports.ts';
import type { FrozenPlan } from '../../plans/frozen-plan.ts';
import { planRows } from '../../ledger/batch.ts';
import type { Disposal } from '../../ledger/disposal.ts';
import { wholeFolders } from '../../ledger/folder-contents.ts';
import { compareFolders } from '../compare-folders.ts';
import type { RemovalRequest } from '../protocol.ts';
import { createSink } from '../sink.ts';
import { createWholeFolders } from '../whole-folders.ts';

const never = (): boolean => false;

/** The same plan with other categories, by group. */
export function withCategories(plan: FrozenPlan, categories: readonly Category[]): FrozenPlan {
  const groups = plan.view.groups.map((group) => ({ ...group, category: categories[group.id] ?? 'other' }));
  return { ...plan, view: { ...plan.view, groups } };
}

/** Moves whole folders to `to`, named by their index in the plan: the smallest possible disposal. */
function movingDisposal(to: string): Disposal {
  mkdirSync(to, { recursive: true });
  return {
    prepare: () => undefined,
    take: () => undefined,
    takeFolder({ parent, name, folder }) {
      renameSync(parent.pathFor(name), join(to, String(folder)));
      return 'quarantined';
    },
    settle: () => undefined,
    close: () => undefined,
  };
}

/** Compares and moves every whole folder of the plan with the real sink, without a thread. */
export async function takeUnits(plan: FrozenPlan, pins: FolderPins, to: string) {
  const bounds = { pins, style: 'posix', roots: plan.roots } as const;
  const sink = createSink({ ...bounds, disposal: movingDisposal(to) });
  const rows = planRows(plan.roots, plan.shared());
  const ask = (request: RemovalRequest): Promise<Uint8Array> => {
    if (request.kind === 'move-folders') return Promise.resolve(sink.takeFolders(request.items, never));
    if (request.kind !== 'compare') throw new Error(`unexpected request: ${request.kind}`);
    return Promise.resolve(compareFolders(bounds, rows, request.part, never));
  };
  const wholes = createWholeFolders(plan, ask);
  return { units: await wholes.move(await wholes.find(wholeFolders(plan))) };
}
