import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import type { RemovalMode, ReportView } from '../../../app/contract/plan-views.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { realProcessMarks } from '../../testing/real-process-marks.ts';
import { closeRun, listInterrupted } from '../journal/interrupted.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { openPlanStore } from '../planning/plan-store.ts';
import type { WorkerPlace } from '../scanning/workers.ts';
import { withRunLock } from '../state/run-lock.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { resume } from './resume.ts';
import { buildWorker } from './testing/built-worker.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';
import { clock, makeFolder, trialOf } from './testing/run-plan.ts';
import { wholeOf } from './tally.ts';

let place: WorkerPlace & { readonly kind: 'threads' };

beforeAll(async () => {
  const built = await buildWorker({ 'run-to-kill': 'main/services/removal/testing/run-to-kill.ts' });
  if (built.kind !== 'threads') throw new Error('no threads');
  place = built;
}, 60_000);

const folders = ['a', 'b', 'c', 'd'];
const perFolder = 300;

/** Folders that may leave as wholes and one that may not, beside a file of the owner that is not planned. */
function home(): { readonly root: string; readonly plan: FrozenPlan } {
  const root = join(makeFolder(), 'xwechat_files');
  for (const folder of folders) {
    mkdirSync(join(root, folder), { recursive: true });
    for (let i = 0; i < perFolder; i += 1)
      writeFileSync(join(root, folder, `f${1_000 + i}`), `${folder} ${i} `.repeat(30));
  }
  writeFileSync(join(root, 'a', 'keep.db'), 'precious');
  const plan = planOfTrees([root], { includes: (path) => !path.endsWith('keep.db') });
  return { root, plan };
}

function plannedLeft(root: string): number {
  const names = folders.flatMap((name) =>
    existsSync(join(root, name)) ? readdirSync(join(root, name)) : [],
  );
  expect(names.filter((name) => !/^f\d{4}$|^keep\.db$/.test(name))).toEqual([]);
  return names.length - 1;
}

function demandSum(report: ReportView): void {
  expect(wholeOf({ ...report, groups: [], examples: [] })).toEqual(report.planned);
  expect(report.ways.reduce((sum, { files }) => sum + files, 0)).toBe(report.removed.files);
}

/** Starts the run in a process of its own and takes the process away after so many milliseconds. */
async function killedRun(mode: RemovalMode, afterMs: number) {
  const { root, plan } = home();
  const state = await openStateFolder(makeFolder('signoff-state-'), clock);
  const plans = openPlanStore(state, clock);
  await plans.save(plan);
  await plans.spend(plan.view.id);
  const dataHome = makeFolder('signoff-bin-');
  const args = [join(place.folder, 'run-to-kill.js'), state.path, plan.view.id, mode, place.folder, dataHome];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  await sleep(afterMs);
  child.kill('SIGKILL');
  await closed;
  const trial = await trialOf(plan, bestFolderPins, {
    state,
    place,
    trash: () => ({ kind: 'xdg', dataHome }),
  });
  return { root, plan, state, trial };
}

const cases = (['delete', 'quarantine', 'trash', 'erase'] as const).flatMap((mode) =>
  [15, 60, 110, 170, 260].map((afterMs) => [mode, afterMs] as const),
);

test.each(cases)(
  '%s, killed after about %i ms: said exactly, then finished, nothing else touched',
  async (mode, afterMs) => {
    const { root, plan, state, trial } = await killedRun(mode, afterMs);
    const [cut] = await listInterrupted(trial.deps, realProcessMarks);
    if (cut === undefined) {
      // killed before the run had begun, or after its receipt was written
      const report = await trial.deps.reports.find('r-kill');
      expect(plannedLeft(root)).toBe(
        report === null ? plan.entryCount : plan.entryCount - report.removed.files,
      );
      return;
    }
    expect(cut).toMatchObject({ runId: 'r-kill', resumable: true });
    const isClosed = afterMs % 20 === 0;
    const report = await withRunLock(state, realProcessMarks, 'r-kill', () =>
      isClosed ? closeRun(trial.deps, 'r-kill', plan) : resume(trial.deps, plan, 'r-kill', trial.control),
    );
    demandSum(report);
    expect(report.failed).toEqual([]);
    expect(plannedLeft(root)).toBe(plan.entryCount - report.removed.files);
    if (!isClosed) expect(report).toMatchObject({ outcome: 'done', removed: { files: plan.entryCount } });
    expect(readFileSync(join(root, 'a', 'keep.db'), 'utf8')).toBe('precious');
    const batches = existsSync(join(state.path, 'quarantine'))
      ? readdirSync(join(state.path, 'quarantine'))
      : [];
    expect(batches).toEqual(report.quarantineId === null ? [] : [report.quarantineId]);
    expect(readdirSync(state.path).filter((name) => name.startsWith('run.lock'))).toEqual([]);
    expect(await listInterrupted(trial.deps, realProcessMarks)).toEqual([]);
  },
  60_000,
);
