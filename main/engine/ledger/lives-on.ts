import type { ReportView } from '../../../app/contract/runs.ts';
import { fileKey } from '../plans/linked-files.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import type { EntryStates } from './entry-states.ts';
import { isRemoval } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import type { TallyBook } from './tally.ts';

/** Moves what an entry gives back from one outcome to another; the counts of files and their sizes stay. */
function moveAllocated(book: TallyBook, plan: FrozenPlan, entry: number, from: Outcome, to: Outcome): void {
  const group = plan.groupOf(entry);
  const allocated = plan.allocatedOf(entry);
  book.count({ files: 0, bytes: 0, allocated: -allocated, group }, from);
  book.count({ files: 0, bytes: 0, allocated, group }, to);
}

/** Nothing of an entry with this outcome is left in its place. */
function isGone(outcome: Outcome): boolean {
  return isRemoval(outcome) || outcome === 'vanished';
}

/**
 * Counts the removed names whose content another name still holds, and takes that content out of what the run gave
 * back. Call it once, when every outcome is counted. `unsettled` is the outcome of entries that have none.
 */
export function countLivesOn(
  plan: FrozenPlan,
  states: Pick<EntryStates, 'outcomeOf'>,
  book: TallyBook,
  unsettled: Outcome,
): NonNullable<ReportView['livesOn']> {
  const contents = new Map<string, number>();
  let files = 0;
  let known = 0;
  const wayOf = (entry: number): Outcome => states.outcomeOf(entry) ?? unsettled;
  const add = (entry: number): void => {
    const { folder, ino, bytes } = plan.entry(entry);
    files += 1;
    contents.set(fileKey(plan.folder(folder).identity.dev, ino), bytes);
  };
  const look = (entry: number): boolean => {
    const way = wayOf(entry);
    if (way === 'deleted-hard-linked') known += 1;
    return isRemoval(way);
  };

  const linked = new Set(plan.linked.together.flat());
  for (const [from, to] of plan.linked.elsewhere)
    for (let entry = from; entry < to; entry += 1) {
      linked.add(entry);
      if (look(entry)) add(entry);
    }
  for (const names of plan.linked.together) {
    const removed = names.filter(look);
    const stays = names.find((entry) => !isGone(wayOf(entry)));
    const last = names.at(-1);
    if (stays === undefined || last === undefined) continue;
    removed.forEach(add);
    if (removed.includes(last)) moveAllocated(book, plan, last, wayOf(last), wayOf(stays));
  }

  // Names that came after the plan: only overwriting looks for them.
  const seen = book.tally().ways.find(({ way }) => way === 'deleted-hard-linked')?.files ?? 0;
  for (let entry = 0; seen > known && entry < plan.entryCount; entry += 1) {
    if (wayOf(entry) !== 'deleted-hard-linked' || linked.has(entry)) continue;
    add(entry);
    const less = { files: 0, bytes: 0, allocated: -plan.allocatedOf(entry), group: plan.groupOf(entry) };
    book.count(less, 'deleted-hard-linked');
  }
  return { files, bytes: [...contents.values()].reduce((sum, bytes) => sum + bytes, 0) };
}
