import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { nameOfBytes } from '../../../app/cleanup/byte-name.ts';
import { extras, levels } from '../../../app/cleanup/levels.ts';
import type { Selection } from '../../../app/contract/plans.ts';
import { diskPath } from '../fs/disk-names.ts';
import type { Root } from '../discovery/discovery.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { demandNothingKept, keptEntry } from './kept-entries.ts';
import { keptFor, pathsBelow, removableFolders } from './testing/plan-content.ts';
import {
  dayMs,
  discoveryOf,
  inline,
  platformById,
  rootOf,
  scratchFolder,
  writeTree,
} from './testing/sample-root.ts';
import { bothAccounts, useWechatRoot, wechat } from './testing/wechat-root.ts';

const home = useWechatRoot();

const files = [
  'wxid_a/db_storage/message/message_0.db',
  'wxid_a/db_storage/message/message_0.db-wal',
  'wxid_a/msg/file/2024-01/*.docx',
  'wxid_a/msg/file/2024-01/合同.docx',
  'wxid_a/msg/file/2024-01/[最终].pdf',
  'wxid_a/msg/file/2024-01/[最终].pdf.bak',
  'wxid_a/msg/file/2024-010/other.pdf',
  'wxid_a/temp/t/b.dat',
];
const [database = '', journal = '', star = '', contract = '', final = ''] = files;

beforeEach(() => writeTree(home.path, Object.fromEntries(files.map((path) => [path, {}]))));

function planOf(
  alwaysKeep: readonly string[],
  more: Partial<Selection> = {},
  roots: readonly Root[] = [rootOf(wechat, home.path, bothAccounts)],
): Promise<FrozenPlan> {
  return home.plan({ level: 'deep', alwaysKeep, ...more }, inline(), discoveryOf(...roots));
}

async function keptPaths(...paths: readonly string[]): Promise<string[]> {
  const planned = new Set(pathsBelow(home.path, await planOf(paths.map((path) => join(home.path, path)))));
  return files.filter((path) => !planned.has(path));
}

describe('a path of the keep-list', () => {
  it('keeps that file only, whatever its name looks like', async () => {
    expect(await keptPaths(contract)).toEqual([contract]);
    expect(await keptPaths(star)).toEqual([star]);
    expect(await keptPaths(final)).toEqual([final]);
    expect(await keptPaths('wxid_a/**')).toEqual([]);
    expect(await keptPaths('wxid_a/*/file')).toEqual([]);
  });

  it('keeps a folder with all its content and not one whose name begins the same', async () => {
    expect(await keptPaths('wxid_a/msg/file/2024-01')).toEqual(files.slice(2, 6));
    const frozen = await planOf([join(home.path, 'wxid_a/msg/file/2024-01')]);
    const removable = removableFolders(frozen);
    expect(removable).toContain('wxid_a/msg/file/2024-010');
    expect(removable).not.toContain('wxid_a/msg/file/2024-01');
    expect(keptFor(frozen, 'kept-by-pattern')).toBe(4);
  });

  it('keeps what comes into its folder later', async () => {
    const folder = join(home.path, 'wxid_a/msg/file/2024-01');
    writeTree(folder, { 'new/x.pdf': {} });
    expect(pathsBelow(folder, await planOf([folder]))).toEqual([]);
  });

  it('keeps an empty folder', async () => {
    mkdirSync(join(home.path, 'wxid_a/temp/empty'));
    const path = 'wxid_a/temp/empty';
    expect(removableFolders(await planOf([]))).toContain(path);
    expect(removableFolders(await planOf([join(home.path, path)]))).not.toContain(path);
  });

  it('keeps all files of a database, whichever was named, also when the named one is gone', async () => {
    for (const one of [database, journal]) expect(await keptPaths(one)).toEqual([database, journal]);
    rmSync(join(home.path, database));
    expect(pathsBelow(home.path, await planOf([join(home.path, database)]))).not.toContain(journal);
  });

  it('keeps by the real place and by a link that leads there', async () => {
    symlinkSync(join(home.path, 'wxid_a/msg'), join(home.outside, 'chats'));
    const frozen = await planOf([join(home.outside, 'chats/file/2024-01/合同.docx')]);
    expect(pathsBelow(home.path, frozen)).not.toContain(contract);
  });

  it('keeps names whose bytes are no text', async () => {
    const folder = join(home.path, 'wxid_a/msg/file/2024-01');
    const name = nameOfBytes(Buffer.from('odd\xff.txt', 'latin1'));
    writeFileSync(diskPath(join(folder, name)), '');
    expect(pathsBelow(folder, await planOf([]))).toContain(name);
    expect(pathsBelow(folder, await planOf([join(folder, name)]))).not.toContain(name);
  });

  it('ignores case where the messenger’s system does', async () => {
    const folder = join(home.outside, 'WeChat Files');
    writeTree(folder, { 'wxid_a/FileStorage/File/2024-01/A.PDF': {} });
    const windows = [rootOf(platformById('wechat-windows-3'), folder, ['wxid_a'])];
    const path = join(folder, 'wxid_a/filestorage/file/2024-01/a.pdf');
    expect(pathsBelow(folder, await planOf([path], {}, windows))).toEqual([]);
    expect(keptEntry(await planOf([], {}, windows), [path], [])).not.toBeNull();
  });

  it('is no pattern of the person’s, so it is never reported as one', async () => {
    expect((await planOf([join(home.path, 'wxid_a/gone')])).view.unmatchedKeep).toEqual([]);
  });
});

