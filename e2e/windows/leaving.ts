import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateDemoHome } from '../../main/demo/generate-demo-home.ts';
import { diffSnapshots, snapshotTree } from '../../main/testing/tree-snapshot.ts';
import { filesOf, promisedIn } from '../harness/promises.ts';
import { nothingRuns, programWithoutNative, signoff, signoffBeside, signoffIn } from '../systems/signoff.ts';
import { makeStage, weixinAccount } from '../systems/stage.ts';
import { subject, test } from '../systems/system-test.ts';

const files = 500;
const all = ['--app', 'wechat', '--all-accounts'];
const clean = ['clean', '--mode', 'delete', '--yes'];

function isQqDatabase(path: string): boolean {
  return /\/nt_qq\/nt_db\/|\/Msg3\.0\.db$/.test(path);
}

subject('leaving', () => {
  test('without its own calls, and with tools that list nothing, the clean is refused and nothing is touched', async (context) => {
    const stage = makeStage(context);
    const program = programWithoutNative(context, stage);
    stage.put(weixinAccount('xwechat_files', 'wxid_probe_1234'));
    const before = await snapshotTree(stage.home);
    const status = signoffIn(program, stage, 'status');
    assert.deepEqual([...new Set(status.json.running?.map((one) => one.running))], ['could-not-tell']);
    const refused = signoffIn(program, stage, ...clean, '--all-accounts', '--level', 'system');
    assert.equal(refused.code, 4);
    assert.equal(refused.json.code, 'messenger-unknown');
    assert.deepEqual(diffSnapshots(before, await snapshotTree(stage.home)), {
      removed: [],
      added: [],
      changed: [],
    });
  });

  test('Weixin in its install folder is found by its Windows path and refused', async (context) => {
    const stage = makeStage(context);
    stage.put(weixinAccount('xwechat_files', 'wxid_runs_1234'));
    const before = await snapshotTree(stage.home);
    const weixin = {
      pid: 77,
      name: 'WEIXIN.EXE',
      path: 'c:\\program files\\tencent\\weixin\\Weixin.exe',
      ownUser: true,
    };
    const refused = await signoffBeside([...nothingRuns, weixin], stage, ...clean, '--all-accounts');
    assert.equal(refused.code, 4);
    assert.equal(refused.json.code, 'messenger-running');
    const elsewhere = { ...weixin, ownUser: false };
    const allowed = await signoffBeside([...nothingRuns, elsewhere], stage, ...clean, '--all-accounts');
    assert.equal(allowed.code, 0, allowed.text);
    const { removed, added, changed } = diffSnapshots(before, await snapshotTree(stage.home));
    assert.equal(removed.filter((path) => before.get(path)?.kind === 'file').length, 3);
    assert.deepEqual([added, changed], [[], []]);
  });

  test('without confirmation nothing happens, and a wrong word is no command', async (context) => {
    const stage = makeStage(context);
    stage.put(weixinAccount('xwechat_files', 'wxid_asked_1234'));
    const before = await snapshotTree(stage.home);
    const asked = await signoffBeside(nothingRuns, stage, 'clean', '--mode', 'delete', '--all-accounts');
    assert.equal(asked.code, 3);
    assert.equal(signoff(stage, 'clean', '--mode', 'shred').code, 2);
    const dry = await signoffBeside(nothingRuns, stage, ...clean, '--all-accounts', '--dry-run');
    assert.equal(dry.code, 0);
    assert.equal(dry.json.report, null);
    assert.deepEqual(diffSnapshots(before, await snapshotTree(stage.home)).removed, []);
  });

  test('level system on a used home: sign-ins are removed, databases and kept files stay byte for byte', async (context) => {
    const stage = makeStage(context);
    const manifest = await generateDemoHome({ folder: stage.home, files, system: 'windows' });
    const before = await snapshotTree(stage.home);
    assert.equal([...before.values()].filter((entry) => entry.kind === 'file').length, files);

    const scan = signoff(stage, 'scan');
    assert.equal(scan.code, 0, scan.text);
    const folders = scan.json.accounts?.filter((one) => one.product === 'wechat').map((one) => one.folder);
    assert.deepEqual(
      folders?.toSorted(),
      ['chenyu1996_b7d2', 'wxid_7h2c5y9b1ea21', 'wxid_k3v9m2q7x1hd22_8f3a'],
      'both lines, and no look-alike',
    );

    const done = await signoffBeside(nothingRuns, stage, ...clean, ...all, '--level', 'system');
    assert.equal(done.code, 0, `${done.text}${JSON.stringify(done.json.report?.examples)}`);
    const { report, plan } = done.json;
    assert.equal(report?.outcome, 'done');
    assert.deepEqual([report.failed, report.kept], [[], []]);
    assert.deepEqual(report.removed, plan?.total);
    assert.equal(report.verification?.outcome, 'done');

    const { removed, added, changed } = diffSnapshots(before, await snapshotTree(stage.home));
    assert.deepEqual([added, changed], [[], []], 'nothing is made or altered in the home');
    const gone = removed.filter((path) => before.get(path)?.kind === 'file');
    assert.equal(gone.length, report.removed.files, 'the receipt counts what the disk lost');
    const goneSet = new Set(gone);
    const platforms = new Map(manifest.entries.map((file) => [file.path, file.platform]));
    for (const path of gone) assert.ok(platforms.get(path)?.startsWith('wechat-'), `${path} is WeChat's`);
    for (const path of [
      ...promisedIn(manifest),
      ...manifest.entries.map((file) => file.path).filter(isQqDatabase),
    ])
      assert.equal(goneSet.has(path), false, `${path} stays`);
    for (const path of filesOf(manifest, 'credentials'))
      if (platforms.get(path)?.startsWith('wechat-')) assert.ok(goneSet.has(path), `${path} is gone`);

    const journal = join(stage.dataDir, 'runs', `${report.runId}.jsonl`);
    assert.equal(existsSync(journal), false, 'the journal goes when its receipt is written');

    const list = signoff(stage, 'report', 'list');
    assert.deepEqual([list.code, list.json.reports?.map((one) => one.runId)], [0, [report.runId]]);
    const verify = signoff(stage, 'verify', report.runId);
    assert.deepEqual([verify.code, verify.json.verification?.outcome], [0, 'done']);
    const again = await signoffBeside(nothingRuns, stage, ...clean, ...all, '--level', 'system');
    assert.deepEqual([again.code, again.json.report], [0, null], 'a second clean finds nothing to do');
  });

  test('level deep on one account removes it and leaves the other byte for byte', async (context) => {
    const stage = makeStage(context);
    await generateDemoHome({ folder: stage.home, files, system: 'windows' });
    const before = await snapshotTree(stage.home);
    const deep = [...clean, '--level', 'deep', '--account', 'chenyu1996_b7d2'];
    const done = await signoffBeside(nothingRuns, stage, ...deep);
    assert.equal(done.code, 0, `${done.text}${JSON.stringify(done.json.report?.examples)}`);
    assert.equal(existsSync(join(stage.home, 'Documents', 'xwechat_files', 'chenyu1996_b7d2')), false);
    const { removed, added, changed } = diffSnapshots(before, await snapshotTree(stage.home));
    assert.deepEqual([added, changed], [[], []]);
    const others = removed.filter((path) => /wxid_k3v9m2q7x1hd22_8f3a|WeChat Files|Tencent Files/.test(path));
    assert.deepEqual(others, []);
  });
});
