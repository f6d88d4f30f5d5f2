import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { VolumeView } from '../../app/contract/plans.ts';

export interface VolumesState {
  readonly planId: string | null;
  /** null while loading; empty if unknown */
  readonly volumes: readonly VolumeView[] | null;
}

/** Facts about the plan's volumes. */
export function createVolumesStore(client: Client) {
  const store = createStore<VolumesState>(() => ({ planId: null, volumes: null }));
  return {
    store,
    async load(planId: string): Promise<void> {
      if (store.getState().planId === planId) return;
      store.setState({ planId, volumes: null });
      const reply = await client.call('volumes.describe', { planId });
      if (store.getState().planId === planId) store.setState({ volumes: reply.ok ? reply.value : [] });
    },
  };
}
