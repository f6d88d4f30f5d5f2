import { createStore } from 'zustand/vanilla';
import type { Client, Reply } from '../../app/contract/contract.ts';
import type { JobEnd } from '../../app/contract/jobs.ts';
import type {
  ConflictRule,
  PurgeView,
  QuarantineBatchView,
  RestoreView,
} from '../../app/contract/quarantine.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import { inTurn } from './in-turn.ts';
import { loaded, loading } from './loadable.ts';
import type { Loadable } from './loadable.ts';

/** The running quarantine job; one at a time. */
export interface QuarantineTask {
  readonly kind: 'restore' | 'purge';
  readonly jobId: string | null;
  readonly stopping: boolean;
}

/** The outcome of the last restore or purge. After an interruption both view and `error` can be set. */
export interface QuarantineOutcome {
  readonly restored: RestoreView | null;
  readonly purged: PurgeView | null;
  readonly error: ContractError | null;
}

export interface QuarantineState {
  readonly list: Loadable<readonly QuarantineBatchView[]>;
  readonly task: QuarantineTask | null;
  readonly outcome: QuarantineOutcome | null;
}

async function fetchRestored(client: Client, jobId: string): Promise<Partial<QuarantineOutcome>> {
  const reply = await client.call('quarantine.restored', { jobId });
  return reply.ok ? { restored: reply.value } : { error: reply.error };
}

async function fetchPurged(client: Client, jobId: string): Promise<Partial<QuarantineOutcome>> {
  const reply = await client.call('quarantine.purged', { jobId });
  return reply.ok ? { purged: reply.value } : { error: reply.error };
}

const noOutcome: QuarantineOutcome = { restored: null, purged: null, error: null };

/** The quarantine's batches, with restore and purge. */
export function createQuarantineStore(
  client: Client,
  ended: (jobId: string) => Promise<JobEnd>,
  afterTask: () => void,
) {
  const store = createStore<QuarantineState>(() => ({ list: loading, task: null, outcome: null }));
  const load = inTurn(async () => {
    const list = loaded(await client.call('quarantine.list', {}));
    store.setState({ list });
  });
  client.on('quarantine.changed', () => void load());

  const begin = async (
    kind: QuarantineTask['kind'],
    start: () => Promise<Reply<{ jobId: string }>>,
  ): Promise<void> => {
    if (store.getState().task !== null) return;
    store.setState({ task: { kind, jobId: null, stopping: false }, outcome: null });
    const started = await start();
    if (started.ok) await follow(kind, started.value.jobId);
    else store.setState({ task: null, outcome: { ...noOutcome, error: started.error } });
  };
  const follow = async (kind: QuarantineTask['kind'], jobId: string): Promise<void> => {
    const fetchOutcome = kind === 'restore' ? fetchRestored : fetchPurged;
    store.setState({ task: { kind, jobId, stopping: false } });
    const { error } = await ended(jobId);
    const outcome = await fetchOutcome(client, jobId);
    await load();
    store.setState({
      task: null,
      outcome: { ...noOutcome, ...outcome, ...(error === null ? {} : { error }) },
    });
    afterTask();
  };

  return {
    store,
    load,
    /** without `paths` all of the batch */
    restore: (batchId: string, conflict: ConflictRule, paths?: readonly string[]): Promise<void> =>
      begin('restore', () =>
        client.call('quarantine.restore', { batchId, conflict, ...(paths === undefined ? {} : { paths }) }),
      ),
    /** call only after the confirmation */
    purge: (batches: readonly string[]): Promise<void> =>
      begin('purge', () => client.call('quarantine.purge', { batches, confirmed: true })),
    /** follows a restore or purge that began before this window */
    follow,
    stop(): void {
      const { task } = store.getState();
      if (task?.jobId == null) return;
      store.setState({ task: { ...task, stopping: true } });
      void client.call('jobs.cancel', { jobId: task.jobId });
    },
    dismiss(): void {
      store.setState({ outcome: null });
    },
  };
}

/** Totals of some batches. */
export function sumOf(batches: readonly QuarantineBatchView[]): {
  readonly files: number;
  readonly bytes: number;
  readonly allocated: number;
} {
  return {
    files: batches.reduce((sum, batch) => sum + batch.files, 0),
    bytes: batches.reduce((sum, batch) => sum + batch.bytes, 0),
    allocated: batches.reduce((sum, batch) => sum + batch.allocated, 0),
  };
}
