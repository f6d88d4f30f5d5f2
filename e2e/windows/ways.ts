import assert from 'node:assert/strict';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diffSnapshots, snapshotTree } from '../../main/testing/tree-snapshot.ts';
import { programWithoutNative, signoff, signoffIn } from './signoff.ts';
import { makeStage, weixinAccount } from './stage.ts';
import type { Stage } from './stage.ts';
import { subject, test } from './windows-test.ts';

const account = 'xwechat_files/wxid_ways_1234';
const clean = ['clean', '--all-accounts', '--yes'];

function prepare(stage: Stage): void {
  stage.put({
    ...weixinAccount('xwechat_files', 'wxid_ways_1234'),
    [`${account}/cache/2024-05/Message/a/Thumb/𠮷 很深.dat`]: 'thumb',
    [`${account}/cache/2024-05/Message/empty.dat`]: '',
    'Documents/mine.txt': 'mine',
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

  test('status says that the native calls are in use, or why not', (context) => {
    const stage = makeStage(context);
    prepare(stage);
    assert.deepEqual(signoff(stage, 'status').json.systemCalls, { kind: 'native', reason: null });
    const without = programWithoutNative(context, stage);
    const { systemCalls } = signoffIn(without, stage, 'status').json;
    assert.deepEqual(systemCalls, { kind: 'portable', reason: 'koffi-win32-x64.node is not there' });
    const done = signoffIn(without, stage, ...clean, '--level', 'basic', '--mode', 'delete');
    assert.equal(done.code, 4, 'whether a messenger runs is unknown');
  });

  test('deep: the account’s folder goes with its databases, the root and what is beside it stay', (context) => {
    const stage = makeStage(context);
    prepare(stage);
    const done = signoff(stage, ...clean, '--level', 'deep', '--mode', 'delete');
    assert.equal(done.code, 0, `${done.text}${JSON.stringify(done.json.report)}`);
    assert.equal(readdirSync(join(stage.home, 'xwechat_files')).includes('wxid_ways_1234'), false);
    assert.deepEqual(readdirSync(join(stage.home, 'Documents')), ['mine.txt']);
  });

  test('the quarantine is restored byte for byte, put aside again, and purged', async (context) => {
    const stage = makeStage(context);
    prepare(stage);
    const before = await snapshotTree(stage.home);
    const putAside = (): void => {
      const done = signoff(stage, ...clean, '--level', 'deep', '--mode', 'quarantine');
      assert.equal(done.code, 0, `${done.text}${JSON.stringify(done.json.report)}`);
    };
    putAside();
    const batches = (): readonly string[] =>
      readdirSync(join(stage.dataDir, 'quarantine')).filter((name) => !name.startsWith('.'));
    const [batch = ''] = batches();
    const restored = signoff(stage, 'quarantine', 'restore', batch);
    assert.equal(restored.code, 0, `${restored.text}${JSON.stringify(restored.json)}`);
    const { removed, added, changed } = diffSnapshots(before, await snapshotTree(stage.home));
    const isSignIn = (path: string): boolean => path.includes('/all_users');
    assert.deepEqual([removed.filter((path) => !isSignIn(path)), added], [[], []]);
    assert.deepEqual(
      changed.filter((path) => before.get(path)?.kind === 'file'),
      [],
    );
    putAside();
    const purged = signoff(stage, 'quarantine', 'purge', '--all', '--yes');
    assert.equal(purged.code, 0, `${purged.text}${JSON.stringify(purged.json)}`);
    assert.deepEqual(batches(), []);
  });
});
