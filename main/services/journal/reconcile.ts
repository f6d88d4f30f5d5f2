import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { Clock, FolderPins } from '../../system/ports.ts';
import type { FrozenPlan, PlanEntry } from '../planning/frozen-plan.ts';
import { batchIdOf } from '../quarantine/batch-id.ts';
import { openPart } from '../quarantine/open-part.ts';
import { nextTurn } from '../removal/next-turn.ts';
import type { Outcome } from '../removal/outcomes.ts';
import { runsOf, tallyOf } from '../removal/outcome-tally.ts';
import { examplesKept } from '../removal/tally.ts';
import type { StateFolder } from '../state/state-folder.ts';
import type { JournalLine } from './journal-lines.ts';
import type { JournalProof } from './journal-reader.ts';
import type { Pending } from './journal-reading.ts';
import { createSearch } from './search-entries.ts';
import type { Search } from './search-entries.ts';

export interface ReconcileDeps {
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  readonly state: StateFolder;
  readonly clock: Clock;
}

const entriesPerTurn = 500;

/** The folders of a pending line that did leave as wholes, with everything below them. */
function foldersGone(plan: FrozenPlan, pending: Pending, search: Search): ReadonlyMap<number, Outcome> {
  const gone = new Map<number, Outcome>();
  if (pending.folders.length === 0) return gone;
  const { ends } = plan.tree;
  for (const top of pending.folders) {
    const last = ends[top] ?? top + 1;
    for (let folder = top; folder < last;) {
      const outcome = search.folder(folder);
      const end = ends[folder] ?? folder + 1;
      if (outcome === null) folder += 1;
      else for (; folder < end; folder += 1) gone.set(folder, outcome);
    }
  }
  return gone;
}

async function foundOf(
  deps: ReconcileDeps,
  plan: FrozenPlan,
  proof: JournalProof,
  pending: Pending,
  search: Search,
): Promise<JournalLine> {
  const gone = foldersGone(plan, pending, search);
  const found: (readonly [PlanEntry, Outcome | 'open'])[] = [];
  for (const [from, to] of pending.ranges)
    for (let index = from; index < to; index += 1) {
      const entry = plan.entry(index);
      found.push([entry, gone.get(entry.folder) ?? search.entry(entry)]);
      if (found.length % entriesPerTurn === 0) await nextTurn();
    }
  const room = examplesKept - proof.tally.examples.length;
  return {
    kind: 'found',
    at: deps.clock.now(),
    ranges: pending.ranges,
    runs: runsOf(found.map(([, outcome]) => outcome)),
    folders: gone.size,
    tally: tallyOf({ plan, mode: proof.header.mode, room: Math.max(0, room) }, found),
  };
}

/**
 * Looks up on the disk what became of entries that were announced and never answered, and finishes what was half
 * erased. One line for each announcement; nothing is removed that the plan does not hold, and what is found untouched
 * stays untouched.
 */
export async function reconcile(
  deps: ReconcileDeps,
  plan: FrozenPlan,
  proof: JournalProof,
): Promise<readonly JournalLine[]> {
  if (proof.pending.length === 0) return [];
  const { header } = proof;
  const part = header.mode === 'quarantine' ? await openPart(deps.state, batchIdOf(header.runId)) : null;
  const search = createSearch({ plan, header, part, pins: deps.pins(), style: deps.style });
  try {
    const lines: JournalLine[] = [];
    for (const pending of proof.pending) lines.push(await foundOf(deps, plan, proof, pending, search));
    return lines;
  } finally {
    search.close();
  }
}
