import type { PlanGroup } from '../contract/plans.ts';

/** What names a group in any plan of the same selection; group ids live only as long as their plan. */
export function groupKey(group: Pick<PlanGroup, 'rootId' | 'accountId' | 'location' | 'category'>): string {
  return [group.rootId, group.accountId ?? '', group.location ?? '', group.category].join('|');
}

/** A file that a person took out of the plan. Its path finds it again in a later plan. */
export interface ExcludedFile {
  /** its id, which means something in that plan only */
  readonly id: number;
  readonly planId: string;
  readonly path: string;
  readonly bytes: number;
}

/** What a person took out, kept by key and path so that a new plan loses nothing of it. */
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

/** Takes a whole group out or back in; its single files are forgotten either way. */
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

/** What remains of a plan after the exclusions, as the person sees it before the plan is made smaller. */
export function remaining(
  groups: readonly PlanGroup[],
  exclusions: Exclusions,
): { readonly files: number; readonly bytes: number; readonly groups: number } {
  let files = 0;
  let bytes = 0;
  let count = 0;
  for (const group of groups) {
    const key = groupKey(group);
    if (exclusions.groups.includes(key)) continue;
    const out = exclusions.files[key] ?? [];
    count += 1;
    files += group.files - out.length;
    bytes += group.bytes - out.reduce((sum, file) => sum + file.bytes, 0);
  }
  return { files, bytes, groups: count };
}
