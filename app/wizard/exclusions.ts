import type { PlanGroup } from '../contract/plans.ts';

/** Key of a group that is the same in every plan of a selection; group ids are valid in one plan only. */
export function groupKey(group: Pick<PlanGroup, 'rootId' | 'accountId' | 'location' | 'category'>): string {
  return [group.rootId, group.accountId ?? '', group.location ?? '', group.category].join('|');
}

/** A file that the user unticked. The path finds it again in a later plan. */
export interface ExcludedFile {
  /** valid in that plan only */
  readonly id: number;
  readonly planId: string;
  readonly path: string;
  readonly bytes: number;
}

/** What the user unticked, by key and path, so that it survives a new plan. */
export interface Exclusions {
  readonly groups: readonly string[];
  readonly files: Readonly<Record<string, readonly ExcludedFile[]>>;
}

export const noExclusions: Exclusions = { groups: [], files: {} };

export function isEmpty(exclusions: Exclusions): boolean {
  return (
    exclusions.groups.length === 0 && Object.values(exclusions.files).every((files) => files.length === 0)
  );
}

/** Unticks or ticks a whole group. Either way the group's single unticked files are cleared. */
export function toggleGroup(exclusions: Exclusions, key: string): Exclusions {
  const out = exclusions.groups.includes(key);
  return {
    groups: out ? exclusions.groups.filter((other) => other !== key) : [...exclusions.groups, key],
    files: { ...exclusions.files, [key]: [] },
  };
}

export function toggleFile(exclusions: Exclusions, key: string, file: ExcludedFile): Exclusions {
  const files = exclusions.files[key] ?? [];
  const out = files.some((other) => other.path === file.path);
  const left = out ? files.filter((other) => other.path !== file.path) : [...files, file];
  return { ...exclusions, files: { ...exclusions.files, [key]: left } };
}

/** Totals of a plan after the exclusions, shown before the plan itself is reduced. */
export function remaining(
  groups: readonly PlanGroup[],
  exclusions: Exclusions,
): {
  readonly files: number;
  readonly bytes: number;
  readonly allocated: number;
  readonly groups: number;
} {
  let files = 0;
  let bytes = 0;
  let allocated = 0;
  let count = 0;
  for (const group of groups) {
    const key = groupKey(group);
    if (exclusions.groups.includes(key)) continue;
    const out = exclusions.files[key] ?? [];
    count += 1;
    files += group.files - out.length;
    allocated += group.allocated;
    bytes += group.bytes - out.reduce((sum, file) => sum + file.bytes, 0);
  }
  // The blocks of an excluded file are not known here, so this is a limit; the reduced plan is exact.
  return { files, bytes, allocated, groups: count };
}
