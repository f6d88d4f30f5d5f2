import { describe, expect, it } from 'vitest';
import type { UsageCell } from '../../../app/contract/usage.ts';
import { layOut } from './layout.ts';
import { allGroups, firstGroups, kindGroups, smallGroups, smallOnes } from './tree.ts';
import type { Group } from './tree.ts';

const cell = (more: Partial<UsageCell>): UsageCell => ({
  ...{ rootId: 'r', accountId: 'a', category: 'media', month: '2026-10' },
  ...{ files: 1, bytes: 100, allocated: 100 },
  ...more,
});

const shapeOf = (groups: readonly Group[]) =>
  groups.map(({ id, bytes, tiles }) => [id, bytes, tiles.map((tile) => [tile.kind, tile.bytes])]);

describe('the groups of the map', () => {
  it('are accounts and shared places, the largest first, each with its kinds', () => {
    const groups = allGroups([
      cell({ accountId: 'a', category: 'cache', bytes: 5 }),
      cell({ accountId: 'a', category: 'logs', bytes: 7 }),
      cell({ accountId: 'b', bytes: 300 }),
      cell({ accountId: null, category: 'config', bytes: 20 }),
      cell({ accountId: 'empty', bytes: 0 }),
    ]);
    expect(shapeOf(groups)).toEqual([
      ['b', 300, [['media', 300]]],
      ['place-r', 20, [['other', 20]]],
      ['a', 12, [['cache', 12]]],
    ]);
    expect(groups[1]?.tiles[0]?.what).toEqual({ rootId: 'r', accountId: null, kind: 'other' });
  });

  it('puts the smallest of many accounts together, and none is lost', () => {
    const cells = Array.from({ length: 60 }, (_, at) => cell({ accountId: `a${at}`, bytes: at + 1 }));
    const all = allGroups(cells);
    const first = firstGroups(all);
    const small = smallGroups(all);
    expect(first).toHaveLength(24);
    expect(first.at(-1)?.id).toBe(smallOnes);
    const ids = [...first.slice(0, -1), ...small].map(({ id }) => id);
    expect(new Set(ids).size).toBe(60);
    expect(first.reduce((sum, { bytes }) => sum + bytes, 0)).toBe((60 * 61) / 2);
    expect(smallGroups(all.slice(0, 24))).toEqual([]);
  });

  it('of one account are kinds with their months, the oldest together', () => {
    const months = Array.from(
      { length: 14 },
      (_, at) => `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
    );
    const [group] = kindGroups(allGroups(months.map((month, at) => cell({ month, bytes: 100 + at })))[0]!);
    const tiles = group!.tiles;
    expect(tiles).toHaveLength(12);
    const older = tiles.find((tile) => tile.older)!;
    expect([older.month, older.bytes]).toEqual(['2025-03', 100 + 101 + 102]);
    expect(older.what).toEqual({
      ...{ accountId: 'a', kind: 'media' },
      before: new Date(2025, 3, 1).getTime(),
    });
    expect(tiles[1]?.what).toEqual({ accountId: 'a', kind: 'media', month: tiles[1]?.month });
  });
});

describe('the layout', () => {
  it('gives each tile the share of its size, inside the map, without overlap', () => {
    const cells = ['a', 'b', 'c'].flatMap((accountId, at) => [
      cell({ accountId, category: 'media', bytes: 1000 * (at + 1) }),
      cell({ accountId, category: 'database', bytes: 500 * (at + 1) }),
    ]);
    const placed = layOut(allGroups(cells), 880, 380);
    const boxes = placed.flatMap(({ tiles }) =>
      tiles.map(({ box, tile }) => ({ ...box, bytes: tile.bytes })),
    );
    expect(boxes).toHaveLength(6);
    for (const box of boxes) {
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.left + box.width).toBeLessThanOrEqual(880.01);
      expect(box.top + box.height).toBeLessThanOrEqual(380.01);
    }
    const overlaps = boxes.filter((one) =>
      boxes.some(
        (other) =>
          other !== one &&
          one.left < other.left + other.width - 0.01 &&
          other.left < one.left + one.width - 0.01 &&
          one.top < other.top + other.height - 0.01 &&
          other.top < one.top + one.height - 0.01,
      ),
    );
    expect(overlaps).toEqual([]);
    const areas = boxes.map(({ width, height, bytes }) => (width * height) / bytes);
    // gaps and names take a part of it
    expect(Math.max(...areas) / Math.min(...areas)).toBeLessThan(2);
  });

  it('gives a group without room for its name one area', () => {
    const cells = [cell({ accountId: 'big', bytes: 1_000_000 }), cell({ accountId: 'tiny', bytes: 10 })];
    const placed = layOut(allGroups(cells), 880, 380);
    expect(placed.map(({ isNamed }) => isNamed)).toEqual([true, false]);
  });
});
