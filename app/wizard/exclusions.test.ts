import { describe, expect, it } from 'vitest';
import type { PlanGroup } from '../contract/plans.ts';
import { groupKey, isEmpty, noExclusions, remaining, toggleFile, toggleGroup } from './exclusions.ts';

function group(id: number, location: string, files: number, bytes: number): PlanGroup {
  return {
    id,
    rootId: 'r1',
    accountId: 'a1',
    location,
    category: 'cache',
    recoverability: 'auto',
    risk: 'low',
    confidence: 'A',
    files,
    bytes,
    allocated: bytes,
  };
}

const groups = [group(0, 'W4-01', 10, 1000), group(1, 'W4-02', 4, 400)];
const [first] = groups;
const key = groupKey(groups[0]!);
const file = { id: 3, planId: 'p1', path: 'cache/a.jpg', bytes: 100 };

describe('exclusions', () => {
  it('count what remains by group and by file', () => {
    expect(remaining(groups, noExclusions)).toEqual({ files: 14, bytes: 1400, allocated: 1400, groups: 2 });
    expect(remaining(groups, toggleFile(noExclusions, key, file))).toEqual({
      files: 13,
      bytes: 1300,
      allocated: 1400,
      groups: 2,
    });
    expect(remaining(groups, toggleGroup(noExclusions, key))).toEqual({
      files: 4,
      bytes: 400,
      allocated: 400,
      groups: 1,
    });
  });

  it('are undone by the same tick', () => {
    expect(isEmpty(toggleFile(toggleFile(noExclusions, key, file), key, file))).toBe(true);
    expect(isEmpty(toggleGroup(toggleGroup(noExclusions, key), key))).toBe(true);
  });

  it('identify a group by its content, not by its id in one plan', () => {
    const elsewhere = { ...first!, id: 99 };
    expect(groupKey(elsewhere)).toBe(key);
  });

  it('forget single files when their whole group is excluded', () => {
    const out = toggleGroup(toggleFile(noExclusions, key, file), key);
    expect(remaining(groups, toggleGroup(out, key))).toEqual({
      files: 14,
      bytes: 1400,
      allocated: 1400,
      groups: 2,
    });
  });
});
