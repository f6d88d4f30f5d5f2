import { execFile } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { nobody, skipUnlessReadable } from '../../testing/as-nobody.ts';
import { openPlanStore } from '../plans/plan-store.ts';
import { createReports } from '../ledger/reports.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { buildWorker } from '../removal/testing/built-worker.ts';
import { clock } from '../removal/testing/discovered-roots.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import type { PlanOptions } from '../removal/testing/plan-of-tree.ts';
import { wholeOf } from '../ledger/tally.ts';
import { makeFolder } from './testing/run-plan.ts';

const isRoot = process.geteuid?.() === 0;
let built: string;
beforeAll(async () => {
  const place = await buildWorker({ 'crash-child': 'main/engine/runs/testing/crash-child.ts' });
  if (place.kind === 'inline') throw new Error('no threads without a built worker');
  built = place.folder;
  // the other user starts the program and its threads
  giveAway(built);
}, 60_000);

function giveAway(top: string): void {
  if (!isRoot) return;
  for (const path of readdirSync(top, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(top, path), nobody, nobody);
  chownSync(top, nobody, nobody);
}

/** Ten files in each of `a`, `b/deep` and `c`, of a user who is not root. */
function tree(): string {
  const root = join(makeFolder(), 'xwechat_files');
  for (const folder of ['a', 'b/deep', 'c']) {
    mkdirSync(join(root, folder), { recursive: true });
    for (let i = 0; i < 10; i += 1) writeFileSync(join(root, folder, `f${i}`), `${folder} ${i}`);
  }
  giveAway(dirname(root));
  return root;
}

/**
 * Runs in the product's threads, in a process of a user whom permission bits bind, with one folder shut between plan
 * and run. The process is its own, because threads of the test runner load a file of the project: no other user may
 * read that in a private clone.
 */
async function runWithShut(
  root: string,
  { mode, shut, bits, options }: { mode: RemovalMode; shut: string; bits: number; options?: PlanOptions },
): Promise<ReportView> {
  const plan = planOfTrees([root], options);
  // so that no mode moves its folder whole
  if (bits !== 0) writeFileSync(join(root, shut, 'new'), 'came later');
  chmodSync(join(root, shut), bits);
  onTestFinished(() => chmodSync(join(root, shut), 0o755));
  const state = await openStateFolder(makeFolder('signoff-state-'), clock);
  const plans = openPlanStore(state, clock);
  await plans.save(plan);
  await plans.spend(plan.view.id);
  const bin = makeFolder('signoff-bin-');
  for (const folder of [state.path, bin]) giveAway(folder);
  const child = join(built, 'crash-child.js');
  await skipUnlessReadable(process.execPath, child, dirname(root), state.path, bin);
  const argv = [child, state.path, plan.view.id, 'r-1', mode, bin, built];
  const owner = isRoot ? { uid: nobody, gid: nobody } : {};
  await promisify(execFile)(process.execPath, argv, { cwd: built, ...owner });
  return createReports(state).get('r-1');
}

function demandRest(report: ReportView, root: string, shut: string): void {
  expect(report).toMatchObject({
    outcome: 'partial',
    planned: { files: 30 },
    removed: { files: 20 },
    kept: [],
    failed: [{ code: 'no-permission', files: 10 }],
  });
  expect(wholeOf({ ...report, groups: [], examples: [] })).toEqual(report.planned);
  chmodSync(join(root, shut), 0o755);
  const left = readdirSync(root, { recursive: true, encoding: 'utf8' });
  expect(left.filter((path) => /f\d$/.test(path)).length).toBe(10);
  for (let i = 0; i < 10; i += 1) expect(left).toContain(`${shut}/f${i}`);
}

describe.each(removalModes)('%s, in real threads and without the rights of root', (mode) => {
  test.each([
    ['a deep folder without permission to enter', 'b/deep', 0o000],
    ['a deep folder without permission to write', 'b/deep', 0o555],
    ['a whole folder without permission to enter', 'c', 0o000],
  ])('%s: its files stay with a typed result, and the rest is removed', async (_what, shut, bits) => {
    const root = tree();
    demandRest(await runWithShut(root, { mode, shut, bits }), root, shut);
  });
});

test.each(['quarantine', 'trash', 'delete', 'erase'] as const)(
  '%s: below a locked parent a whole folder’s files stay with a typed result, the rest is removed',
  async (mode) => {
    const root = tree();
    const options = { removable: (path: string) => path !== 'b' };
    const report = await runWithShut(root, { mode, shut: 'b', bits: 0o000, options });
    chmodSync(join(root, 'b'), 0o755);
    demandRest(report, root, 'b/deep');
  },
);
