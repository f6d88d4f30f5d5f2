import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { Clock, FolderPins, TrashLook } from '../../system/ports.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { FrozenPlan, PlanEntry } from '../plans/frozen-plan.ts';
import { batchIdOf } from '../batches/places.ts';
import { openPart } from '../quarantine/unfinished.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { runsOf, tallyOf, examplesKept, wholeOf } from '../ledger/tally.ts';
import type { StateFolder } from '../state/state-folder.ts';
import type { JournalLine } from '../ledger/journal-lines.ts';
import type { JournalProof, Pending } from '../ledger/journal-reader.ts';
import { nextTurn } from '../fs/turns.ts';
import { createSearch, placeOfFolder } from './search-entries.ts';
import type { Search } from './search-entries.ts';

export interface ReconcileDeps {
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  readonly state: StateFolder;
  readonly clock: Clock;
  /** opens the trash for reading; null or absent where that is impossible */
  readonly look?: () => TrashLook | null;
}

/** Lookup result: one journal line per announcement that was looked up completely. */
export interface Reconciled {
  readonly lines: readonly JournalLine[];
  /** true when cancelled: announcements without a line stay open */
  readonly isStopped: boolean;
}

/** The control of callers that cannot cancel. */
const noControl: JobControl = { signal: new AbortController().signal, progress: () => undefined };

const stepsPerTurn = 500;

interface Lookup {
  readonly deps: ReconcileDeps;
  readonly plan: FrozenPlan;
  readonly proof: JournalProof;
  readonly search: Search;
  readonly control: JobControl;
  readonly progress: Progress;
}

/** Reports the progress of the lookup in the run's totals. */
function createProgress(plan: FrozenPlan, proof: JournalProof, control: JobControl) {
  const { files, bytes } = wholeOf(proof.tally);
  let done = files;
  let settled = bytes;
  return {
    settle(entry: PlanEntry): void {
      done += 1;
      settled += entry.bytes;
    },
    report(entry: PlanEntry, inside: number): void {
      const total = plan.view.total.bytes;
      const current = plan.pathOf(entry.id);
      const now = Math.min(total, settled + inside);
      control.progress({ done, total: plan.entryCount, bytes: now, bytesTotal: total, current });
    },
  };
}

type Progress = ReturnType<typeof createProgress>;

/** The folders of an announcement that were moved as wholes, with all folders below them; null when cancelled. */
async function movedFolders(
  { plan, search, control }: Lookup,
  pending: Pending,
): Promise<ReadonlyMap<number, Outcome> | null> {
  const moved = new Map<number, Outcome>();
  if (pending.folders.length === 0) return moved;
  const { ends } = plan.tree;
  let steps = 0;
  for (const top of pending.folders) {
    const last = ends[top] ?? top + 1;
    for (let folder = top; folder < last;) {
      if ((steps += 1) % stepsPerTurn === 0) await nextTurn();
      if (control.signal.aborted) return null;
      const outcome = search.folder(folder);
      const end = ends[folder] ?? folder + 1;
      if (outcome === null) folder += 1;
      else for (; folder < end; folder += 1) moved.set(folder, outcome);
    }
  }
  return moved;
}

async function outcomeFor(lookup: Lookup, entry: PlanEntry): Promise<Outcome | 'open' | 'stopped'> {
  const { search, control, progress } = lookup;
  const found = search.entry(entry);
  if (found !== 'begun') return found;
  let inside = 0;
  progress.report(entry, inside);
  return search.finish(entry, {
    signal: control.signal,
    addBytes: (bytes) => progress.report(entry, (inside += bytes)),
  });
}

/** The journal line of one announcement; null when cancelled, and the announcement then stays open. */
async function lineOf(lookup: Lookup, pending: Pending): Promise<JournalLine | null> {
  const { deps, plan, proof, control, progress } = lookup;
  const moved = await movedFolders(lookup, pending);
  if (moved === null) return null;
  const found: (readonly [PlanEntry, Outcome | 'open'])[] = [];
  for (const [from, to] of pending.ranges)
    for (let index = from; index < to; index += 1) {
      if (control.signal.aborted) return null;
      const entry = plan.entry(index);
      const outcome = moved.get(entry.folder) ?? (await outcomeFor(lookup, entry));
      if (outcome === 'stopped') return null;
      found.push([entry, outcome]);
      if (outcome !== 'open') progress.settle(entry);
      if (found.length % stepsPerTurn !== 0) continue;
      progress.report(entry, 0);
      await nextTurn();
    }
  const room = examplesKept - proof.tally.examples.length;
  return {
    kind: 'found',
    at: deps.clock.now(),
    ranges: pending.ranges,
    runs: runsOf(found.map(([, outcome]) => outcome)),
    folders: moved.size,
    tally: tallyOf({ plan, mode: proof.header.mode, room: Math.max(0, room) }, found),
  };
}

function* announcedPaths(plan: FrozenPlan, proof: JournalProof): Generator<string> {
  for (const { folders, ranges } of proof.pending) {
    for (const folder of folders) yield placeOfFolder(plan, folder);
    if (folders.length > 0) continue;
    for (const [from, to] of ranges) for (let at = from; at < to; at += 1) yield plan.pathOf(at);
  }
}

/** Removes the trash notes of announced items that never reached the trash. */
function dropNotes(plan: FrozenPlan, proof: JournalProof, bin: TrashLook): void {
  for (const { realPath, identity } of plan.roots)
    bin.dropNotes({ path: realPath, dev: identity.dev }, proof.header.startedAt, () =>
      announcedPaths(plan, proof),
    );
}

/**
 * Looks up on the disk what happened to announced entries without an outcome, and finishes half-erased files. Writes
 * one line per announcement. Removes nothing outside the plan; untouched entries stay untouched. Yields to the event
 * loop; a cancel takes effect between two blocks of one file.
 */
export async function reconcile(
  deps: ReconcileDeps,
  plan: FrozenPlan,
  proof: JournalProof,
  control: JobControl = noControl,
): Promise<Reconciled> {
  if (proof.pending.length === 0) return { lines: [], isStopped: false };
  const { header } = proof;
  const part = header.mode === 'quarantine' ? await openPart(deps.state, batchIdOf(header.runId)) : null;
  const bin = header.mode === 'trash' ? (deps.look?.() ?? null) : null;
  const search = createSearch({ plan, header, part, bin, pins: deps.pins(), style: deps.style });
  const progress = createProgress(plan, proof, control);
  const lines: JournalLine[] = [];
  try {
    for (const pending of proof.pending) {
      const line = await lineOf({ deps, plan, proof, search, control, progress }, pending);
      if (line === null) return { lines, isStopped: true };
      lines.push(line);
    }
  } finally {
    search.close();
  }
  if (bin !== null) dropNotes(plan, proof, bin);
  return { lines, isStopped: false };
}
