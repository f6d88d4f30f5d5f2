import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { removalModes } from '../../../app/contract/plan-views.ts';
import type { RemovalMode, ReportView } from '../../../app/contract/plan-views.ts';
import { asNobody } from '../../testing/as-nobody.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { WorkerPlace } from '../scanning/workers.ts';
import { buildWorker } from './testing/built-worker.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';
import type { PlanOptions } from './testing/plan-of-tree.ts';
import { makeFolder, trialOf } from './testing/run-plan.ts';
import { wholeOf } from './tally.ts';

const nobody = 65534;
let place: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
  // who has no rights of root must still be able to start the threads
  if (place.kind === 'threads') chmodSync(place.folder, 0o755);
}, 60_000);

/** Ten files in each of `a`, `b/deep` and `c`, of a user who is not root. */
function tree(): string {
  const root = join(makeFolder(), 'xwechat_files');
  for (const folder of ['a', 'b/deep', 'c']) {
    mkdirSync(join(root, folder), { recursive: true });
    for (let i = 0; i < 10; i += 1) writeFileSync(join(root, folder, `f${i}`), `${folder} ${i}`);
  }
  if (process.geteuid?.() === 0) {
    for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' }))
      chownSync(join(root, path), nobody, nobody);
    chownSync(root, nobody, nobody);
  }
  return root;
}

/** Runs in the product's threads, as a user whom permission bits bind, with one folder shut between plan and run. */
async function runWithShut(
  root: string,
  { mode, shut, bits, options }: { mode: RemovalMode; shut: string; bits: number; options?: PlanOptions },
): Promise<ReportView> {
  const plan = planOfTrees([root], options);
  // so that in no mode its folder leaves as one
  if (bits !== 0) writeFileSync(join(root, shut, 'new'), 'came later');
  chmodSync(join(root, shut), bits);
  onTestFinished(() => chmodSync(join(root, shut), 0o755));
  return asNobody(dirname(root), async () => {
    const dataHome = makeFolder('signoff-bin-');
    const trial = await trialOf(plan, bestFolderPins, { place, trash: () => ({ kind: 'xdg', dataHome }) });
    return trial.run('r-1', mode);
  });
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
    ['a folder deep below that nobody may enter', 'b/deep', 0o000],
    ['a folder deep below that nobody may change', 'b/deep', 0o555],
    ['a whole folder that nobody may enter', 'c', 0o000],
  ])('%s: its files stay, typed, and the rest goes', async (_what, shut, bits) => {
    const root = tree();
    demandRest(await runWithShut(root, { mode, shut, bits }), root, shut);
  });
});

test.each(['quarantine', 'trash', 'delete', 'erase'] as const)(
  '%s: what lies above a whole folder is shut: its files stay, typed, and the rest goes',
  async (mode) => {
    const root = tree();
    const options = { removable: (path: string) => path !== 'b' };
    const report = await runWithShut(root, { mode, shut: 'b', bits: 0o000, options });
    chmodSync(join(root, 'b'), 0o755);
    demandRest(report, root, 'b/deep');
  },
);
