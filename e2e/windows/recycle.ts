import assert from 'node:assert/strict';
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { nativeFloor } from '../../main/system/native/native-floor.ts';
import { recycleCalls } from '../../main/system/native/windows-recycle-calls.ts';
import { registryCalls } from '../../main/system/native/windows-registry-calls.ts';
import { createPortableFolderPins } from '../../main/system/portable/folder-pins.ts';
import { recycleBin } from '../../main/system/windows/recycle-bin.ts';
import { makeStage } from '../systems/stage.ts';
import { subject, test } from '../systems/system-test.ts';

function nativeBin() {
  const [calls, registry] = [recycleCalls(nativeFloor()), registryCalls(nativeFloor())];
  assert.ok(calls.kind === 'ready' && registry.kind === 'ready');
  return { calls: calls.calls, registry: registry.calls };
}

subject('the recycle bin', () => {
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
