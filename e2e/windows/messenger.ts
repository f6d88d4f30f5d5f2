import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { diffSnapshots, snapshotTree } from '../../main/testing/tree-snapshot.ts';
import { built, signoff } from '../systems/signoff.ts';
import { atEnd, makeStage, weixinAccount } from '../systems/stage.ts';
import type { Stage } from '../systems/stage.ts';
import { subject, test } from '../systems/system-test.ts';

/** Opens one window; `ends`: with it, `stays`: as a messenger does that goes to the tray. */
const program = `
const { writeFileSync } = require('node:fs');
const [how, binding, ready] = process.argv.slice(1);
const koffi = require(binding);
const user = koffi.load('user32.dll');
const create = user.func('intptr_t CreateWindowExW(uint32 more, str16 kind, str16 title, uint32 style, int x, int y, int w, int h, intptr_t parent, intptr_t menu, intptr_t of, void *data)');
const next = user.func('bool PeekMessageW(_Out_ uint8_t *message, intptr_t window, uint32 from, uint32 to, uint32 how)');
const dispatch = user.func('intptr_t DispatchMessageW(uint8_t *message)');
const isOpen = user.func('bool IsWindow(intptr_t window)');
const overlappedAndVisible = 0x10cf0000;
const window = create(0, 'STATIC', 'Weixin', overlappedAndVisible, 0, 0, 100, 100, 0, 0, 0, null);
if (!isOpen(window)) process.exit(3);
const message = Buffer.alloc(48);
setInterval(() => {
  while (next(message, 0, 0, 0, 1)) dispatch(message);
  if (how === 'ends' && !isOpen(window)) process.exit(0);
}, 20);
writeFileSync(ready, '');
setTimeout(() => process.exit(2), 110000);
`;

/** A real process at the place where Weixin is installed, with a window. */
async function startWeixin(context: TestContext, stage: Stage, how: 'ends' | 'stays'): Promise<ChildProcess> {
  const folder = join(stage.home, 'AppData', 'Local', 'Programs', 'Tencent', 'Weixin');
  mkdirSync(folder, { recursive: true });
  const [weixin, ready] = [join(folder, 'Weixin.exe'), join(folder, 'ready')];
  copyFileSync(process.execPath, weixin);
  const binding = join(built, 'native', 'koffi-win32-x64.node');
  const child = spawn(weixin, ['-e', program, how, binding, ready], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  atEnd(context, async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await ended;
    }
  });
  for (let tries = 0; !existsSync(ready); tries += 1) {
    assert.ok(tries < 400 && child.exitCode === null, 'Weixin.exe opens its window');
    await wait(50);
  }
  return child;
}

/** Asks the system, because this thread has not heard of an exit while it waited for another program. */
function assertRuns({ pid = 0 }: ChildProcess): void {
  assert.ok(process.kill(pid, 0), 'Weixin.exe still runs');
}

const clean = ['clean', '--mode', 'delete', '--yes', '--all-accounts', '--level', 'system'];
const quit = ['quit', '--app', 'wechat'];

function stateOf(answer: ReturnType<typeof signoff>): readonly unknown[] {
  return (answer.json.apps ?? []).map(({ state, forced }) => [state, forced]);
}

subject('a running Weixin.exe', () => {
  test('blocks the clean, closes when asked, and then the clean goes through', async (context) => {
    const stage = makeStage(context);
    stage.put(weixinAccount('xwechat_files', 'wxid_runs_1234'));
    const weixin = await startWeixin(context, stage, 'ends');
    const before = await snapshotTree(stage.home);

    const refused = signoff(stage, ...clean);
    assert.deepEqual([refused.code, refused.json.code], [4, 'messenger-running'], refused.text);
    assert.deepEqual(refused.json.params, { names: 'Weixin.exe' });
    assert.deepEqual(diffSnapshots(before, await snapshotTree(stage.home)).removed, []);
    assertRuns(weixin);

    const asked = signoff(stage, ...quit);
    assert.equal(asked.code, 0, asked.text);
    assert.deepEqual(stateOf(asked), [['quit', false]]);
    if (weixin.exitCode === null) await once(weixin, 'exit');
    assert.equal(weixin.exitCode, 0, 'it closed by itself');

    const done = signoff(stage, ...clean);
    assert.equal(done.code, 0, done.text);
    assert.equal(
      existsSync(join(stage.home, 'xwechat_files', 'all_users', 'config', 'global_config')),
      false,
    );
  });

  test('that stays in the tray still runs after it was asked, and is ended only on request', async (context) => {
    const stage = makeStage(context);
    stage.put(weixinAccount('xwechat_files', 'wxid_tray_1234'));
    const weixin = await startWeixin(context, stage, 'stays');

    const asked = signoff(stage, ...quit);
    assert.equal(asked.code, 1, asked.text);
    assert.deepEqual(stateOf(asked), [['still-running', false]]);
    assertRuns(weixin);

    const ended = signoff(stage, ...quit, '--force', '--yes');
    assert.equal(ended.code, 0, ended.text);
    assert.deepEqual(stateOf(ended), [['quit', true]]);
    assert.equal(signoff(stage, ...clean).code, 0);
  });
});