describe('a plan made before a path was kept', () => {
  const platforms = [wechat];

  it('is refused, with the path that it would take', async () => {
    const frozen = await planOf([]);
    const folder = join(home.path, 'wxid_a/msg/file/2024-01');
    expect(() => demandNothingKept(frozen, [folder], platforms)).toThrow('plan-holds-kept');
    for (const one of [database, journal, star, contract])
      expect(() => demandNothingKept(frozen, [join(home.path, one)], platforms)).toThrow(
        join(home.path, 'wxid_a'),
      );
  });

  it('passes where it takes nothing of the list', async () => {
    const frozen = await planOf([join(home.path, contract)]);
    const harmless = [join(home.path, contract), join(home.path, 'wxid_c'), join(home.path, 'wxid_a/msg/*')];
    expect(keptEntry(frozen, harmless, platforms)).toBeNull();
    expect(keptEntry(frozen, [home.path], platforms)).not.toBeNull();
  });
});

describe('for any tree', () => {
  const folder = fc.constantFrom(
    'msg',
    'file',
    'attach',
    'cache',
    'temp',
    'db_storage',
    '**',
    '[a]',
    '微信 文件',
    'é',
  );
  const name = fc.constantFrom(
    'a.dat',
    '*',
    'm.db',
    'm.db-wal',
    'm.db-shm',
    'o[1].pdf',
    'e\u0301.txt',
    '😀',
    'key_info.db',
  );
  const tree = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom(...bothAccounts, 'all_users'), fc.array(folder, { maxLength: 4 }), name)
      .map(([top, folders, file]) => [top, ...folders, file].join('/')),
    { minLength: 1, maxLength: 14 },
  );
  const selection: fc.Arbitrary<Partial<Selection>> = fc.record({
    level: fc.constantFrom(...levels, 'deep', 'deep'),
    accounts: fc.constantFrom<Selection['accounts']>('all', 'all', ['id-wxid_a'], ['id-wxid_b']),
    include: fc.subarray([...extras]),
    olderThanMs: fc.constantFrom(null, 30 * dayMs),
    keep: fc.constantFrom<readonly string[]>([], ['*.dat']),
  });
  /** how many components of a file's path are kept, and of which file */
  const kept = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 });

  function isAtOrBelow(path: string, folders: readonly string[]): boolean {
    const family = path.replace(/-(wal|shm|journal)$/, '');
    return folders.some((one) => {
      const database = one.replace(/-(wal|shm|journal)$/, '');
      return path === one || path.startsWith(`${one}/`) || family === database;
    });
  }

  it('no plan of any purpose takes anything at or below a kept path, and all else as before', async () => {
    let spared = 0;
    await fc.assert(
      fc.asyncProperty(tree, selection, kept, async (paths, chosen, cuts) => {
        const { path: root, release } = scratchFolder();
        try {
          writeTree(root, Object.fromEntries(paths.map((path) => [path, {}])));
          const list = cuts.map(([which, depth]) => {
            const segments = (paths[which % paths.length] ?? '').split('/');
            return segments.slice(0, 1 + (depth % segments.length)).join('/');
          });
          const roots = [rootOf(wechat, root, bothAccounts)];
          const absolute = list.map((path) => join(root, path));
          const before = await planOf([], chosen, roots);
          const after = await planOf(absolute, chosen, roots);
          const expected = pathsBelow(root, before).filter((path) => !isAtOrBelow(path, list));
          expect(pathsBelow(root, after)).toEqual(expected);
          spared += before.entryCount - after.entryCount;
          expect(keptEntry(after, absolute, [wechat])).toBeNull();
          const held = keptEntry(before, absolute, [wechat]);
          expect(held === null).toBe(before.entryCount === after.entryCount);
          const gone = removableFolders(after).filter((path) => isAtOrBelow(path, list));
          expect(gone).toEqual([]);
        } finally {
          release();
        }
      }),
      { numRuns: 200 },
    );
    expect(spared).toBeGreaterThan(100);
  });
});
