import { lazy } from 'react';
import { useFrom } from '../../stores/stores.ts';
import { Home } from '../home/home.tsx';

/** The wizard is not needed to draw the home, so the home does not wait for it. */
export const loadWizard = async () => {
  const { Wizard } = await import('./wizard.tsx');
  return { default: Wizard };
};

const Wizard = lazy(loadWizard);

/** 离开: the home of the window, or the wizard while it is open. */
export function LeaveScreen() {
  const open = useFrom(
    (stores) => stores.leaving.store,
    (state) => state.machine !== null,
  );
  return open ? <Wizard /> : <Home />;
}
