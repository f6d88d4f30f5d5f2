import assert from 'node:assert/strict';
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { nativeFloor } from '../../main/system/native/native-floor.ts';
import { recycleCalls } from '../../main/system/native/windows-recycle-calls.ts';
import { registryCalls } from '../../main/system/native/windows-registry-calls.ts';
import { createPortableFolderPins } from '../../main/system/portable/folder-pins.ts';
import { recycleBin } from '../../main/system/windows/recycle-bin.ts';
import { diffSnapshots, snapshotTree } from '../../main/testing/tree-snapshot.ts';
import { signoff } from './signoff.ts';
import { makeStage, weixinAccount } from './stage.ts';
import { subject, test } from './windows-test.ts';

function nativeBin() {
  const [calls, registry] = [recycleCalls(nativeFloor()), registryCalls(nativeFloor())];
  assert.ok(calls.kind === 'ready' && registry.kind === 'ready');
  return { calls: calls.calls, registry: registry.calls };
}

subject('the recycle bin', () => {
  test('a clean into it from the command line takes the caches; without an answer about a bin all stay', async (context) => {
    const stage = makeStage(context);
    stage.put(weixinAccount('xwechat_files', 'wxid_bin_1234'));
    const before = await snapshotTree(stage.home);
    const isAnswered = nativeBin().calls.hasBin('C:\\');
    const clean = ['clean', '--mode', 'trash', '--yes', '--all-accounts', '--level', 'basic'];
    const done = signoff(stage, ...clean);
    const { report } = done.json;
    const { removed, added, changed } = diffSnapshots(before, await snapshotTree(stage.home));
    const files = removed.filter((path) => before.get(path)?.kind === 'file');
    assert.deepEqual([files.length, added, changed], [report?.removed.files, [], []]);
    assert.ok(
      files.every((path) => /\/(cache|temp)\//.test(path)),
      files.join(),
    );
    const failed = report?.failed.map(({ code }) => code);
    if (isAnswered) assert.deepEqual([done.code, files.length > 0, failed], [0, true, []]);
    else assert.deepEqual([done.code, files, failed], [1, [], ['trash-refused']]);
  });

  test('takes a file and a whole folder with Chinese names, and nothing beside them', (context) => {
    const stage = makeStage(context);
    stage.put({ '缓存/一 𠮷.txt': 'x', '缓存/夹/二.txt': 'y', '缓存/stays.txt': 'z' });
    const native = nativeBin();
    if (!native.calls.hasBin('C:\\')) {
      context.skip('this wine answers for no bin');
      return;
    }
    const bin = recycleBin(native);
    const path = realpathSync.native(join(stage.home, '缓存'));
    const { dev, ino } = lstatSync(path, { bigint: true });
    const folder = createPortableFolderPins('windows').pin(path, { dev, ino }, path);
    assert.ok(typeof folder !== 'string', 'the folder is pinned');
    const put = (name: string) => bin.put(folder, name, join(path, name));
    assert.deepEqual([put('一 𠮷.txt'), put('夹')], ['taken', 'taken']);
    assert.throws(() => put('夹'), { code: 'ENOENT' });
    const left = ['一 𠮷.txt', '夹', 'stays.txt'].map((name) => existsSync(join(path, name)));
    assert.deepEqual(left, [false, false, true]);
    folder.close();
  });
});
