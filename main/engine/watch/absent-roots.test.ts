import { rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { CellChange } from './protocol.ts';
import { Snapshot } from './snapshot.ts';
import { Sweep } from './sweep.ts';
import { fileTickMs, jobOf } from './testing/watched-home.ts';

const root = 'Documents/xwechat_files';
const received = 'wxid_owner_1a2b/msg/file/2023-04';

interface Followed {
  readonly home: SmallHome;
  readonly snapshot: Snapshot;
  readonly unplug: () => Promise<void>;
  readonly plugIn: () => Promise<void>;
  /** Takes over what discovery finds now. */
  readonly discover: () => Promise<void>;
  /** Returns whether another sweep is needed. */
  readonly sweep: () => boolean;
  readonly changes: () => readonly Pick<CellChange, 'category' | 'files'>[];
}

async function follow(): Promise<Followed> {
  const home = await makeSmallHome();
  await home.put([...wechat4(root, 'wxid_owner_1a2b'), `${root}/${received}/old.pdf`]);
  // a file made just before the watch begins cannot be told from one made right after
  await sleep(fileTickMs);
  const snapshot = new Snapshot(await jobOf(home), Date.now);
  const sweep = (): boolean => {
    const one = new Sweep(snapshot);
    while (!one.step(1_000));
    return snapshot.endSweep();
  };
  expect(sweep()).toBe(false);
  return {
    ...{ home, snapshot, sweep },
    unplug: () => rename(home.at(root), home.at('unplugged')),
    plugIn: () => rename(home.at('unplugged'), home.at(root)),
    discover: async () => void snapshot.update(await jobOf(home)),
    changes: () => snapshot.sums.takeChanges(() => false).map(({ category, files }) => ({ category, files })),
  };
}

function rootRow({ snapshot }: Followed): number {
  return [...snapshot.roots.values()][0] ?? -1;
}

function rowOf({ snapshot, home }: Followed, path: string): number {
  const rows = Array.from({ length: snapshot.table.size }, (_, row) => row);
  return rows.find((row) => snapshot.table.isAlive(row) && snapshot.pathOf(row) === home.at(path)) ?? -1;
}

describe('a root that is unplugged', () => {
  test('before its return was fully counted, reports no change', async () => {
    const followed = await follow();
    const { home, snapshot, unplug, plugIn, discover, sweep, changes } = followed;
    await unplug();
    await discover();
    await plugIn();
    await discover();
    expect(snapshot.list(rootRow(followed), home.at(root))).toBe(true);
    await unplug();
    await discover();
    sweep();
    expect(changes()).toEqual([]);
    await plugIn();
    await discover();
    sweep();
    expect(changes()).toEqual([]);
    await writeFile(home.at(root, received, 'new.pdf'), 'new');
    sweep();
    expect(changes()).toEqual([{ category: 'received', files: 1 }]);
  });

  test('while one of its folders is listed, reports no change', async () => {
    const followed = await follow();
    const { home, snapshot, unplug, plugIn, sweep, changes } = followed;
    const row = rowOf(followed, `${root}/${received}`);
    await unplug();
    snapshot.listWithNew(row, 1_000);
    expect(changes()).toEqual([]);
    await plugIn();
    await writeFile(home.at(root, received, 'new.pdf'), 'new');
    sweep();
    sweep();
    expect(changes()).toEqual([{ category: 'received', files: 1 }]);
  });

  test('and half counted by a sweep, asks for another sweep and then reports what came', async () => {
    const followed = await follow();
    const { home, snapshot, unplug, plugIn, discover, sweep, changes } = followed;
    await unplug();
    await discover();
    await writeFile(home.at('unplugged', received, 'new.pdf'), 'new');
    await plugIn();
    await discover();
    expect(snapshot.list(rootRow(followed), home.at(root))).toBe(true);
    expect(snapshot.endSweep()).toBe(true);
    expect(changes()).toEqual([]);
    expect(sweep()).toBe(false);
    expect(changes()).toEqual([{ category: 'received', files: 1 }]);
  });
});
