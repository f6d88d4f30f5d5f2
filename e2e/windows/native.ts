import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';
import { nativeFloor } from '../../main/system/native/native-floor.ts';
import { processCalls } from '../../main/system/native/windows-process-calls.ts';
import { restartCalls } from '../../main/system/native/windows-restart-calls.ts';
import { noRegistry } from '../../main/system/portable/no-registry.ts';
import type { RunAnswer } from '../../main/system/portable/run.ts';
import { windowsFolders } from '../../main/system/windows/windows-folders.ts';
import { windowsProcesses } from '../../main/system/windows/windows-processes.ts';
import { windowsRegistry } from '../../main/system/windows/windows-registry.ts';
import { windowsVolumes } from '../../main/system/windows/windows-volumes.ts';
import { makeStage } from '../systems/stage.ts';
import { setRegistry, shellFolders } from './registry.ts';
import { subject, test } from '../systems/system-test.ts';

/** No tool of the system may be started: what is answered comes from its own calls. */
const noTool = (file: string): Promise<RunAnswer> => {
  throw new Error(`started ${file}`);
};

const missing = { kind: 'missing', reason: 'switched off' } as const;

function calls() {
  const library = processCalls(nativeFloor());
  if (library.kind === 'missing') throw new Error(library.reason);
  return library.calls;
}

subject('processes by their own calls', () => {
  test('this process is listed with its full path and its owner, without starting a tool', async () => {
    const list = await windowsProcesses(process.env, noTool).list();
    assert.equal(list.kind, 'known');
    const self = list.processes.find(({ pid }) => pid === process.pid);
    assert.deepEqual(self, {
      pid: process.pid,
      name: basename(process.execPath),
      path: process.execPath,
      ownUser: true,
    });
    assert.ok(list.processes.length > 1, 'and others');
    assert.ok(list.processes.every(({ pid }) => pid > 0));
  });

  test('this process’s start lies between the start of the system and now', () => {
    const opened = calls().open(process.pid, 'query');
    assert.ok(typeof opened !== 'string');
    const startedAt = Number((opened.startedAt() ?? 0n) / 10_000n) - 11_644_473_600_000;
    const expected = Date.now() - process.uptime() * 1000;
    assert.ok(Math.abs(startedAt - expected) < 5_000, `${startedAt} and ${expected}`);
    assert.match(opened.owner() ?? '', /^01[0-9a-f]{14,}$/);
    opened.close();
  });

  test('a process that has ended is not listed, even while another one holds it', async () => {
    const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
    await once(child, 'exit');
    const held = calls().open(child.pid ?? 0, 'query');
    if (typeof held !== 'string') assert.equal(held.hasEnded(), true);
    const list = await windowsProcesses(process.env, noTool).list();
    assert.equal(list.kind === 'known' && list.processes.some(({ pid }) => pid === child.pid), false);
    if (typeof held !== 'string') held.close();
    // ids are multiples of four, counted from below
    assert.equal(calls().open(0x7fff_fffc, 'query'), 'gone');
  });

  test('the session of every listed process is known', () => {
    const sessions = calls().sessions();
    assert.ok(sessions.has(process.pid));
  });

  test('without the calls the tools are asked, and this Windows’ tools answer nothing', async () => {
    const list = await windowsProcesses(process.env, undefined, process.pid, () => missing).list();
    assert.equal(list.kind, 'could-not-tell');
  });
});

const key = String.raw`HKCU\Software\SignOff lane`;

