import { useCallback } from 'react';
import type { PlanChoice } from '../../../app/contract/plan-entries.ts';
import type { OpeningPurpose } from '../../../app/wizard/leaving-state.ts';
import type { Known } from '../../../app/wizard/leaving.ts';
import { isCleanable } from '../../stores/accounts-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { leavingScope } from '../../stores/session-store.ts';
import type { LeavingScope } from '../../stores/session-store.ts';
import { useStores } from '../../stores/stores.ts';

/** False while a session must be confirmed, and where nothing could be chosen. */
export function mayOpen(scope: LeavingScope, isAnyCleanable: boolean): boolean {
  if (scope === 'unknown' || scope === 'undecided') return false;
  return scope === 'since-session' || isAnyCleanable;
}

interface Opening {
  /**
   * Opens the wizard. During a session only for what came since it began; where the session's record is unreadable it
   * asks first.
   */
  readonly open: (purpose: OpeningPurpose) => void;
  /** opens the wizard for all data, also the owner's; call only after the question */
  readonly openWider: (purpose: OpeningPurpose) => void;
  /** the same as `open` for an address, which does nothing where the home screen disables the buttons */
  readonly follow: (purpose: OpeningPurpose) => void;
}

/** The ids of the accounts that can be cleaned, as they are at the call. */
function useCleanable(): () => readonly string[] {
  const { accounts } = useStores();
  return useCallback(() => {
    const discovery = valueOf(accounts.store.getState());
    if (discovery === null) return [];
    return discovery.accounts
      .filter((account) => isCleanable(account, discovery.roots))
      .map((account) => account.id);
  }, [accounts]);
}

/** Whose computer this is, and which accounts are one's own, as they are at the call. */
function useKnown(): () => Required<Pick<Known, 'computer' | 'mine'>> {
  const { marks, settings } = useStores();
  return useCallback(
    () => ({
      computer: settings.store.getState().settings.computer,
      mine: marks.store
        .getState()
        .marks.filter(({ isMine }) => isMine)
        .map(({ accountId }) => accountId),
    }),
    [marks, settings],
  );
}

/** Opens the wizard. What it reaches and which accounts can be chosen is decided at the click. */
export function useOpening(): Opening {
  const { leaving, session } = useStores();
  const cleanable = useCleanable();
  const known = useKnown();
  /** the sheet asks nothing, so both must be known: whose computer it is, and which accounts are one's own */
  const maySheet = useCallback((): boolean => {
    const { computer, mine } = known();
    return computer !== 'unanswered' && cleanable().some((id) => mine.includes(id));
  }, [known, cleanable]);
  const openWider = useCallback(
    (purpose: OpeningPurpose) => {
      session.askWider(null);
      leaving.open(purpose, cleanable(), known());
    },
    [leaving, cleanable, known, session],
  );
  const openSince = useCallback(
    (purpose: OpeningPurpose, scope: LeavingScope) => {
      const view = valueOf(session.store.getState().session);
      const arrived = cleanable().filter((id) => view?.arrived.includes(id));
      // a guest who brought no account is asked step by step: the owner's messengers may run
      const isSheet = purpose === 'leave' && scope === 'since-session' && arrived.length > 0;
      leaving.open(isSheet ? 'sheet' : purpose, arrived, { ...known(), sinceSession: true });
    },
    [leaving, cleanable, known, session],
  );
  const open = useCallback(
    (purpose: OpeningPurpose) => {
      const scope = leavingScope(session.store.getState());
      if (scope === 'everything') openWider(purpose === 'leave' && maySheet() ? 'sheet' : purpose);
      else if (scope === 'unclear') session.askWider(purpose);
      // an undecided session is refused by the plan, with the reason
      else if (scope !== 'unknown') openSince(purpose, scope);
    },
    [session, maySheet, openWider, openSince],
  );
  const follow = useCallback(
    (purpose: OpeningPurpose) => {
      if (mayOpen(leavingScope(session.store.getState()), cleanable().length > 0)) open(purpose);
    },
    [session, cleanable, open],
  );
  return { open, openWider, follow };
}

/** Opens the preview of what was picked from these accounts; in a session of what of it came since. */
export function useOpenPicked() {
  const { leaving, session } = useStores();
  const cleanable = useCleanable();
  const known = useKnown();
  return (choices: readonly PlanChoice[], accounts: readonly string[], withBackups: boolean): void => {
    const state = session.store.getState();
    const scope = leavingScope(state);
    if (scope !== 'everything' && scope !== 'since-session') return;
    const sinceSession = scope === 'since-session';
    const arrived = valueOf(state.session)?.arrived ?? [];
    const selectable = cleanable().filter((id) => !sinceSession || arrived.includes(id));
    const include = withBackups ? (['phone-backups'] as const) : [];
    leaving.openPicked({ accounts, include, choices }, selectable, { ...known(), sinceSession });
  };
}
