import { useCallback } from 'react';
import type { OpeningPurpose } from '../../../app/wizard/leaving-state.ts';
import { isCleanable } from '../../stores/accounts-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useStores } from '../../stores/stores.ts';

interface Opening {
  /** opens the wizard for all data on this computer */
  readonly open: (purpose: OpeningPurpose) => void;
  /** opens the wizard for what came since the session began; the owner's accounts cannot be chosen */
  readonly openSession: (purpose: OpeningPurpose) => void;
  /** opens the preview of the caches; during a session never the owner's */
  readonly openCaches: () => void;
}

/** Opens the wizard. Which accounts can be chosen is decided at the click. */
export function useOpening(): Opening {
  const { accounts, leaving, session } = useStores();
  const cleanable = useCallback((): readonly string[] => {
    const discovery = valueOf(accounts.store.getState());
    if (discovery === null) return [];
    return discovery.accounts
      .filter((account) => isCleanable(account, discovery.roots))
      .map((account) => account.id);
  }, [accounts]);
  const open = useCallback(
    (purpose: OpeningPurpose) => leaving.open(purpose, cleanable()),
    [leaving, cleanable],
  );
  const openSession = useCallback(
    (purpose: OpeningPurpose) => {
      const view = valueOf(session.store.getState().session);
      const arrived = cleanable().filter((id) => view?.arrived.includes(id));
      leaving.open(purpose, arrived, true);
    },
    [leaving, cleanable, session],
  );
  const openCaches = useCallback(() => {
    if (valueOf(session.store.getState().session) === null) open('cache');
    else openSession('cache');
  }, [session, open, openSession]);
  return { open, openSession, openCaches };
}
