import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diffSnapshots, snapshotTree } from '../../main/testing/tree-snapshot.ts';
import { programWithoutNative, signoff, signoffIn } from './signoff.ts';
import { accounts, isWindows, makeStage, weixinAccount } from './stage.ts';
import type { Stage } from './stage.ts';
import { subject, test } from './system-test.ts';

const folder = 'wxid_ways_1234';
const clean = ['clean', '--all-accounts', '--yes'];

function prepare(stage: Stage): void {
  const account = `${accounts}/${folder}`;
  stage.put({
    ...weixinAccount(accounts, folder),
    [`${account}/cache/2024-05/Message/a/Thumb/𠮷 很深.dat`]: 'thumb',
    [`${account}/cache/2024-05/Message/empty.dat`]: '',
    'Pictures/mine.txt': 'mine',
  });
  chmodSync(join(stage.home, account, 'cache/2024-05/Message/a/Thumb/1_t.dat'), 0o444);
}

/** Of a difference, the paths outside the folders that basic cleaning empties. */
function beyondCaches(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !/\/(?:cache|temp)(?:\/|$)/u.test(path));
}

subject('ways of removal by the built program', () => {
  for (const mode of ['delete', 'erase', 'quarantine'] as const)
    test(`${mode}: caches go with their emptied folders, and nothing else changes`, async (context) => {
      const stage = makeStage(context);
      prepare(stage);
      const before = await snapshotTree(stage.home);
      const done = signoff(stage, ...clean, '--level', 'basic', '--mode', mode);
      assert.equal(done.code, 0, `${done.text}${JSON.stringify(done.json.report)}`);
      const after = await snapshotTree(stage.home);
      const { removed, added, changed } = diffSnapshots(before, after);
      assert.equal(removed.filter((path) => before.get(path)?.kind === 'file').length, 5);
      assert.deepEqual([beyondCaches(removed), beyondCaches(added), beyondCaches(changed)], [[], [], []]);
      assert.ok(
        removed.some((path) => path.endsWith('/cache/2024-05/Message/a/Thumb')),
        removed.join(),
      );
    });

  test('trash: caches go into the bin and nothing else changes; without a bin all stay and say so', async (context) => {
    const stage = makeStage(context);
    prepare(stage);
    const before = await snapshotTree(stage.home);
    const done = signoff(stage, ...clean, '--level', 'basic', '--mode', 'trash');
    const { removed, added, changed } = diffSnapshots(before, await snapshotTree(stage.home));
    const files = removed.filter((path) => before.get(path)?.kind === 'file');
    const isInBin = (path: string): boolean => /^\.local(?:$|\/share(?:$|\/Trash))/.test(path);
    assert.equal(files.length, done.json.report?.removed.files);
    assert.deepEqual([beyondCaches(files), beyondCaches(changed)], [[], []]);
    assert.deepEqual(
      added.filter((path) => isWindows || !isInBin(path)),
      [],
    );
    const failed = done.json.report?.failed.map(({ code }) => code);
    if (files.length > 0) assert.deepEqual([done.code, files.length, failed], [0, 5, []]);
    else {
      assert.deepEqual([done.code, failed, isWindows], [1, ['trash-refused'], true]);
      context.skip('not on this wine: its SHQueryRecycleBinW answers for no bin, so all stayed and said so');
    }
  });

  test('status says that the native calls are in use, or why not', (context) => {
    const stage = makeStage(context);
    prepare(stage);
    assert.deepEqual(signoff(stage, 'status').json.systemCalls, { kind: 'native', reason: null });
    const without = programWithoutNative(context, stage);
    const { systemCalls } = signoffIn(without, stage, 'status').json;
    const binding = `koffi-${process.platform}-x64.node`;
    assert.deepEqual(systemCalls, { kind: 'portable', reason: `${binding} is not there` });
    const done = signoffIn(without, stage, ...clean, '--level', 'basic', '--mode', 'delete');
    assert.equal(done.code, isWindows ? 4 : 0, 'on Windows it is then unknown whether a messenger runs');
  });

  test('deep: the account’s folder goes with its databases, the root and what is beside it stay', (context) => {
    const stage = makeStage(context);
    prepare(stage);
    const done = signoff(stage, ...clean, '--level', 'deep', '--mode', 'delete');
    assert.equal(done.code, 0, `${done.text}${JSON.stringify(done.json.report)}`);
    assert.equal(readdirSync(join(stage.home, accounts)).includes(folder), false);
    assert.equal(existsSync(join(stage.home, 'Pictures/mine.txt')), true);
  });
});
