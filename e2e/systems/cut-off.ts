import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { diffSnapshots, snapshotTree } from '../../main/testing/tree-snapshot.ts';
import type { TreeSnapshot } from '../../main/testing/tree-snapshot.ts';
import { signoff, startSignoff } from './signoff.ts';
import { accounts, makeStage, weixinAccount } from './stage.ts';
import type { Stage } from './stage.ts';
import { subject, test } from './system-test.ts';

const folder = 'wxid_cut_1234';
const caches = 600;
/** most tries until a kill meets a clean that has begun and not ended */
const tries = 6;

function prepare(stage: Stage): void {
  const cache = `${accounts}/${folder}/cache`;
  const files = Array.from({ length: caches }, (_, number): readonly [string, string] => [
    `${cache}/2024-0${1 + (number % 9)}/Message/${number % 40}/${number}.dat`,
    'thumb',
  ]);
  stage.put({ ...weixinAccount(accounts, folder), ...Object.fromEntries(files) });
}

/** What the clean has written about itself, in bytes. */
function written({ dataDir }: Stage): number {
  const runs = join(dataDir, 'runs');
  if (!existsSync(runs)) return 0;
  return readdirSync(runs).reduce((sum, name) => sum + statSync(join(runs, name)).size, 0);
}

/** Ends a clean in its middle; null where it had ended before. */
async function cutOff(
  context: TestContext,
  mode: string,
  delay: number,
): Promise<{ readonly stage: Stage; readonly before: TreeSnapshot } | null> {
  const stage = makeStage(context);
  prepare(stage);
  const before = await snapshotTree(stage.home);
  const clean = ['clean', '--all-accounts', '--yes', '--level', 'basic', '--mode', mode];
  const going = startSignoff(context, stage, ...clean);
  while (written(stage) === 0 && going.child.exitCode === null) await wait(2);
  await wait(delay);
  await going.kill();
  const [run] = signoff(stage, 'status').json.interrupted ?? [];
  return run?.resumable === true ? { stage, before } : null;
}

subject('a clean that is killed', () => {
  for (const mode of ['delete', 'erase', 'quarantine', 'trash'] as const)
    test(`${mode}: goes on to its end, and takes nothing beside the plan`, async (context) => {
      let cut: Awaited<ReturnType<typeof cutOff>> = null;
      for (let count = 0; cut === null && count < tries; count += 1)
        cut = await cutOff(context, mode, 5 * count);
      assert.ok(cut !== null, 'no kill met a clean in its middle');
      const { stage, before } = cut;
      const cutDown = await snapshotTree(stage.home);
      const untouched = ({ removed, changed }: ReturnType<typeof diffSnapshots>): readonly string[] =>
        [...removed, ...changed].filter((path) => !/\/(?:cache|temp)(?:\/|$)/.test(path));
      assert.deepEqual(untouched(diffSnapshots(before, cutDown)), []);
      const resumed = signoff(stage, 'resume', '--yes');
      const { report } = resumed.json;
      assert.ok(report != null, resumed.text);
      const sum = (rows: readonly { readonly files: number }[]): number =>
        rows.reduce((files, row) => files + row.files, 0);
      assert.equal(report.planned.files, report.removed.files + sum(report.kept) + sum(report.failed));
      const after = diffSnapshots(before, await snapshotTree(stage.home));
      assert.deepEqual(untouched(after), []);
      const left = [...before.keys()].filter(
        (path) =>
          /\/(?:cache|temp)\//.test(path) &&
          before.get(path)?.kind === 'file' &&
          !after.removed.includes(path),
      );
      assert.equal(left.length, sum(report.failed), `${resumed.text}${JSON.stringify(report.failed)}`);
      if (mode !== 'trash') assert.deepEqual([resumed.code, left], [0, []]);
      assert.deepEqual(signoff(stage, 'status').json.interrupted, []);
      if (mode !== 'quarantine') return;
      const [batch] = signoff(stage, 'quarantine', 'list').json.batches ?? [];
      assert.equal(signoff(stage, 'quarantine', 'restore', batch?.id ?? '').code, 0);
      const back = diffSnapshots(before, await snapshotTree(stage.home));
      assert.deepEqual([back.removed, back.added], [[], []]);
    });
});
