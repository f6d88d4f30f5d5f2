import type { AccountView } from '../../../app/contract/accounts.ts';
import type { SignInView } from '../../../app/contract/sign-in.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { useAccountName } from '../../stores/account-names.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Icon } from '../../components/icon.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { classes } from '../../components/class-names.ts';
import { QuitOffer } from './quit.tsx';
import { useMachine } from './use-leaving.ts';
import styles from './sign-out-step.module.css';

type Mark = 'waiting' | 'done' | 'unknown';

function Line({
  mark,
  children,
  detail,
}: {
  readonly mark: Mark;
  readonly children: string;
  readonly detail?: string;
}) {
  return (
    <li className={styles['check']}>
      <span className={classes(styles['mark'], styles[mark])}>
        {mark === 'waiting' ? <Spinner /> : <Icon name={mark === 'done' ? 'check' : 'question'} size={16} />}
      </span>
      <span>
        {children}
        {detail === undefined || detail === '' ? null : <span className={styles['detail']}>{detail}</span>}
      </span>
    </li>
  );
}

function ProcessLine({ product, view }: { readonly product: Product; readonly view: SignInView }) {
  const { wizard, common } = useTexts();
  const state = view.products.find((candidate) => candidate.product === product);
  const running = state?.running ?? 'could-not-tell';
  const name = common.products[product];
  const others = state?.processes.some((process) => !process.ownUser) === true;
  return (
    <Line
      mark={running === 'no' ? 'done' : running === 'yes' ? 'waiting' : 'unknown'}
      detail={running === 'yes' && others ? wizard.signOut.otherUser({ product: name }) : ''}
    >
      {wizard.signOut.running[running]({ product: name })}
    </Line>
  );
}

function AccountLine({ account, view }: { readonly account: AccountView; readonly view: SignInView }) {
  const { wizard } = useTexts();
  const words = wizard.signOut.credentials;
  const format = useFormat();
  const name = useAccountName()(account);
  const state = view.accounts.find((candidate) => candidate.accountId === account.id);
  const left = state?.credentials.reduce((sum, entry) => sum + entry.files, 0) ?? 0;
  const isUnsure = state?.autoLogin === 'could-not-tell' || state?.remembered === 'could-not-tell';
  if (state === undefined || (left === 0 && isUnsure))
    return <Line mark="unknown">{words.unknown({ name })}</Line>;
  if (left === 0) return <Line mark="done">{words.gone({ name })}</Line>;
  const among = state.autoLoginAmong;
  const signsIn = among > 1 ? words.autoLoginShared({ count: format.count(among) }) : words.autoLogin;
  const detail = [
    state.autoLogin === 'yes' ? signsIn : null,
    state.remembered === 'yes' ? words.remembered : null,
  ].filter((word) => word !== null);
  return (
    <Line mark="waiting" detail={format.list(detail)}>
      {words.left({ name })}
    </Line>
  );
}

interface CopiesProps {
  readonly view: SignInView | null;
  readonly accounts: readonly AccountView[];
}

/** Copies of the sign-in that signing out does not remove. */
function Copies({ view, accounts }: CopiesProps) {
  const { wizard } = useTexts();
  const format = useFormat();
  const files = (view?.switcherCopies ?? [])
    .filter((copy) => accounts.some((account) => account.rootId === copy.rootId))
    .reduce((sum, copy) => sum + copy.files, 0);
  if (files === 0) return null;
  return (
    <p className={styles['copies']}>
      <Icon name="key" size={16} />
      {wizard.signOut.copies({ count: format.count(files) })}
    </p>
  );
}

interface LiveCheckProps {
  readonly product: Product;
  readonly accounts: readonly AccountView[];
  /** the user wants to end the messenger by force; this only opens the warnings */
  readonly onForce: () => void;
}

/** Live state of processes and sign-in files, polled every second while shown. */
export function LiveCheck({ product, accounts, onForce }: LiveCheckProps) {
  const { wizard } = useTexts();
  const sinceSession = useMachine((state) => state.sinceSession);
  const view = useFrom(
    (stores) => stores.signIn.store,
    (state) => valueOf(state),
  );
  return (
    <section className={styles['live']} aria-label={wizard.signOut.live} aria-live="polite">
      <h2 className={styles['heading']}>{wizard.signOut.live}</h2>
      {view === null ? (
        <ul className={styles['checks']}>
          <Line mark="waiting">{wizard.signOut.checking}</Line>
        </ul>
      ) : (
        <>
          <ul className={styles['checks']}>
            <ProcessLine product={product} view={view} />
          </ul>
          <QuitOffer product={product} onForce={onForce} />
          <ul className={styles['checks']}>
            {accounts.map((account) => (
              <AccountLine key={account.id} account={account} view={view} />
            ))}
          </ul>
        </>
      )}
      <Copies view={view} accounts={accounts} />
      <p className={styles['soft']}>{sinceSession ? wizard.session.leftHint : wizard.signOut.leftHint}</p>
    </section>
  );
}
