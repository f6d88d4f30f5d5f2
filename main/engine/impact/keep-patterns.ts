import type { FrozenPlan } from '../plans/frozen-plan.ts';

/** Most patterns that a person would type. */
const maxPatterns = 8;
/** Up to this many files are named one by one. */
const maxFiles = 4;

/** Characters that `--keep` refuses; `?` matches any one. */
function written(component: string): string {
  return component.replace(/^[!~]|[{}[\]|\\]/g, '?');
}

/** One component alone would match at any depth, so it is anchored at the data folder. */
function patternOf(segments: readonly string[]): string {
  return `${segments.length === 1 ? '/' : ''}${segments.map(written).join('/')}`;
}

function commonStart(paths: readonly (readonly string[])[]): readonly string[] {
  return paths.reduce((shared, path) => {
    const end = shared.findIndex((name, index) => name !== path[index]);
    return end < 0 ? shared : shared.slice(0, end);
  });
}

/**
 * Patterns for `--keep` that leave the entries `[from, to)` of a plan: the files, or the folder that holds all of them.
 * Empty when that takes too many. They may keep more beside these entries, never less.
 */
export function keepPatterns(plan: FrozenPlan, from: number, to: number): readonly string[] {
  if (to - from <= maxFiles) {
    const files = Array.from({ length: to - from }, (_none, index) => plan.entry(from + index));
    return files.map(({ folder, name }) => patternOf([...plan.folder(folder).segments, name]));
  }
  const indexes = new Set<number>();
  plan.eachEntry((_index, folder) => indexes.add(folder), from, to);
  const folders = [...indexes].map((index) => plan.folder(index).segments);
  const shared = commonStart(folders);
  if (shared.length > 0) return [patternOf(shared)];
  const tops = new Set(folders.flatMap(([top]) => top ?? []));
  for (let index = from; index < to && tops.size <= maxPatterns; index += 1)
    if (plan.folder(plan.folderOf(index)).segments.length === 0) tops.add(plan.entry(index).name);
  return tops.size > maxPatterns ? [] : [...tops].map((top) => patternOf([top]));
}