subject('registry by its own calls', () => {
  const read = (name: string) => windowsRegistry(process.env, noTool).read(key, name);

  test('texts that reg.exe wrote are read, in any script and length', async (context: TestContext) => {
    const long = `D:\\${'很长的文件夹'.repeat(200)}`;
    setRegistry(context, key, 'plain', 'D:\\聊天 記録 𠮷');
    setRegistry(context, key, 'long', long);
    assert.deepEqual(await read('plain'), { kind: 'value', value: 'D:\\聊天 記録 𠮷' });
    assert.deepEqual(await read('PLAIN'), { kind: 'value', value: 'D:\\聊天 記録 𠮷' });
    assert.deepEqual(await read('long'), { kind: 'value', value: long });
  });

  test('an expandable text is expanded from the environment, and stays as it is with an unknown variable', async (context) => {
    const stage = makeStage(context);
    setRegistry(context, key, 'mine', '%USERPROFILE%\\Documents', 'REG_EXPAND_SZ');
    setRegistry(context, key, 'odd', '%NO_SUCH_NAME%\\x', 'REG_EXPAND_SZ');
    setRegistry(context, key, 'literal', '%USERPROFILE%\\x');
    const registry = windowsRegistry(stage.env, noTool);
    assert.deepEqual(await registry.read(key, 'mine'), { kind: 'value', value: `${stage.home}\\Documents` });
    assert.deepEqual(await registry.read(key, 'odd'), { kind: 'value', value: '%NO_SUCH_NAME%\\x' });
    assert.deepEqual(await registry.read(key, 'literal'), { kind: 'value', value: '%USERPROFILE%\\x' });
  });

  test('a missing value or key is absent, a value that is no text could-not-tell', async (context) => {
    setRegistry(context, key, 'there', 'x');
    setRegistry(context, key, 'number', '5', 'REG_DWORD');
    assert.deepEqual(await read('nope'), { kind: 'absent' });
    assert.deepEqual(await windowsRegistry(process.env, noTool).read(`${key}\\no such key`, 'x'), {
      kind: 'absent',
    });
    assert.equal((await read('number')).kind, 'could-not-tell');
  });
});

subject('known folders by their own calls', () => {
  test('documents follow a move to another drive, and a home of its own never meets the real one', async (context) => {
    const documents = (env: NodeJS.ProcessEnv | Readonly<Record<string, string>>) =>
      windowsFolders(env, noRegistry).resolve('documents');
    const stage = makeStage(context);
    const usual = `${process.env['USERPROFILE'] ?? ''}\\Documents`.toLowerCase();
    assert.deepEqual(
      (await documents(process.env)).map((path) => path.toLowerCase()),
      [usual],
    );
    setRegistry(context, shellFolders, 'Personal', 'D:\\我的文档', 'REG_EXPAND_SZ');
    const moved = await documents(process.env);
    assert.deepEqual([moved[0], moved[1]?.toLowerCase()], ['D:\\我的文档', usual]);
    assert.deepEqual(await documents(stage.env), [`${stage.home}\\Documents`]);
  });

  test('the other folders are those of the environment, each once', async () => {
    const folders = windowsFolders(process.env, noRegistry);
    for (const [folder, name] of [
      ['roaming', 'APPDATA'],
      ['local', 'LOCALAPPDATA'],
      ['programData', 'ProgramData'],
    ] as const) {
      const found = await folders.resolve(folder);
      const expected = [process.env[name]?.toLowerCase()];
      assert.deepEqual(
        found.map((path) => path.toLowerCase()),
        expected,
      );
    }
  });
});

subject('volumes by their own calls', () => {
  test('a fixed drive is told with its file system, and a missing one is could-not-tell', async () => {
    const volumes = windowsVolumes();
    const facts = await volumes.factsOf('C:\\lane\\out');
    assert.deepEqual([facts.fileSystem, facts.network, facts.readOnly], ['NTFS', 'no', 'no']);
    assert.equal((await volumes.factsOf('Q:\\nothing')).network, 'could-not-tell');
    assert.equal((await volumes.factsOf('\\\\server\\share\\x')).network, 'yes');
  });
});

subject('who holds a file', () => {
  test('is asked of the Restart Manager, which names this program or none', async (context) => {
    const stage = makeStage(context);
    stage.put({ '微信.dat': 'x' });
    const path = join(stage.home, '微信.dat');
    const file = openSync(path, 'r');
    const library = restartCalls(nativeFloor());
    assert.ok(library.kind === 'ready');
    const names = await library.calls.holdersOf(path);
    closeSync(file);
    // this Windows' Restart Manager knows no files
    assert.ok(names.length === 0 || names.some((name) => /node/iu.test(name)), names.join());
    assert.deepEqual(await library.calls.holdersOf(`${path}-none`), []);
  });
});
