import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RemovalMode } from '../../../../app/cleanup/outcomes.ts';
import { bestFolderPins } from '../../../testing/real-folder-pins.ts';
import { realTrashLook } from '../../../testing/real-trash.ts';
import { beginJournal } from '../../ledger/journal.ts';
import type { JournalHeader, JournalLine } from '../../ledger/journal-lines.ts';
import type { FrozenPlan } from '../../plans/frozen-plan.ts';
import { openPlanStore } from '../../plans/plan-store.ts';
import { batchIdOf } from '../../batches/places.ts';
import { beginPart } from '../../batches/unfinished-batch.ts';
import type { WorkerPlace } from '../../planning/workers.ts';
import { openStateFolder } from '../../state/state-folder.ts';
import { createWholeFolders } from '../../removal/whole-folders.ts';
import { startPool } from '../../removal/worker-pool.ts';
import { planOfTrees } from '../../removal/testing/plan-of-tree.ts';
import { batchHeaderOf } from '../close-run.ts';
import { rootsIn } from '../plan-roots.ts';
import { clock, makeFolder, trialOf } from './run-plan.ts';

/** 1,200 files in three folders, all planned, and one file that stays. */
function threeFolders(): string {
  const root = join(makeFolder(), 'xwechat_files');
  for (const folder of ['a', 'b', 'c']) {
    mkdirSync(join(root, folder), { recursive: true });
    for (let i = 0; i < 400; i += 1) writeFileSync(join(root, folder, `f${1_000 + i}`), `${folder} ${i}`);
  }
  writeFileSync(join(root, 'keep.db'), 'precious');
  return root;
}

const withoutKept = { includes: (path: string) => !path.endsWith('keep.db') };

export interface CutSettings {
  readonly mode: RemovalMode;
  /** the journal announced the entries before this index */
  readonly announced: number;
  /** entries that were really removed before the power cut */
  readonly done: number;
  /** false = the run never removes a folder */
  readonly removable?: boolean;
  /** single entries, or plan folders as wholes */
  readonly folders?: readonly number[];
  /** where the sink runs; the trash needs a thread */
  readonly place?: WorkerPlace;
}

function announcements(plan: FrozenPlan, { announced, folders }: CutSettings): readonly JournalLine[] {
  const amount = (from: number, to: number) => ({
    files: to - from,
    bytes: bytesOf(plan, from, to),
    allocated: 0,
  });
  if (folders !== undefined)
    return [{ kind: 'units', at: 2, folders, ranges: [[0, announced]], amount: amount(0, announced) }];
  const lines: JournalLine[] = [];
  for (let from = 0; from < announced; from += 400) {
    const to = Math.min(announced, from + 400);
    lines.push({ kind: 'batch', from, to, at: 2, amount: amount(from, to) });
  }
  return lines;
}

function bytesOf(plan: FrozenPlan, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += plan.entry(at).bytes;
  return sum;
}

/**
 * Leaves what a run leaves when it is cut between removing and recording: real files gone, and a journal that only
 * announced.
 */
export async function cutRun(settings: CutSettings) {
  const { mode, done, folders, place = { kind: 'inline' } } = settings;
  const root = threeFolders();
  const bin = makeFolder('signoff-bin-');
  const plan = planOfTrees([root], { ...withoutKept, removable: () => settings.removable ?? true });
  const state = await openStateFolder(makeFolder('signoff-state-'), clock);
  const plans = openPlanStore(state, clock);
  await plans.save(plan);
  await plans.spend(plan.view.id);
  const header: JournalHeader = {
    kind: 'header',
    version: 3,
    runId: 'r-cut',
    planId: plan.view.id,
    mode,
    selection: plan.view.selection,
    startedAt: 1,
    pid: 1,
    entries: plan.entryCount,
    planned: plan.view.total,
    groups: plan.view.groups,
    accounts: [],
    roots: rootsIn(plan),
  };
  const journal = await beginJournal(state, header);
  await journal.write(...announcements(plan, settings));
  await journal.close();
  const partFolder =
    mode === 'quarantine' ? await beginPart(state, batchIdOf('r-cut'), batchHeaderOf(header, plan)) : null;
  const trash = () => ({ kind: 'xdg' as const, dataHome: bin });
  const pool = startPool(
    {
      trash,
      pins: bestFolderPins,
      style: 'posix',
      roots: plan.roots,
      plan: plan.shared(),
      signal: new AbortController().signal,
      mode,
      runId: 'r-cut',
      partFolder,
    },
    place,
  );
  if (folders === undefined) await pool.request({ kind: 'entries', from: 0, to: done, as: 'mode' });
  else {
    const wholes = createWholeFolders(plan, (request) => pool.request(request));
    await wholes.move(await wholes.find(folders.slice(0, done)));
  }
  await pool.close();
  const trial = await trialOf(plan, bestFolderPins, { state, trash, place });
  return {
    root,
    plan,
    plans,
    state,
    trial,
    deps: { ...trial.deps, look: () => realTrashLook(bin) },
    bin,
    journalPath: join(state.path, 'runs', 'r-cut.jsonl'),
  };
}
