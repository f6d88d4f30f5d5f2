import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { nameOfBytes } from '../../../app/cleanup/byte-name.ts';
import { levels } from '../../../app/cleanup/levels.ts';
import type { Selection } from '../../../app/contract/plans.ts';
import { diskPath } from '../fs/disk-names.ts';
import type { Root } from '../discovery/discovery.ts';
import {
  discoveryOf,
  inline,
  platformById,
  rootOf,
  scratchFolder,
  writeTree,
} from './testing/sample-root.ts';
import { pathsBelow } from './testing/plan-content.ts';
import { bothAccounts, useWechatRoot, wechat } from './testing/wechat-root.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';

const home = useWechatRoot();

const files = [
  'wxid_a/db_storage/message/message_0.db',
  'wxid_a/db_storage/message/message_0.db-wal',
  'wxid_a/msg/file/2024-01/合同.docx',
  'wxid_a/msg/file/2024-01/offer(1).pdf',
  'wxid_a/msg/file/2024-01/[最终].pdf',
  'wxid_a/msg/attach/0f/2024-01/a.dat',
  'wxid_a/temp/t/b.dat',
  'wxid_b/msg/file/2024-02/合同.docx',
  'wxid_b/cache/2024-01/c.dat',
];

beforeEach(() => writeTree(home.path, Object.fromEntries(files.map((path) => [path, {}]))));

function planOf(
  keep: readonly string[],
  more: Partial<Selection> = {},
  roots: readonly Root[] = [rootOf(wechat, home.path, bothAccounts)],
): Promise<FrozenPlan> {
  return home.plan({ level: 'deep', keep, ...more }, inline(), discoveryOf(...roots));
}

function planned(frozen: FrozenPlan, folder = home.path): string[] {
  return pathsBelow(folder, frozen);
}

/** The files that a plan leaves because of the patterns. */
async function keptPaths(...keep: readonly string[]): Promise<string[]> {
  const frozen = await planOf(keep);
  expect(frozen.view.unmatchedKeep).toEqual([]);
  const plannedPaths = new Set(planned(frozen));
  return files.filter((path) => !plannedPaths.has(path));
}

const [database = '', journal = '', contract = '', offer = '', final = ''] = files;
const received = [contract, offer, final];
const otherContract = 'wxid_b/msg/file/2024-02/合同.docx';

