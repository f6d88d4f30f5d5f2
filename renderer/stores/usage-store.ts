import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { JobEnd } from '../../app/contract/jobs.ts';
import type { UsageView } from '../../app/contract/usage.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import { inTurn } from './in-turn.ts';
import { summarise } from './usage-summary.ts';
import type { UsageSummary } from './usage-summary.ts';

export interface UsageState {
  /** null = not measured yet; never shown as 0 B */
  readonly summary: UsageSummary | null;
  /** the measurement itself */
  readonly view: UsageView | null;
  readonly unreadable: UsageView['unreadable'];
  readonly otherFolders: UsageView['otherFolders'];
  readonly scanJob: string | null;
  readonly error: ContractError | null;
}

interface JobEnds {
  ended(jobId: string): Promise<JobEnd>;
}

/** Sizes: runs a scan, and keeps the previous result meanwhile. */
export function createUsageStore(client: Client, jobs: JobEnds) {
  const store = createStore<UsageState>(() => ({
    summary: null,
    view: null,
    unreadable: [],
    otherFolders: [],
    scanJob: null,
    error: null,
  }));
  const fetch = async (): Promise<void> => {
    const reply = await client.call('usage.get', {});
    if (!reply.ok) store.setState({ error: reply.error });
    else if (reply.value !== null) {
      const { unreadable, otherFolders } = reply.value;
      store.setState({ view: reply.value, summary: summarise(reply.value), unreadable, otherFolders });
    }
  };
  return {
    store,
    fetch,
    scan: inTurn(async () => {
      const reply = await client.call('usage.scan', {});
      if (!reply.ok) {
        store.setState({ error: reply.error });
        return;
      }
      store.setState({ scanJob: reply.value.jobId, error: null });
      const end = await jobs.ended(reply.value.jobId);
      if (end.outcome === 'done') await fetch();
      store.setState({ scanJob: null, error: end.error });
    }),
  };
}
