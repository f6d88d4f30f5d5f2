import { SignOffError } from '../../../app/contract/errors.ts';
import type { PlanEntriesPage } from '../../../app/contract/plans.ts';
import type { FrozenPlan } from './frozen-plan.ts';

/** A page of one group's entries in the plan's order. A group's entries are consecutive, so no search is needed. */
export function pageOf(plan: FrozenPlan, groupId: number, offset: number, limit: number): PlanEntriesPage {
  const { groups, id: planId } = plan.view;
  const place = groups.findIndex((group) => group.id === groupId);
  const group = groups[place];
  if (group === undefined) throw new SignOffError('invalid-input', { what: `group ${groupId}` });
  const first = groups.slice(0, place).reduce((sum, before) => sum + before.files, 0);
  const from = Math.min(Math.max(0, offset), group.files);
  const to = Math.min(from + Math.max(0, limit), group.files);
  const entries = Array.from({ length: to - from }, (_, i) => {
    const { id, folder, name, bytes, mtimeMs } = plan.entry(first + from + i);
    return { id, path: [...plan.folder(folder).segments, name].join('/'), bytes, mtime: mtimeMs };
  });
  return { planId, groupId, total: group.files, offset, entries };
}
