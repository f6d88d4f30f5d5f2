import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { EntryStates, Ranges } from '../ledger/entry-states.ts';
import { plannedBatch } from '../ledger/batch.ts';
import type { PlannedBatch } from '../ledger/batch.ts';
import { outcomeOf } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { runsOf, tallyOfBatch, examplesKept } from '../ledger/tally.ts';
import type { FolderSweep } from './folder-stage.ts';
import type { EntriesAs } from './worker-pool.ts';
import type { Stage } from './stage.ts';
import { nextTurn } from '../fs/turns.ts';

const entriesPerBatch = 500;
/** batches per journal sync: one sync covers 4,000 entries */
const batchesPerSync = 8;
/** announced batches that may be pending while the next ones are announced, so that no thread waits for the disk */
const batchesAhead = 8;

/** Yields ranges of chosen entries that are still open, at most one batch each. */
function* openBatches(states: EntryStates, chosen: Ranges): Generator<readonly [number, number]> {
  for (const [first, end] of chosen)
    for (let from = first; from < end && states.openCount() > 0;) {
      if (!states.isOpen(from)) {
        from += 1;
        continue;
      }
      let to = from + 1;
      while (to < end && to - from < entriesPerBatch && states.isOpen(to)) to += 1;
      yield [from, to];
      from = to;
    }
}

function outcomesIn(answer: Uint8Array, count: number, as: EntriesAs): readonly Outcome[] {
  return Array.from({ length: count }, (_none, index) => {
    const outcome = outcomeOf(answer[index]);
    return as === 'credential' && outcome === 'deleted' ? 'deleted-credential' : outcome;
  });
}

/** Records the outcomes of a batch; the journal writes them with the next announcement. */
function settle(stage: Stage, planned: PlannedBatch, answer: Uint8Array, as: EntriesAs): void {
  const { plan, mode, book, states, journal, clock } = stage;
  const { from, to } = planned;
  const runs = runsOf(outcomesIn(answer, to - from, as));
  const room = examplesKept - book.exampleCount();
  const tally = tallyOfBatch({ plan, mode, room }, from, runs);
  book.add(tally);
  states.settle([[from, to]], runs);
  journal.tell({ kind: 'result', from, to, at: clock.now(), runs, tally });
  stage.say(to - 1);
}

async function announce(stage: Stage, group: readonly PlannedBatch[]): Promise<void> {
  const at = stage.clock.now();
  await stage.journal.write(
    ...group.map(({ from, to, amount }) => ({ kind: 'batch' as const, from, to, at, amount })),
  );
  for (const { from, to } of group) stage.states.announce([[from, to]]);
}

function takeGroup(plan: FrozenPlan, batches: Iterator<readonly [number, number]>): readonly PlannedBatch[] {
  const group: PlannedBatch[] = [];
  while (group.length < batchesPerSync) {
    const next = batches.next();
    if (next.done === true) break;
    group.push(plannedBatch(plan, ...next.value));
  }
  return group;
}

/**
 * Removes the chosen open entries in parallel batches. Each batch is synced to the journal before a thread gets it.
 * Rejects with the first error, after all started work has ended.
 */
export async function runEntries(
  stage: Stage,
  as: EntriesAs,
  chosen: Ranges,
  sweep: FolderSweep | null,
): Promise<void> {
  const { plan, runner, control } = stage;
  const batches = openBatches(stage.states, chosen);
  const going = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const follow = (work: Promise<void>): void => {
    const one = work.catch((error: unknown) => void (failure ??= { error })).finally(() => going.delete(one));
    going.add(one);
  };
  const begin = async (planned: PlannedBatch): Promise<void> => {
    const { from, to } = planned;
    settle(stage, planned, await runner.entries(from, to, as), as);
    sweep?.settled(from, to);
    const folders = sweep?.next(false) ?? null;
    if (folders !== null) follow(folders);
  };
  const mayGoOn = (): boolean => failure === null && !control.signal.aborted;
  try {
    while (mayGoOn()) {
      const group = takeGroup(plan, batches);
      if (group.length === 0) break;
      await announce(stage, group);
      for (const planned of group) follow(begin(planned));
      while (going.size > batchesAhead && mayGoOn()) await Promise.race(going);
      await nextTurn();
    }
  } finally {
    while (going.size > 0) await Promise.all(going);
  }
  const failed = failure as { readonly error: unknown } | null;
  if (failed !== null) throw failed.error;
}
