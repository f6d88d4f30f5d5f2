import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { JobEnd } from '../../app/contract/jobs.ts';
import type { SessionView } from '../../app/contract/session.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import type { OpeningPurpose } from '../../app/wizard/leaving-state.ts';
import { inTurn } from './in-turn.ts';
import { loaded, loading } from './loadable.ts';
import type { Loadable } from './loadable.ts';

export interface SessionState {
  readonly session: Loadable<SessionView | null>;
  /** the running job that takes the baseline */
  readonly taking: { readonly jobId: string | null; readonly stopping: boolean } | null;
  /** why the last request failed; null after the user's own cancel */
  readonly error: ContractError | null;
  /** the way of leaving for which the window asks whether it may reach the owner's data */
  readonly widening: OpeningPurpose | null;
}

/**
 * What a way of leaving reaches. `undecided`: the session may be another person's. `unclear`: its record is lost or
 * unreadable, so the owner's data cannot be told apart. `unknown`: not loaded.
 */
export type LeavingScope = 'everything' | 'since-session' | 'undecided' | 'unclear' | 'unknown';

/** The scope of every way of leaving. Only without a session it is everything. */
export function leavingScope({ session, error }: SessionState): LeavingScope {
  if (session.kind === 'loading') return 'unknown';
  if (session.kind === 'failed') return 'unclear';
  if (session.value !== null) return session.value.state === 'undecided' ? 'undecided' : 'since-session';
  // the error stays when a later load finds no session, as in a program that was restarted
  return error?.code === 'session-damaged' ? 'unclear' : 'everything';
}

/** The session and its baseline. */
export function createSessionStore(
  client: Client,
  ended: (jobId: string) => Promise<JobEnd>,
  afterSittingDown: () => Promise<void>,
) {
  const store = createStore<SessionState>(() => ({
    ...{ session: loading, taking: null, error: null, widening: null },
  }));
  const load = inTurn(async () => {
    const session = loaded(await client.call('session.get', {}));
    // a lost session's error must survive later loads
    store.setState(session.kind === 'failed' ? { session, error: session.error } : { session });
  });
  client.on('session.changed', ({ session }) => {
    store.setState({ session: { kind: 'ready', value: session } });
    // an older answer may still be on its way, and only a load tells of a damaged record
    void load();
  });
  const followTaking = async (jobId: string): Promise<void> => {
    store.setState({ taking: { jobId, stopping: false } });
    const { outcome, error } = await ended(jobId);
    await load();
    store.setState({ taking: null, error: error?.code === 'cancelled' ? null : error });
    if (outcome === 'done') await afterSittingDown();
  };
  return {
    store,
    load,
    /** follows the taking of the baseline, also when it began before this window */
    followTaking,
    async sitDown(): Promise<void> {
      if (store.getState().taking !== null) return;
      store.setState({ taking: { jobId: null, stopping: false }, error: null });
      const started = await client.call('session.start', {});
      if (!started.ok) {
        store.setState({ taking: null, error: started.error });
        await load();
        return;
      }
      await followTaking(started.value.jobId);
    },
    stopTaking(): void {
      const { taking } = store.getState();
      if (taking?.jobId == null) return;
      store.setState({ taking: { ...taking, stopping: true } });
      void client.call('jobs.cancel', { jobId: taking.jobId });
    },
    /** asks before a way of leaving reaches the owner's data; null ends the question */
    askWider: (widening: OpeningPurpose | null) => store.setState({ widening }),
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
