import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../main/system/portable/run.ts';
import { registryByTool } from '../../main/system/windows/registry-tool.ts';
import { signoff, signoffWith } from '../systems/signoff.ts';
import type { Answer } from '../systems/signoff.ts';
import { makeFolder, makeStage, wechatAccount, weixinAccount, write } from '../systems/stage.ts';
import { setRegistry, shellFolders } from './registry.ts';
import { subject, test } from '../systems/system-test.ts';

const wechatKey = String.raw`HKCU\Software\Tencent\WeChat`;
const pointers = 'AppData/Roaming/Tencent/xwechat/config';

function putAt(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) write(join(folder, name), content);
}

function dataRoots({ json }: Answer, line?: string): readonly string[] {
  return (json.roots ?? [])
    .filter((root) => root.kind === 'data' && (line === undefined || root.line === line))
    .map((root) => root.realPath)
    .toSorted();
}

function folders({ json }: Answer): readonly string[] {
  return (json.accounts ?? []).map((account) => account.folder).toSorted();
}

function notes({ json }: Answer, kind: string): readonly string[] {
  return (json.notes ?? []).filter((note) => note.kind === kind).map((note) => note.path);
}

subject('places', () => {
  for (const [name, value, root] of [
    ['the parent of the data folder, on another drive', 'D:\\chat', 'D:\\chat\\WeChat Files'],
    ['the data folder itself', 'D:\\chat\\WeChat Files', 'D:\\chat\\WeChat Files'],
    ['a name that is not ASCII', 'D:\\聊天 记录', 'D:\\聊天 记录\\WeChat Files'],
    ['a forward slash and another case', 'd:/CHAT', 'D:\\chat\\WeChat Files'],
  ] as const) {
    test(`the registry's FileSavePath: ${name}`, (context) => {
      const stage = makeStage(context);
      makeFolder(context, root.slice(0, root.lastIndexOf('\\')));
      putAt(root, wechatAccount('.', 'wxid_first'));
      setRegistry(context, wechatKey, 'FileSavePath', value);
      const status = signoff(stage, 'status');
      assert.equal(status.code, 0, status.text);
      assert.deepEqual(dataRoots(status), [root]);
      assert.deepEqual(folders(status), ['wxid_first']);
    });
  }

  for (const [name, value, documents] of [
    ['to another drive', 'D:\\Documents', 'D:\\Documents'],
    ['to a Chinese name on another drive', 'D:\\我的文档', 'D:\\我的文档'],
    ['with a variable', '%USERPROFILE%\\OneDrive\\文档', null],
  ] as const) {
    test(`Documents redirected ${name}: MyDocument: and the usual places follow`, (context) => {
      const stage = makeStage(context);
      const folder = documents ?? join(stage.home, 'OneDrive', '文档');
      makeFolder(context, folder);
      putAt(folder, wechatAccount('WeChat Files', 'wxid_three'));
      putAt(folder, weixinAccount('xwechat_files', 'wxid_four_0a1b'));
      putAt(join(stage.home, 'Documents'), weixinAccount('xwechat_files', 'wxid_before_2c3d'));
      setRegistry(context, shellFolders, 'Personal', value, 'REG_EXPAND_SZ');
      setRegistry(context, wechatKey, 'FileSavePath', 'MyDocument:');
      stage.put({ [`${pointers}/0123456789abcdef0123456789abcdef.ini`]: 'MyDocument:' });
      const status = signoff(stage, 'status');
      assert.deepEqual(dataRoots(status, '3.x'), [join(folder, 'WeChat Files')]);
      assert.deepEqual(
        dataRoots(status, '4.x'),
        [join(folder, 'xwechat_files'), join(stage.home, 'Documents', 'xwechat_files')].toSorted(),
      );
      assert.deepEqual(folders(status), ['wxid_before_2c3d', 'wxid_four_0a1b', 'wxid_three']);
    });
  }

  // 聊天 in the code page of a Chinese Windows
  const gbk = Uint8Array.of(0x44, 0x3a, 0x5c, 0xc1, 0xc4, 0xcc, 0xec);
  const utf16 = Buffer.from('D:\\聊天', 'utf16le');
  for (const [name, bytes] of [
    ['GBK', gbk],
    ['UTF-8', Buffer.from('D:\\聊天')],
    ['UTF-16', utf16],
    ['UTF-16 with its mark', Buffer.concat([Uint8Array.of(0xff, 0xfe), utf16])],
  ] as const) {
    test(`a pointer file in ${name}, between a stale and a binary neighbour`, (context) => {
      const stage = makeStage(context);
      makeFolder(context, 'D:\\聊天');
      putAt('D:\\聊天', weixinAccount('xwechat_files', 'wxid_pointed_9f00'));
      stage.put({
        [`${pointers}/0a.ini`]: 'D:\\gone',
        [`${pointers}/0b.ini`]: bytes,
        [`${pointers}/hardlink.dat`]: Uint8Array.of(0, 1, 2, 3),
      });
      const status = signoff(stage, 'status');
      assert.deepEqual(dataRoots(status), ['D:\\聊天\\xwechat_files']);
      assert.deepEqual(folders(status), ['wxid_pointed_9f00']);
      assert.deepEqual(notes(status, 'stale-pointer'), [join(stage.home, pointers, '0a.ini')]);
    });
  }

  test('a folder in the root of a drive, named by several rules in several cases, is one root', (context) => {
    const stage = makeStage(context);
    makeFolder(context, 'D:\\xwechat_files');
    putAt('D:\\', weixinAccount('xwechat_files', 'wxid_once_77aa'));
    stage.put({ [`${pointers}/0a.ini`]: 'd:\\', [`${pointers}/0b.ini`]: 'D:\\XWECHAT_FILES' });
    const status = signoff(stage, 'status');
    assert.deepEqual(dataRoots(status), ['D:\\xwechat_files'], 'once, and as the disk spells it');
    assert.deepEqual(folders(status), ['wxid_once_77aa']);
    const found = status.json.roots?.find((root) => root.kind === 'data')?.foundBy.map((by) => by.by);
    assert.deepEqual([...new Set(found)].toSorted(), ['folder', 'pointer-file']);
  });

  test('without its own calls and a reg.exe that Windows will not start: the key is reported as unread, and everything else is measured', async (context) => {
    const stage = makeStage(context);
    stage.put(weixinAccount('xwechat_files', 'wxid_barred_1234'));
    const windows = join(stage.home, '..', '..', 'Windows');
    write(join(windows, 'System32', 'reg.exe'), 'no program');
    const barred = { ...stage, env: { ...stage.env, SystemRoot: windows } };
    const registry = registryByTool(barred.env, run);
    const scan = await signoffWith({ registry }, barred, 'scan');
    assert.equal(scan.code, 0, `${scan.text}${JSON.stringify(scan.json)}`);
    assert.equal(scan.json.total?.files, 7);
    const unread = notes(scan, 'unreadable-pointer');
    assert.ok(unread.includes(`${wechatKey}\\FileSavePath`), unread.join());
  });

  test('pointers that may not be followed are reported in one line each, and nothing else is lost', (context) => {
    const stage = makeStage(context);
    stage.put({
      ...weixinAccount('xwechat_files', 'wxid_home_1111'),
      [`${pointers}/climbing.ini`]: 'C:\\Users\\..\\Windows',
      [`${pointers}/network.ini`]: '\\\\server\\share',
      [`${pointers}/relative.ini`]: 'chat\\files',
      [`${pointers}/halfway.ini`]: 'C:chat',
      [`${pointers}/nul.ini`]: 'C:\\a\0b',
      [`${pointers}/away.ini`]: 'Q:\\xwechat',
    });
    mkdirSync(join(stage.home, pointers, 'folder.ini'));
    const huge = openSync(join(stage.home, pointers, 'huge.ini'), 'w');
    ftruncateSync(huge, 1024 ** 3);
    closeSync(huge);
    const status = signoff(stage, 'status');
    assert.equal(status.code, 0, status.text);
    assert.deepEqual(dataRoots(status), [join(stage.home, 'xwechat_files')]);
    const at = (name: string): string => join(stage.home, pointers, name);
    assert.deepEqual(
      new Set(notes(status, 'unusable-pointer')),
      new Set(
        ['climbing', 'folder', 'halfway', 'huge', 'network', 'nul', 'relative'].map((name) =>
          at(`${name}.ini`),
        ),
      ),
    );
    assert.deepEqual(notes(status, 'drive-missing'), [at('away.ini')]);
  });

  for (const [name, path] of [
    ['the parent folder', 'D:\\QQ数据'],
    ['the data folder in quotes', '"D:\\QQ数据\\Tencent Files"'],
  ] as const) {
    test(`QQ's UserDataInfo.ini in GBK names ${name}`, (context) => {
      const stage = makeStage(context);
      const root = makeFolder(context, 'D:\\QQ数据');
      write(join(root, 'Tencent Files', '2841073956', 'nt_qq', 'nt_db', 'nt_msg.db'), 'chats');
      const [before, after] = `[UserDataSet]\r\nUserDataSavePathType=2\r\nUserDataSavePath=${path}\r\n`.split(
        '数据',
      );
      const ini = [
        Buffer.from(before ?? ''),
        Uint8Array.of(0xca, 0xfd, 0xbe, 0xdd),
        Buffer.from(after ?? ''),
      ];
      stage.put({ 'Public/Documents/Tencent/QQ/UserDataInfo.ini': Buffer.concat(ini) });
      const status = signoff(stage, 'status');
      assert.equal(status.code, 0, status.text);
      assert.deepEqual([...new Set(dataRoots(status))], ['D:\\QQ数据\\Tencent Files']);
      assert.deepEqual(folders(status), ['2841073956']);
    });
  }

  test('an account in another user’s profile is reported, neither searched nor listed', (context) => {
    const stage = makeStage(context);
    const other = join(stage.home, '..', '王', 'Documents', 'xwechat_files');
    putAt(other, weixinAccount('.', 'wxid_other_1111'));
    stage.put({ [`${pointers}/0a.ini`]: other.toUpperCase() });
    const status = signoff(stage, 'status');
    assert.deepEqual([dataRoots(status), folders(status)], [[], []]);
    assert.equal(notes(status, 'other-user').length, 1);
  });

  test('a pointer to a whole drive or to the home makes neither a root', (context) => {
    const stage = makeStage(context);
    stage.put({
      'Documents/mine.txt': 'mine',
      [`${pointers}/a.ini`]: 'C:\\',
      [`${pointers}/b.ini`]: stage.home.toUpperCase(),
    });
    const status = signoff(stage, 'status');
    assert.deepEqual(dataRoots(status), []);
    assert.deepEqual(folders(status), []);
  });
});
