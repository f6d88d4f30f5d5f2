import { useFrom } from '../../stores/stores.ts';
import { Home } from '../home/home.tsx';
import { Wizard } from './wizard.tsx';

/** 离开: the home of the window, or the wizard while it is open. */
export function LeaveScreen() {
  const open = useFrom(
    (stores) => stores.leaving.store,
    (state) => state.machine !== null,
  );
  return open ? <Wizard /> : <Home />;
}
