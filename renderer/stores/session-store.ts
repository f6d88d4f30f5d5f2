import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { JobEnd } from '../../app/contract/jobs.ts';
import type { SessionView } from '../../app/contract/session.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import { loaded, loading } from './loadable.ts';
import type { Loadable } from './loadable.ts';

export interface SessionState {
  readonly session: Loadable<SessionView | null>;
  /** the running job that takes the baseline */
  readonly taking: { readonly jobId: string | null; readonly stopping: boolean } | null;
  /** why the last request failed; null after the user's own cancel */
  readonly error: ContractError | null;
}

/** The session and its baseline. */
export function createSessionStore(
  client: Client,
  ended: (jobId: string) => Promise<JobEnd>,
  afterSittingDown: () => Promise<void>,
) {
  const store = createStore<SessionState>(() => ({ session: loading, taking: null, error: null }));
  const load = async (): Promise<void> => {
    const session = loaded(await client.call('session.get', {}));
    // main reports a lost session once, so its error must survive later loads
    store.setState(session.kind === 'failed' ? { session, error: session.error } : { session });
  };
  client.on('session.changed', ({ session }) =>
    store.setState({ session: { kind: 'ready', value: session } }),
  );
  return {
    store,
    load,
    async sitDown(): Promise<void> {
      if (store.getState().taking !== null) return;
      store.setState({ taking: { jobId: null, stopping: false }, error: null });
      const started = await client.call('session.start', {});
      if (!started.ok) {
        store.setState({ taking: null, error: started.error });
        await load();
        return;
      }
      store.setState({ taking: { jobId: started.value.jobId, stopping: false } });
      const { outcome, error } = await ended(started.value.jobId);
      await load();
      store.setState({ taking: null, error: error?.code === 'cancelled' ? null : error });
      if (outcome === 'done') await afterSittingDown();
    },
    stopTaking(): void {
      const { taking } = store.getState();
      if (taking?.jobId == null) return;
      store.setState({ taking: { ...taking, stopping: true } });
      void client.call('jobs.cancel', { jobId: taking.jobId });
    },
    async confirm(): Promise<void> {
      const reply = await client.call('session.confirm', {});
      store.setState(
        reply.ok ? { session: { kind: 'ready', value: reply.value }, error: null } : { error: reply.error },
      );
    },
    /** deletes the baseline; cleans nothing */
    async end(): Promise<void> {
      const reply = await client.call('session.end', {});
      store.setState(
        reply.ok ? { session: { kind: 'ready', value: null }, error: null } : { error: reply.error },
      );
    },
  };
}
