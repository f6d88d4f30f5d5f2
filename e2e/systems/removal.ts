import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { hold } from './hold.ts';
import { nothingRuns, signoff, signoffBeside } from './signoff.ts';
import { accounts, isWindows, makeStage, weixinAccount } from './stage.ts';
import { subject, test } from './system-test.ts';
import type { Stage } from './stage.ts';

const basic = ['--all-accounts', '--level', 'basic', '--mode', 'delete', '--yes'];
const account = `${accounts}/wxid_busy_1234`;
const first = `${account}/cache/2024-05/Message/a/Thumb/1_t.dat`;
const second = `${account}/cache/2024-05/Message/a/Thumb/2_t.dat`;
const face = `${account}/temp/head_image/ab/face`;

function prepare(stage: Stage): void {
  stage.put(weixinAccount(accounts, 'wxid_busy_1234'));
}

subject('removal', () => {
  test('a file held exclusively fails as in-use, all others are removed, and the next run removes it', async (context) => {
    if (!isWindows) {
      context.skip('not on Linux: no program there can hold a file so that it cannot be removed');
      return;
    }
    const stage = makeStage(context);
    prepare(stage);
    const holder = await hold(context, 'alone', join(stage.home, first));
    const clean = await signoffBeside(nothingRuns, stage, 'clean', ...basic);
    assert.equal(clean.code, 1, 'some entries failed');
    const { report } = clean.json;
    assert.deepEqual(
      report?.failed.map(({ code, files }) => [code, files]),
      [['in-use', 1]],
    );
    assert.equal(report.removed.files, 2);
    assert.equal(report.outcome, 'partial');
    assert.deepEqual(report.kept, []);
    assert.deepEqual(
      [report.verification?.outcome, report.verification?.left, report.verification?.gone],
      ['partial', 1, 2],
    );
    assert.equal(existsSync(join(stage.home, second)), false);
    assert.equal(existsSync(join(stage.home, face)), false);
    await holder.letGo();
    assert.equal(readFileSync(join(stage.home, first), 'utf8'), 'thumb', 'the held file is whole');
    const again = await signoffBeside(nothingRuns, stage, 'clean', ...basic);
    assert.equal(again.code, 0, again.text);
    assert.equal(existsSync(join(stage.home, first)), false);
  });

  test('a file held with deletion allowed is removed, or the verification reports that it is still there', async (context) => {
    const stage = makeStage(context);
    prepare(stage);
    const holder = await hold(context, 'sharing', join(stage.home, first));
    const clean = await signoffBeside(nothingRuns, stage, 'clean', ...basic);
    const isThere = existsSync(join(stage.home, first));
    assert.equal(clean.json.report?.verification?.outcome, isThere ? 'partial' : 'done');
    assert.equal(clean.code, isThere ? 1 : 0);
    await holder.letGo();
    assert.equal(existsSync(join(stage.home, first)), false, 'gone at the latest when the holder ends');
    const verify = signoff(stage, 'verify');
    assert.equal(verify.json.verification?.outcome, 'done');
    assert.equal(verify.code, 0);
  });

  test('a process’ current folder: its files are removed, and on Windows the folder stays and is reported', async (context) => {
    const stage = makeStage(context);
    prepare(stage);
    await hold(context, 'cwd', join(stage.home, account, 'temp', 'head_image', 'ab'));
    const clean = await signoffBeside(nothingRuns, stage, 'clean', ...basic);
    assert.equal(existsSync(join(stage.home, face)), false, clean.text);
    assert.equal(existsSync(join(stage.home, account, 'temp', 'head_image', 'ab')), isWindows);
    const said = clean.json.report?.examples.map(({ path, why }) => `${why} ${path}`);
    assert.deepEqual(said, isWindows ? ['in-use wxid_busy_1234/temp/head_image/ab'] : []);
    assert.equal(clean.code, isWindows ? 1 : 0);
  });

  test('read-only files are removed, and only the planned ones', async (context) => {
    const stage = makeStage(context);
    prepare(stage);
    const received = `${account}/msg/file/2024-05/合同.pdf`;
    const isReadOnly = (path: string): boolean => (statSync(join(stage.home, path)).mode & 0o222) === 0;
    for (const path of [first, received]) chmodSync(join(stage.home, path), 0o444);
    assert.deepEqual([isReadOnly(first), isReadOnly(second)], [true, false], 'the attribute is there');
    const clean = await signoffBeside(nothingRuns, stage, 'clean', ...basic);
    assert.equal(clean.code, 0, clean.text);
    assert.equal(existsSync(join(stage.home, first)), false);
    assert.equal(readFileSync(join(stage.home, received), 'utf8'), 'received');
    assert.equal(isReadOnly(received), true, 'what stays keeps its attribute');
  });

  test('a file written within the millisecond of the plan counts as changed', async (context) => {
    const stage = makeStage(context);
    prepare(stage);
    utimesSync(join(stage.home, first), 1_700_000_000.1234, 1_700_000_000.1234);
    utimesSync(join(stage.home, second), 1_700_000_000.1234, 1_700_000_000.1234);
    const planned = signoff(stage, 'plan', '--all-accounts', '--level', 'basic');
    utimesSync(join(stage.home, first), 1_700_000_000.1238, 1_700_000_000.1238);
    const id = planned.json.plan?.id ?? '';
    const clean = await signoffBeside(nothingRuns, stage, 'clean', '--plan', id, '--mode', 'delete', '--yes');
    assert.deepEqual(
      clean.json.report?.kept.map(({ reason, files }) => [reason, files]),
      [['changed', 1]],
    );
    assert.equal(existsSync(join(stage.home, first)), true);
    assert.equal(existsSync(join(stage.home, second)), false, 'a time of 100 nanoseconds compares equal');
  });

  test('a plan works once, and not after its file was replaced by another of the same size and time', async (context) => {
    const stage = makeStage(context);
    prepare(stage);
    const planned = signoff(stage, 'plan', '--all-accounts', '--level', 'basic');
    const run = ['clean', '--plan', planned.json.plan?.id ?? '', '--mode', 'delete', '--yes'];
    const clean = await signoffBeside(nothingRuns, stage, ...run);
    assert.equal(clean.code, 0, clean.text);
    stage.put({ [first]: 'thumb' });
    const again = await signoffBeside(nothingRuns, stage, ...run);
    assert.equal(again.code, 4);
    assert.equal(existsSync(join(stage.home, first)), true);
  });
});
