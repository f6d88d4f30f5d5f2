import type { Survey } from './survey.ts';

const listAtMostMs = 50;

/** Lists a folder and what is new below it; false when that takes longer than a moment, so that a sweep must do the rest. */
export function listWithNew(survey: Survey, start: number): boolean {
  const { table } = survey;
  const until = performance.now() + listAtMostMs;
  const stack = [start];
  for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
    if (!table.isAlive(row)) continue;
    const found = survey.list(row, survey.pathOf(row));
    if (found === 'gone') survey.leave(row);
    else for (const child of table.children(row)) if (!table.isListed(child)) stack.push(child);
    if (performance.now() > until && stack.length > 0) return false;
  }
  return true;
}
