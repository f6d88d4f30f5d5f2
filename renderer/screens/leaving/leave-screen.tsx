import { lazy, useEffect } from 'react';
import { useFrom, useStores } from '../../stores/stores.ts';
import { Home } from '../home/home.tsx';
import { useOpening } from '../home/use-opening.ts';

/** Home renders without the wizard, so the wizard loads lazily. */
export const loadWizard = async () => {
  const { Wizard } = await import('./wizard.tsx');
  return { default: Wizard };
};

const Wizard = lazy(loadWizard);

/** `#/leave/cache`, the target of the growth notice, opens the preview of the caches once discovery is done. */
function useCacheRoute(detail: string, open: boolean): void {
  const { route, watch } = useStores();
  const { open: openWizard } = useOpening();
  const known = useFrom(
    (stores) => stores.accounts.store,
    (state) => state.kind === 'ready',
  );
  const sessionKnown = useFrom(
    (stores) => stores.session.store,
    (state) => state.session.kind !== 'loading',
  );
  useEffect(() => {
    if (detail !== 'cache' || !known || !sessionKnown) return;
    watch.dismissGrowth();
    if (!open) openWizard('cache');
    route.go('leave');
  }, [detail, known, sessionKnown, open, openWizard, route, watch]);
}

/** 离开: home, or the wizard while it is open. */
export function LeaveScreen({ detail }: { readonly detail: string }) {
  const open = useFrom(
    (stores) => stores.leaving.store,
    (state) => state.machine !== null,
  );
  useCacheRoute(detail, open);
  return open ? <Wizard /> : <Home />;
}
