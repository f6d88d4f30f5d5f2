import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAtOrBelow } from '../../app/cleanup/containment.ts';
import { nothingRuns, signoff, signoffBeside } from '../systems/signoff.ts';
import { makeStage, weixinAccount, write } from '../systems/stage.ts';
import { subject, test } from '../systems/system-test.ts';

const basic = ['--all-accounts', '--level', 'basic', '--mode', 'delete', '--yes'];

subject('paths', () => {
  test('this is Windows: names ignore case, and identities exceed a double', (context) => {
    const stage = makeStage(context);
    stage.put({ 'MiXed/file': 'x' });
    assert.equal(process.platform, 'win32');
    assert.equal(existsSync(join(stage.home, 'mIxED', 'FILE')), true);
    assert.equal(typeof statSync(stage.home, { bigint: true }).ino, 'bigint');
    assert.equal(existsSync('Z:\\'), false, 'no drive leads out of the throwaway system');
    assert.notEqual(statSync('C:\\').dev, statSync('D:\\').dev, 'drives C: and D: are two devices');
    assert.equal(isAtOrBelow(stage.home.toUpperCase(), join(stage.home, 'MiXed'), 'windows'), true);
    assert.equal(isAtOrBelow(stage.home, `${stage.home}2\\file`, 'windows'), false);
  });

  test('a home spelt in another case in the environment is cleaned', async (context) => {
    const stage = makeStage(context);
    stage.put(weixinAccount('xwechat_files', 'wxid_case_1234'));
    const shouting = Object.fromEntries(
      Object.entries(stage.env).map(([name, value]) => [name, value.replace('stage', 'STAGE')]),
    );
    const clean = await signoffBeside(nothingRuns, { ...stage, env: shouting }, 'clean', ...basic);
    assert.equal(clean.code, 0, clean.text);
    assert.equal(clean.json.report?.removed.files, 3);
    assert.deepEqual(
      clean.json.report.kept.map((kept) => kept.reason),
      [],
    );
    const account = join(stage.home, 'xwechat_files', 'wxid_case_1234');
    assert.equal(existsSync(join(account, 'temp', 'head_image', 'ab', 'face')), false);
    assert.equal(readFileSync(join(account, 'db_storage/message/message_0.db'), 'utf8'), 'chats');
  });

  const message = 'xwechat_files/wxid_long_1234/cache/2024-05/Message';
  const far = `${'d'.repeat(80)}/${'e'.repeat(80)}`;

  test('files at more than 260 characters are measured, planned, removed and verified', async (context) => {
    const stage = makeStage(context);
    const file = `${message}/${far}/${'很深'.repeat(40)}.dat`;
    const beside = `xwechat_files/wxid_long_1234/msg/file/2024-05/${far}/${'很深'.repeat(40)}.pdf`;
    stage.put({
      ...weixinAccount('xwechat_files', 'wxid_long_1234'),
      [file]: 'cached far down',
      [beside]: 'received far down',
    });
    assert.ok(join(stage.home, file).length > 300, 'the path is long');
    const scan = signoff(stage, 'scan');
    assert.equal(scan.code, 0, scan.text);
    assert.equal(scan.json.total?.files, 9);
    const plan = signoff(stage, 'plan', '--all-accounts', '--level', 'basic', '--list');
    assert.ok(
      plan.json.entries?.some((entry) => entry.path === join(stage.home, file)),
      'the long path is in the plan, without a prefix that a person does not know',
    );
    const clean = await signoffBeside(nothingRuns, stage, 'clean', ...basic);
    assert.equal(clean.code, 0, `${clean.text}${JSON.stringify(clean.json.report?.examples)}`);
    assert.equal(clean.json.report?.verification?.outcome, 'done');
    assert.equal(existsSync(join(stage.home, file)), false);
    assert.equal(existsSync(join(stage.home, message, 'd'.repeat(80))), false, 'emptied folders are gone');
    assert.equal(readFileSync(join(stage.home, beside), 'utf8'), 'received far down');
  });

  test('a folder at more than 260 characters is removed or reported, as the disk shows', async (context) => {
    const stage = makeStage(context);
    const file = `${message}/${far}/${'f'.repeat(80)}/last.dat`;
    stage.put({ ...weixinAccount('xwechat_files', 'wxid_long_1234'), [file]: 'cached farther down' });
    const scan = signoff(stage, 'scan');
    assert.equal(scan.json.total?.files, 8, `${scan.code} ${JSON.stringify(scan.json)} ${scan.text}`);
    const { code, json } = await signoffBeside(nothingRuns, stage, 'clean', ...basic);
    // this Windows cannot resolve such a folder, a real one can; an unresolved folder is never removed from
    const isThere = existsSync(join(stage.home, file));
    const said = [
      code,
      json.report?.removed.files,
      json.report?.failed.length,
      json.report?.verification?.outcome,
    ];
    assert.deepEqual(said, isThere ? [1, 3, 1, 'partial'] : [0, 4, 0, 'done']);
  });

  test('reserved names are removed as ordinary files; names that Windows would change stay and are reported', async (context) => {
    const stage = makeStage(context);
    stage.put(weixinAccount('xwechat_files', 'wxid_names_1234'));
    const temp = join(stage.home, 'xwechat_files', 'wxid_names_1234', 'temp');
    for (const name of ['NUL.txt', 'con', 'aux.dat', 'COM1', 'LPT9.log', 'kept. ', 'kept.', 'kept'])
      write(`${temp}\\${name}`, name);
    const clean = await signoffBeside(nothingRuns, stage, 'clean', ...basic);
    for (const name of ['NUL.txt', 'con', 'aux.dat', 'COM1', 'LPT9.log', 'kept'])
      assert.equal(existsSync(`${temp}\\${name}`), false, `${name} is gone`);
    for (const name of ['kept. ', 'kept.'])
      assert.equal(readFileSync(`${temp}\\${name}`, 'utf8'), name, `${JSON.stringify(name)} stays`);
    const said = clean.json.plan?.kept.find((kept) => kept.reason === 'name-not-representable');
    assert.equal(said?.files, 2);
    assert.equal(clean.json.report?.failed.length, 0, JSON.stringify(clean.json.report?.failed));
  });

  test('a keep pattern and a row match without regard to case', async (context) => {
    const stage = makeStage(context);
    const account = 'xwechat_files/wxid_keep_1234';
    stage.put({
      ...weixinAccount('xwechat_files', 'wxid_keep_1234'),
      [`${account}/CACHE/2024-06/Message/b/Other.DAT`]: 'cached, shouted',
      [`${account}/cache/2024-05/Message/a/Thumb/Precious_t.dat`]: 'kept by pattern',
      [`${account}/DB_STORAGE/message/MESSAGE_1.DB`]: 'chats, shouted',
    });
    const clean = await signoffBeside(nothingRuns, stage, 'clean', ...basic, '--keep', '**/precious_T.dat');
    assert.equal(clean.code, 0, clean.text);
    const at = (path: string): string => join(stage.home, account, path);
    assert.equal(existsSync(at('CACHE/2024-06/Message/b/Other.DAT')), false);
    assert.equal(existsSync(at('cache/2024-05/Message/a/Thumb/Precious_t.dat')), true);
    assert.equal(existsSync(at('db_storage/message/message_1.db')), true);
  });
});
