import { useCallback } from 'react';
import type { OpeningPurpose } from '../../../app/wizard/leaving-state.ts';
import { isCleanable } from '../../stores/accounts-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { leavingScope } from '../../stores/session-store.ts';
import { useStores } from '../../stores/stores.ts';

interface Opening {
  /**
   * Opens the wizard. During a session only for what came since it began; where the session's record is unreadable it
   * asks first.
   */
  readonly open: (purpose: OpeningPurpose) => void;
  /** opens the wizard for all data, also the owner's; call only after the question */
  readonly openWider: (purpose: OpeningPurpose) => void;
}

/** Opens the wizard. What it reaches and which accounts can be chosen is decided at the click. */
export function useOpening(): Opening {
  const { accounts, leaving, session } = useStores();
  const cleanable = useCallback((): readonly string[] => {
    const discovery = valueOf(accounts.store.getState());
    if (discovery === null) return [];
    return discovery.accounts
      .filter((account) => isCleanable(account, discovery.roots))
      .map((account) => account.id);
  }, [accounts]);
  const openWider = useCallback(
    (purpose: OpeningPurpose) => {
      session.askWider(null);
      leaving.open(purpose, cleanable());
    },
    [leaving, cleanable, session],
  );
  const openSince = useCallback(
    (purpose: OpeningPurpose) => {
      const view = valueOf(session.store.getState().session);
      const arrived = cleanable().filter((id) => view?.arrived.includes(id));
      leaving.open(purpose, arrived, true);
    },
    [leaving, cleanable, session],
  );
  const open = useCallback(
    (purpose: OpeningPurpose) => {
      const scope = leavingScope(session.store.getState());
      if (scope === 'everything') openWider(purpose);
      else if (scope === 'unclear') session.askWider(purpose);
      // an undecided session is refused by the plan, with the reason
      else if (scope !== 'unknown') openSince(purpose);
    },
    [session, openWider, openSince],
  );
  return { open, openWider };
}
