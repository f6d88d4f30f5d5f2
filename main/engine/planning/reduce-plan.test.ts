import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf } from './scan.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { excludeEntries } from './reduce-plan.ts';
import { pathsOf, removableFolders } from './testing/plan-content.ts';
import { samplePlan } from './testing/sample-plan.ts';

describe('a plan with excluded entries', () => {
  it('holds exactly the other entries, counts the excluded ones as kept, and shows both in its view', () => {
    const plan = samplePlan('p-1', { entries: 40 });
    fc.assert(
      fc.property(fc.subarray([0, 1]), fc.uniqueArray(fc.nat({ max: 39 })), (groups, entries) => {
        const smaller = excludeEntries(plan, groups, entries, 'p-2');
        const expected = pathsOf(plan).filter(
          (_, index) => !entries.includes(index) && !groups.includes(plan.entry(index).group),
        );
        expect(pathsOf(smaller)).toEqual(expected);
        expect(smaller.view.id).toBe('p-2');
        expect(smaller.view.total).toEqual(sumOf(smaller.view.groups));
        expect(smaller.view.total.files).toBe(smaller.entryCount);
        expect(sumOf([smaller.view.total, ...smaller.view.kept])).toEqual(
          sumOf([plan.view.total, ...plan.view.kept]),
        );
        for (let index = 0; index < smaller.entryCount; index += 1)
          expect(smaller.entry(index).id).toBe(index);
      }),
    );
  });

  it('leaves the original plan unchanged, and keeps the group ids', () => {
    const plan = samplePlan('p-1');
    const before = pathsOf(plan);
    const smaller = excludeEntries(plan, [0], [], 'p-2');
    expect(smaller.view.groups.map((group) => group.id)).toEqual([1]);
    expect(pathsOf(plan)).toEqual(before);
    expect(smaller.view.expiresAt).toBe(plan.view.expiresAt);
    expect(smaller.view.kept).toContainEqual(
      expect.objectContaining({ reason: 'excluded', category: 'cache', files: 10 }),
    );
  });

  it('keeps a folder whose whole content was excluded, and the empty folders in it', () => {
    const plan = samplePlan('p-1');
    expect(removableFolders(plan)).toEqual(['cache/a', 'cache/b', 'cache/b/empty']);
    const inB = Array.from({ length: plan.entryCount }, (_, index) => index).filter((index) =>
      plan.pathOf(index).startsWith('/x/root/cache/b/'),
    );
    expect(removableFolders(excludeEntries(plan, [], inB, 'p-2'))).toEqual(['cache/a']);
    expect(removableFolders(excludeEntries(plan, [], inB.slice(1), 'p-2'))).toEqual(removableFolders(plan));
    expect(removableFolders(excludeEntries(plan, [0, 1], [], 'p-2'))).toEqual([]);
  });

  it('marks the folders above an excluded entry as not complete', () => {
    const plan = samplePlan('p-1');
    const complete = (of: FrozenPlan): string[] =>
      Array.from({ length: of.folderCount }, (_, index) => of.folder(index))
        .filter((folder) => folder.complete)
        .map((folder) => folder.segments.join('/'));
    expect(complete(plan)).toEqual(['cache/a', 'cache/b', 'cache/b/empty']);
    const inB = Array.from({ length: plan.entryCount }, (_, index) => index).filter((index) =>
      plan.pathOf(index).startsWith('/x/root/cache/b/'),
    );
    expect(complete(excludeEntries(plan, [], inB.slice(0, 1), 'p-2'))).toEqual(['cache/a', 'cache/b/empty']);
    expect(complete(excludeEntries(plan, [], inB, 'p-2'))).toEqual(['cache/a']);
    expect(excludeEntries(plan, [], [], 'p-2').folder(3).mtimeMs).toBe(plan.folder(3).mtimeMs);
  });

  it('refuses to exclude an unknown entry or group', () => {
    const plan = samplePlan('p-1');
    expect(() => excludeEntries(plan, [7], [], 'p-2')).toThrow('invalid-input');
    expect(() => excludeEntries(plan, [], [20], 'p-2')).toThrow('invalid-input');
  });
});

describe('half a million entries', () => {
  it('stay below 80 MB', () => {
    const before = process.memoryUsage();
    const plan = samplePlan('p-big', { entries: 500_000 });
    const usedBytes = process.memoryUsage().arrayBuffers - before.arrayBuffers;
    expect(plan.entryCount).toBe(500_000);
    expect(usedBytes).toBeLessThan(80 * 1024 * 1024);
  });
});
