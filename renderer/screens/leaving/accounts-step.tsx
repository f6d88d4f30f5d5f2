import type { AccountView, RootView } from '../../../app/contract/accounts.ts';
import { useAccountName } from '../../stores/account-names.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Tick } from '../../components/tick.tsx';
import { visibleName } from '../../components/visible-name.ts';
import { useSince } from '../home/session-card.tsx';
import { StepFrame } from './step-frame.tsx';
import { useAccounts, useMachine, useRoots } from './use-leaving.ts';
import styles from './accounts-step.module.css';

function useReason(account: AccountView, root: RootView | undefined): string {
  const { wizard } = useTexts();
  const why = wizard.accounts.cannotWhy;
  if (account.access !== 'ok' || root?.access !== 'ok') return why.access;
  return root.layout === 'unknown' ? why.layout : why.support;
}

function Choice({ account }: { readonly account: AccountView }) {
  const { home, common, wizard } = useTexts();
  const format = useFormat();
  const { leaving } = useStores();
  const root = useRoots().find((candidate) => candidate.id === account.rootId);
  const reason = useReason(account, root);
  const chosen = useMachine((state) => state.accounts);
  const selectable = useMachine((state) => state.selectable.includes(account.id));
  const sinceSession = useMachine((state) => state.sinceSession);
  const owners = useFrom(
    (stores) => stores.session.store,
    (state) => valueOf(state.session)?.owners,
  );
  const isOwners = sinceSession && owners?.includes(account.id) === true;
  const bytes = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary?.accounts.get(account.id)?.bytes,
  );
  const name = useAccountName()(account);
  const toggle = (selected: boolean): void =>
    leaving.send({
      type: 'choose-accounts',
      accounts: selected ? [...chosen, account.id] : chosen.filter((id) => id !== account.id),
    });
  return (
    <li className={styles['row']}>
      <Tick wide selected={chosen.includes(account.id)} disabled={!selectable} onChange={toggle}>
        <span className={styles['line']}>
          <span className={styles['who']}>
            <bdi className={styles['name']}>{name}</bdi>
            <span className={styles['meta']}>
              {home.line({ product: common.products[account.product], line: account.line })}
              {name === visibleName(account.folder) ? null : <bdi>{visibleName(account.folder)}</bdi>}
            </span>
            {selectable && root?.support === 'basic-only' ? (
              <span className={styles['meta']}>{home.basicOnly}</span>
            ) : null}
            {selectable ? null : (
              <span className={styles['meta']}>
                {isOwners ? wizard.session.owner : `${wizard.accounts.cannot}${reason}`}
              </span>
            )}
          </span>
          {bytes === undefined ? null : (
            // a partial count is not the size of an account that cannot be read
            <span className={styles['size']}>{account.access === 'ok' ? format.bytes(bytes) : '—'}</span>
          )}
        </span>
      </Tick>
    </li>
  );
}

/** Title and lead by what is at stake: caches, whole accounts, or data since the session began. */
function useQuestion(): { readonly title: string; readonly lead: string } {
  const { wizard } = useTexts();
  const { accounts, session } = wizard;
  const deep = useMachine((state) => state.purpose === 'deep');
  const sinceSession = useMachine((state) => state.sinceSession);
  const none = useMachine((state) => state.selectable.length === 0);
  const since = useSince();
  if (sinceSession && since !== null)
    return none
      ? { title: session.noneTitle, lead: session.noneLead(since) }
      : { title: session.title, lead: session.lead(since) };
  return { title: accounts.title, lead: deep ? accounts.deepLead : accounts.lead };
}

/** The account step. Preselects an account only if there is just one. */
export function AccountsStep() {
  const { wizard } = useTexts();
  const format = useFormat();
  const { leaving } = useStores();
  const accounts = useAccounts();
  const chosen = useMachine((state) => state.accounts);
  const selectable = useMachine((state) => state.selectable);
  const sinceSession = useMachine((state) => state.sinceSession);
  const words = useQuestion();
  // the guest's few accounts first
  const ordered = sinceSession
    ? [...accounts].sort((a, b) => Number(selectable.includes(b.id)) - Number(selectable.includes(a.id)))
    : accounts;
  const every = selectable.length > 0 && selectable.every((id) => chosen.includes(id));
  return (
    <StepFrame
      title={words.title}
      lead={words.lead}
      hint={chosen.length === 0 ? null : wizard.chosen({ count: format.count(chosen.length) })}
    >
      <div>
        {selectable.length > 1 ? (
          <div className={styles['all']}>
            <Button
              kind="plain"
              onPress={() => leaving.send({ type: 'choose-accounts', accounts: every ? [] : selectable })}
            >
              {every ? wizard.accounts.none : wizard.accounts.all}
            </Button>
          </div>
        ) : null}
        <ul className={styles['list']} aria-label={wizard.accounts.label}>
          {ordered.map((account) => (
            <Choice key={account.id} account={account} />
          ))}
        </ul>
      </div>
    </StepFrame>
  );
}