describe('a keep pattern', () => {
  it('of two names keeps a folder at any depth, with all its content', async () => {
    expect(await keptPaths('msg/file')).toEqual([...received, otherContract]);
    expect(await keptPaths('./msg/file/')).toEqual([...received, otherContract]);
  });

  it('with a trailing slash keeps a folder', async () => {
    expect(await keptPaths('db_storage/')).toEqual([database, journal]);
  });

  it('with a leading slash starts at the data folder', async () => {
    expect(await keptPaths('/wxid_a/msg/file')).toEqual(received);
    expect((await planOf(['/msg/file'])).view.unmatchedKeep).toEqual(['/msg/file']);
  });

  it('that is a whole path matches that path', async () => {
    expect(await keptPaths(join(home.path, contract))).toEqual([contract]);
    expect(await keptPaths(`${home.path}//wxid_a/./msg/file/`)).toEqual(received);
    expect(await keptPaths(`${home.path}/*/msg/**/*.docx`)).toEqual([contract, otherContract]);
    expect(await keptPaths(`${home.outside}/*/wxid_a/msg/file`)).toEqual(received);
  });

  it('for the data folder or a parent keeps everything', async () => {
    for (const whole of [home.path, home.outside, '/', 'xwechat_files'])
      expect(await keptPaths(whole)).toEqual(files);
    expect(await keptPaths('xwechat_files/wxid_a/msg/file')).toEqual(received);
  });

  it('matches a path through a link above, beside or in the data folder', async () => {
    symlinkSync(home.outside, join(home.outside, 'home'));
    expect(await keptPaths(join(home.outside, 'home/xwechat_files', contract))).toEqual([contract]);
    symlinkSync(join(home.path, 'wxid_a/msg'), join(home.outside, 'my chats'));
    expect(await keptPaths(join(home.outside, 'my chats/file'))).toEqual(received);
    const linked = rootOf(wechat, home.path, bothAccounts, {
      path: join(home.outside, 'gone/xwechat_files'),
    });
    const frozen = await planOf([join(linked.path, contract)], {}, [linked]);
    expect(planned(frozen)).not.toContain(contract);
  });

  it('matches a whole path with characters that patterns may not contain', async () => {
    expect(await keptPaths(join(home.path, final))).toEqual([final]);
    expect(await keptPaths('?最终?.pdf')).toEqual([final]);
    await expect(planOf(['[最终].pdf'])).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(planOf([join(home.path, '[nothing].pdf')])).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('for one file of a database keeps the whole database', async () => {
    expect(await keptPaths('*.db-wal')).toEqual([database, journal]);
  });

  it('keeps the folders between a root and a root inside it', async () => {
    const inner = join(home.path, 'outer/inner');
    writeTree(inner, { 'wxid_a/cache/x.dat': {}, 'wxid_a/cache/y.dat': {} });
    const roots = [
      rootOf(wechat, home.path, bothAccounts),
      rootOf(wechat, inner, ['wxid_a'], { id: 'inner' }),
    ];
    const all = ['wxid_a/cache/x.dat', 'wxid_a/cache/y.dat'];
    expect(planned(await planOf([], {}, roots), inner)).toEqual(all);
    for (const whole of ['outer', '/outer', join(home.path, 'outer'), `${home.path}/out*`])
      expect(planned(await planOf([whole], {}, roots), inner)).toEqual([]);
    expect(planned(await planOf(['outer/**/x.dat'], {}, roots), inner)).toEqual(['wxid_a/cache/y.dat']);
  });

  it('is reported only when nothing matches it', async () => {
    const keep = [
      '*.docx',
      'nothing',
      'nothing',
      '*.DOCX',
      '*.docx,*.pdf',
      '/msg/file',
      join(home.path, 'wxid_c'),
    ];
    const { view } = await planOf(keep);
    expect(view.unmatchedKeep).toEqual([
      'nothing',
      '*.DOCX',
      '*.docx,*.pdf',
      '/msg/file',
      join(home.path, 'wxid_c'),
    ]);
    const basic = await planOf(['msg/file', 'wxid_a', '*.docx'], { level: 'basic' });
    expect(basic.view.unmatchedKeep).toEqual([]);
  });

  it('is case-sensitive for Linux layouts and case-insensitive for Windows layouts', async () => {
    const folder = join(home.outside, 'WeChat Files');
    writeTree(folder, { 'wxid_a/FileStorage/File/2024-01/A.PDF': {} });
    const windows = [rootOf(platformById('wechat-windows-3'), folder, ['wxid_a'])];
    for (const keep of ['filestorage/file', '*.pdf', `${folder.toUpperCase()}/wxid_a`])
      expect(planned(await planOf([keep], {}, windows), folder)).toEqual([]);
  });

  it('matches invalid UTF-8 names in the form that the command line gives them', async () => {
    const folder = join(home.path, 'wxid_a/msg/file');
    const name = nameOfBytes(Buffer.from('odd\xff.txt', 'latin1'));
    writeFileSync(diskPath(join(folder, name)), '');
    expect(planned(await planOf([]))).toContain(`wxid_a/msg/file/${name}`);
    for (const keep of ['odd\uFFFD.txt', `${folder}/odd\uFFFD.txt`])
      expect(planned(await planOf([keep]))).not.toContain(`wxid_a/msg/file/${name}`);
  });
});

describe('for any tree', () => {
  const folder = fc.constantFrom(
    'wxid_a',
    'wxid_b',
    'msg',
    'file',
    'cache',
    'temp',
    'db_storage',
    '微信 文件',
    'é',
  );
  const name = fc.constantFrom('a.dat', '照片.jpg', 'm.db', 'm.db-wal', 'offer(1).pdf', 'e\u0301.txt', '😀');
  const tree = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom(...bothAccounts), fc.array(folder, { maxLength: 3 }), name)
      .map(([account, folders, file]) => [account, ...folders, file]),
    { minLength: 1, maxLength: 12, selector: (path) => path.join('/') },
  );
  const shape = fc.constantFrom('whole', 'anchored', 'end', 'name', 'folder', 'wild', 'deep');

  function patternFor(path: readonly string[], kind: string, cut: number, root: string): string {
    const from = cut % path.length;
    if (kind === 'whole') return [root, ...path.slice(0, from + 1)].join('/');
    if (kind === 'anchored') return `/${path.slice(0, from + 1).join('/')}`;
    if (kind === 'end') return path.slice(from).join('/');
    if (kind === 'name') return path.at(-1) ?? '';
    if (kind === 'folder') return `${path[from] ?? ''}/`;
    if (kind === 'wild') return [...path.slice(from, -1), `${(path.at(-1) ?? '').slice(0, 1)}*`].join('/');
    return `${path[from] ?? ''}/**`;
  }

  it('a kept path is in no plan, and keeping it adds nothing to a plan', async () => {
    await fc.assert(
      fc.asyncProperty(
        tree,
        fc.nat(),
        fc.nat(),
        shape,
        fc.constantFrom(...levels),
        async (paths, which, cut, kind, level) => {
          const { path: root, release } = scratchFolder();
          try {
            writeTree(root, Object.fromEntries(paths.map((path) => [path.join('/'), {}])));
            const chosen = paths[which % paths.length] ?? [];
            const keep = [patternFor(chosen, kind, cut, root), 'no such thing'];
            const roots = [rootOf(wechat, root, bothAccounts)];
            const [without, with_] = [
              await planOf([], { level }, roots),
              await planOf(keep, { level }, roots),
            ];
            const before = planned(without, root);
            const after = planned(with_, root);
            expect(after).not.toContain(chosen.join('/'));
            expect(before).toEqual(expect.arrayContaining(after));
            const stays = with_.view.kept.filter(({ reason }) => reason === 'kept-by-pattern');
            expect(before.length - after.length).toBe(stays.reduce((sum, one) => sum + one.files, 0));
            expect(with_.view.unmatchedKeep).toEqual(['no such thing']);
          } finally {
            release();
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
