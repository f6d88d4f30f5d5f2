import { useEffect } from 'react';
import type { RemovalMode } from '../../../app/contract/plan-views.ts';
import { useFrom, useStores } from '../../stores/stores.ts';

interface Props {
  readonly planId: string;
  readonly mode: RemovalMode;
}

/** What the chosen way can and cannot do on the volumes of this plan. */
export function WayNotes({ planId, mode }: Props) {
  const { volumes } = useStores();
  const known = useFrom(
    (stores) => stores.volumes.store,
    (state) => (state.planId === planId ? state.volumes : null),
  );
  useEffect(() => void volumes.load(planId), [volumes, planId]);
  if (known === null || mode === 'delete') return null;
  return null;
}
