import { lazy, useEffect } from 'react';
import type { OpeningPurpose } from '../../../app/wizard/leaving-state.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { Home } from '../home/home.tsx';
import { useOpening } from '../home/use-opening.ts';

/** Home renders without the wizard, so the wizard loads lazily. */
export const loadWizard = async () => {
  const { Wizard } = await import('./wizard.tsx');
  return { default: Wizard };
};

const Wizard = lazy(loadWizard);

/** Addresses behind `#/leave/` that open the wizard: targets of the tray, the desktop's actions and the growth notice. */
const openings: Readonly<Record<string, OpeningPurpose>> = { all: 'leave', deep: 'deep', cache: 'cache' };
/** the address that shows where a session begins */
const sitDown = 'sit-down';

function showSession(): void {
  const card = document.getElementById('session-card');
  card?.scrollIntoView({ block: 'center' });
  card?.focus({ preventScroll: true });
}

/** Follows an address once discovery is done. An open wizard stays as it is: it holds answers. */
function useOpeningRoute(detail: string, open: boolean): void {
  const { route, watch } = useStores();
  const { follow } = useOpening();
  const known = useFrom(
    (stores) => stores.accounts.store,
    (state) => state.kind === 'ready',
  );
  const sessionKnown = useFrom(
    (stores) => stores.session.store,
    (state) => state.session.kind !== 'loading',
  );
  useEffect(() => {
    if (detail === '' || !known || !sessionKnown) return;
    if (detail === 'cache') watch.dismissGrowth();
    const purpose = openings[detail];
    if (purpose !== undefined && !open) follow(purpose);
    if (detail === sitDown && !open) showSession();
    route.go('leave');
  }, [detail, known, sessionKnown, open, follow, route, watch]);
}

/** 离开: home, or the wizard while it is open. */
export function LeaveScreen({ detail }: { readonly detail: string }) {
  const open = useFrom(
    (stores) => stores.leaving.store,
    (state) => state.machine !== null,
  );
  useOpeningRoute(detail, open);
  return open ? <Wizard /> : <Home />;
}
