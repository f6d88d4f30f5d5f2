import { lstatSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameOfBytes } from '../../../app/cleanup/byte-name.ts';
import { isAtOrBelow } from '../../../app/cleanup/containment.ts';
import { extras, levels } from '../../../app/cleanup/levels.ts';
import type { Selection } from '../../../app/contract/plans.ts';
import { diskPath } from '../fs/disk-names.ts';
import { scanUsage, sumOf } from './scan.ts';
import {
  dayMs,
  discoveryOf,
  freeControl,
  inline,
  now,
  platformById,
  rootOf,
  scratchFolder,
} from './testing/sample-root.ts';
import { createPlan } from './create-plan.ts';
import type { FrozenPlan, PlanFolder } from '../plans/frozen-plan.ts';

const accounts = ['wxid_a', 'wxid_b'];
const platforms = ['wechat-linux-4', 'wechat-windows-3', 'qq-linux-nt'].map(platformById);

/** Unusual names: any bytes except the two forbidden ones, and characters that break shells and displays. */
const oddName = fc.oneof(
  fc
    .uint8Array({ minLength: 1, maxLength: 12 })
    .map((bytes) => nameOfBytes(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0xff : byte))))
    .filter((name) => name !== '.' && name !== '..'),
  fc.constantFrom(
    'two\nlines',
    'end. ',
    '😀',
    '%TEMP%',
    '$x',
    ';',
    '-rf',
    'A.dat',
    '\udced\udca0\udc80',
    '\uFFFD',
  ),
  fc.constantFrom('\udcff.db', '\udcd5\udcc5.exe', '\udc80.db-wal', '\udcfe.jpg'),
);
const folderName = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(
      ...[
        'wxid_a',
        'wxid_b',
        'all_users',
        'All Users',
        'global',
        'config',
        'login',
        'cache',
        '2024-01',
        'temp',
        'msg',
      ],
      ...[
        'Msg',
        'attach',
        'video',
        'file',
        'FileStorage',
        'File',
        'Fav',
        'Cache',
        'CustomEmotion',
        'BackupFiles',
      ],
      ...[
        'db_storage',
        'business',
        'favorite',
        'emoticon',
        'persist',
        'Temp',
        'xweb',
        'Backup',
        'old_backup',
      ],
      ...[
        'nt_db',
        'nt_data',
        'nt_temp',
        'Pic',
        'Thumb',
        'Ori',
        'personal_emoji',
        'FileRecv',
        'other',
        '微信 文件',
      ],
    ),
  },
  { weight: 1, arbitrary: oddName },
);
const fileName = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...[
        'a.dat',
        '照片.jpg',
        'b.log',
        'MSG0.db',
        'MSG0.db-wal',
        'x.db-shm',
        'p.SQLITE3',
        'k.material',
        'setup.EXE',
      ],
      ...[
        'lib.dll',
        'addon.node',
        'key_info.db',
        'key_info.db-wal',
        'login.db',
        'global_config',
        'config.data',
      ],
      ...['wxid_b.data', 'AccInfo.dat', 'BAK_0', 'offer.pdf'],
    ),
  },
  { weight: 1, arbitrary: oddName },
);
/** Folders that the catalogue's rows match, so that plans are not empty. */
const knownPlace = fc.constantFrom(
  ...[
    'wxid_a/cache/2024-01',
    'wxid_b/cache/2024-01',
    'wxid_a/temp',
    'wxid_a/msg/file/2024-01',
    'wxid_a/business/xweb',
  ],
  ...[
    'wxid_a/msg/attach/0f/2024-01',
    'wxid_a/FileStorage/Cache',
    'wxid_a/FileStorage/File/2024-01',
    'wxid_a/config',
  ],
  ...[
    'wxid_b/FileStorage/Image/2024-01',
    'wxid_a/nt_temp',
    'wxid_a/nt_data/Pic/2024-01/Thumb',
    'wxid_b/nt_data/log',
  ],
  ...[
    'all_users/config',
    'all_users/login/wxid_a',
    'all_users/login/wxid_b',
    'All Users/config',
    'global/nt_db',
  ],
);
const folders = fc.oneof(
  fc.array(folderName, { maxLength: 5 }),
  fc
    .tuple(knownPlace, fc.array(folderName, { maxLength: 2 }))
    .map(([place, below]) => [...place.split('/'), ...below]),
);
const treeFile = fc.record({
  folders,
  name: fileName,
  bytes: fc.nat({ max: 60 }),
  ageDays: fc.nat({ max: 60 }),
  isLink: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
type TreeFile = typeof treeFile extends fc.Arbitrary<infer File> ? File : never;
const tree = fc.array(treeFile, { minLength: 1, maxLength: 25 });
const selection: fc.Arbitrary<Selection> = fc.record({
  level: fc.constantFrom(...levels),
  accounts: fc.constantFrom<Selection['accounts']>(
    'all',
    ['id-wxid_a'],
    ['id-wxid_b'],
    ['id-wxid_a', 'id-wxid_b'],
  ),
  include: fc.subarray([...extras]),
  olderThanMs: fc.constantFrom(null, 30 * dayMs),
  keep: fc.constantFrom<readonly string[]>([], ['*.jpg'], ['wxid_a/**/2024-01', 'other']),
  sinceSession: fc.constant(false),
});

function grow(root: string, files: readonly TreeFile[]): void {
  for (const { folders, name, bytes, ageDays, isLink } of files) {
    const path = join(root, ...folders, name);
    try {
      mkdirSync(diskPath(dirname(path)), { recursive: true });
      if (isLink) symlinkSync('/etc', diskPath(path));
      else writeFileSync(diskPath(path), Buffer.alloc(bytes));
      if (!isLink) utimesSync(diskPath(path), (now - ageDays * dayMs) / 1000, (now - ageDays * dayMs) / 1000);
    } catch (error) {
      // Two generated files may have the same path; the first one wins.
      if (!/EEXIST|ENOTDIR|EISDIR/.test(String(error))) throw error;
    }
  }
}

/** Every non-folder path below a folder, with its raw bytes. */
function filesBelow(folder: string): string[] {
  return readdirSync(diskPath(folder), { encoding: 'buffer' }).flatMap((bytes) => {
    const path = `${folder}/${nameOfBytes(bytes)}`;
    return lstatSync(diskPath(path)).isDirectory() ? filesBelow(path) : [path];
  });
}

function foldersBelow(folder: string): string[] {
  return readdirSync(diskPath(folder), { encoding: 'buffer' }).flatMap((bytes) => {
    const path = `${folder}/${nameOfBytes(bytes)}`;
    return lstatSync(diskPath(path)).isDirectory() ? [path, ...foldersBelow(path)] : [];
  });
}

function countAll(folder: string): { files: number; bytes: number } {
  const files = filesBelow(folder);
  return { files: files.length, bytes: files.reduce((sum, path) => sum + lstatSync(diskPath(path)).size, 0) };
}

/** The protected list, written again independently of the product. */
const protectedAnywhere =
  /(^|\/)(db_storage|nt_db|backup|backupfiles|old_backup|filerecv|filestorage\/(file|fav)|business\/(favorite|emoticon\/persist)|personal_emoji|customemotion)\//i;
const belowMsg = /(^|\/)msg\/(?!attach\/|video\/|file\/)/i;
const receivedFolder = /(^|\/)(filestorage\/file|msg\/file|filerecv)\//i;
const protectedName = /(\.db|-wal|-shm|\.sqlite\w*|\.material)$/i;
const programName = /\.(exe|dll|node)$/i;
const named = /(^|\/)(key_info\.db(-wal|-shm)?|login\.db(-wal|-shm)?|sign\.db(-wal|-shm)?)$/;

/** The path without its folders for received files, nested ones included. */
function besidesReceived(path: string): string {
  const without = path.replace(receivedFolder, '/');
  return without === path ? path : besidesReceived(without);
}

function violates(path: string, chosen: Selection): boolean {
  if (named.test(path)) return false;
  const isReceived = receivedFolder.test(path);
  if (protectedName.test(path) || belowMsg.test(path)) return true;
  if (isReceived && chosen.include.includes('received')) return protectedAnywhere.test(besidesReceived(path));
  return isReceived || protectedAnywhere.test(path) || programName.test(path);
}

async function withPlan(
  files: readonly TreeFile[],
  chosen: Selection,
  platform: (typeof platforms)[number],
  check: (frozen: FrozenPlan, root: string, again: () => Promise<FrozenPlan>) => Promise<void> | void,
): Promise<void> {
  const scratch = scratchFolder();
  try {
    grow(scratch.path, files);
    const discovery = discoveryOf(rootOf(platform, scratch.path, accounts));
    const make = () => createPlan(inline(), discovery, chosen, 'p', freeControl());
    await check(await make(), scratch.path, make);
  } finally {
    scratch.release();
  }
}

function pathsOf(frozen: FrozenPlan, root: string): readonly string[] {
  return Array.from({ length: frozen.entryCount }, (_, index) => frozen.pathOf(index).slice(root.length + 1));
}

const runs = { numRuns: 150 };

describe('for any tree and selection', () => {
  const anyPlatform = fc.constantFrom(...platforms);

  it('a gentle plan contains nothing protected', async () => {
    await fc.assert(
      fc.asyncProperty(tree, selection, anyPlatform, async (files, chosen, platform) => {
        fc.pre(chosen.level !== 'deep');
        await withPlan(files, chosen, platform, (frozen, root) => {
          expect(pathsOf(frozen, root).filter((path) => violates(path, chosen))).toEqual([]);
        });
      }),
      runs,
    );
  });

  it('each planned entry is inside the root, exists, and has the planned kind, size and time', async () => {
    await fc.assert(
      fc.asyncProperty(tree, selection, anyPlatform, async (files, chosen, platform) => {
        await withPlan(files, chosen, platform, (frozen, root) => {
          for (let index = 0; index < frozen.entryCount; index += 1) {
            const entry = frozen.entry(index);
            const path = frozen.pathOf(index);
            const stat = lstatSync(diskPath(path), { bigint: true });
            expect(isAtOrBelow(root, path, 'posix')).toBe(true);
            expect([entry.ino, BigInt(entry.bytes)]).toEqual([stat.ino, stat.size]);
            expect(entry.mtimeMs).toBe(lstatSync(diskPath(path)).mtimeMs);
            expect(entry.kind).toBe(stat.isSymbolicLink() ? 'link' : 'file');
          }
        });
      }),
      runs,
    );
  });

  it('planned and kept entries add up to all files, as usage counts them too', async () => {
    await fc.assert(
      fc.asyncProperty(tree, selection, anyPlatform, async (files, chosen, platform) => {
        await withPlan(files, chosen, platform, async (frozen, root) => {
          const { files: count, bytes } = sumOf([frozen.view.total, ...frozen.view.kept]);
          expect({ files: count, bytes }).toEqual(countAll(root));
          const usage = await scanUsage(
            inline(),
            discoveryOf(rootOf(platform, root, accounts)),
            freeControl(),
          );
          expect(usage.total).toEqual(sumOf([frozen.view.total, ...frozen.view.kept]));
        });
      }),
      runs,
    );
  });

  it('an account that is not selected keeps every file of its folder', async () => {
    await fc.assert(
      fc.asyncProperty(tree, selection, anyPlatform, async (files, chosen, platform) => {
        const one = { ...chosen, accounts: ['id-wxid_a'] };
        await withPlan(files, one, platform, (frozen, root) => {
          expect(pathsOf(frozen, root).filter((path) => path.startsWith('wxid_b/'))).toEqual([]);
          const shared = pathsOf(frozen, root).filter((path) => !path.startsWith('wxid_a/'));
          expect(shared.filter((path) => /\/wxid_b(\.data|\/)/.test(`/${path}`))).toEqual([]);
        });
      }),
      runs,
    );
  });

  it('the root is never removable, nor an account’s folder at the gentle levels', async () => {
    await fc.assert(
      fc.asyncProperty(tree, selection, anyPlatform, async (files, chosen, platform) => {
        await withPlan(files, chosen, platform, (frozen) => {
          for (let index = 0; index < frozen.folderCount; index += 1) {
            const { removable, segments } = frozen.folder(index);
            if (removable) expect(segments.length).toBeGreaterThan(chosen.level === 'deep' ? 0 : 1);
          }
        });
      }),
      runs,
    );
  });

  it('a folder marked as complete holds nothing but planned entries', async () => {
    let completeFolders = 0;
    await fc.assert(
      fc.asyncProperty(tree, selection, anyPlatform, async (files, chosen, platform) => {
        await withPlan(files, chosen, platform, (frozen, root) => {
          const planned = new Set(pathsOf(frozen, root).map((path) => `${root}/${path}`));
          const folders = Array.from({ length: frozen.folderCount }, (_, index) => frozen.folder(index));
          const pathOf = ({ segments }: PlanFolder): string => [root, ...segments].join('/');
          const mayGo = new Set(folders.filter((folder) => folder.removable).map(pathOf));
          for (const folder of folders) {
            const path = pathOf(folder);
            expect(folder.mtimeMs).toBe(lstatSync(diskPath(path)).mtimeMs);
            const holdsOnlyPlanned =
              filesBelow(path).every((file) => planned.has(file)) &&
              foldersBelow(path).every((below) => mayGo.has(below));
            expect(folder.complete).toBe(holdsOnlyPlanned);
            if (folder.complete && folder.removable) completeFolders += 1;
          }
        });
      }),
      runs,
    );
    expect(completeFolders).toBeGreaterThan(50);
  });

  it('the same disk gives the same plan', async () => {
    await fc.assert(
      fc.asyncProperty(tree, selection, anyPlatform, async (files, chosen, platform) => {
        await withPlan(files, chosen, platform, async (frozen, root, again) => {
          const second = await again();
          expect(second.view).toEqual(frozen.view);
          expect(pathsOf(second, root)).toEqual(pathsOf(frozen, root));
        });
      }),
      { numRuns: 40 },
    );
  });
});
