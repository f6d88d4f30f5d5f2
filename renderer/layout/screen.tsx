import { Suspense } from 'react';
import { useFrom } from '../stores/stores.ts';
import { LeaveScreen } from '../screens/leaving/leave-screen.tsx';
import { screens } from './screens.ts';

/** The screen that the address names. */
export function Screen() {
  const route = useFrom(
    (stores) => stores.route.store,
    (state) => state,
  );
  const Chosen = screens.find((screen) => screen.place === route.place)?.component ?? LeaveScreen;
  return (
    <Suspense fallback={null}>
      <Chosen detail={route.detail} />
    </Suspense>
  );
}
