import type { ReactNode, RefObject } from 'react';
import type { AccountView } from '../../../../app/contract/accounts.ts';
import type { SignInView } from '../../../../app/contract/sign-in.ts';
import { useAccountName } from '../../../stores/account-names.ts';
import { valueOf } from '../../../stores/loadable.ts';
import { useFrom } from '../../../stores/stores.ts';
import { useFormat, useTexts } from '../../../language/use-texts.ts';
import { Icon } from '../../../components/icon.tsx';
import type { IconName } from '../../../components/icon.tsx';
import { classes } from '../../../components/class-names.ts';
import { useLeaving, useMachine } from '../use-leaving.ts';
import { useIsOver, useProcesses } from './messengers.ts';
import type { Messenger } from './messengers.ts';
import { QuitAnswer } from './quit.tsx';
import styles from './sign-out.module.css';

type Mark = 'runs' | 'left' | 'done' | 'unknown';

const icons: Readonly<Record<Mark, IconName>> = {
  runs: 'chat',
  left: 'key',
  done: 'check',
  unknown: 'question',
};

interface LineProps {
  readonly mark: Mark;
  readonly title: string;
  readonly children?: ReactNode;
}

/** One thing that was looked at: what was seen, below it of whom and what it means. */
function Line({ mark, title, children }: LineProps) {
  return (
    <li className={styles['check']}>
      <span className={classes(styles['mark'], styles[mark])}>
        <Icon name={icons[mark]} />
      </span>
      <div className={styles['checked']}>
        <p>{title}</p>
        {children}
      </div>
    </li>
  );
}

function Detail({ children }: { readonly children: ReactNode }) {
  return <p className={styles['soft']}>{children}</p>;
}

const runningMarks = { yes: 'runs', no: 'done', 'could-not-tell': 'unknown' } as const;

interface ProcessLineProps {
  readonly messenger: Messenger;
  readonly onForce: () => void;
}

function ProcessLine({ messenger: { product }, onForce }: ProcessLineProps) {
  const { wizard, common } = useTexts();
  const state = useProcesses(product);
  const running = state?.running ?? 'could-not-tell';
  const name = { product: common.products[product] };
  const others = state?.processes.some((process) => !process.ownUser) === true;
  return (
    <Line mark={runningMarks[running]} title={wizard.signOut.running[running](name)}>
      {running === 'yes' ? (
        <>
          <Detail>{others ? wizard.signOut.otherUser(name) : wizard.signOut.stillRunning}</Detail>
          <QuitAnswer product={product} onForce={onForce} />
        </>
      ) : null}
    </Line>
  );
}

type AccountState = SignInView['accounts'][number];

interface Looked {
  readonly account: AccountView;
  /** undefined: the last check did not know the account */
  readonly state: AccountState | undefined;
}

function markOf({ state }: Looked): Exclude<Mark, 'runs'> {
  if (state !== undefined && state.credentials.some(({ files }) => files > 0)) return 'left';
  const isUnsure = state?.autoLogin === 'could-not-tell' || state?.remembered === 'could-not-tell';
  return state === undefined || isUnsure ? 'unknown' : 'done';
}

const marks = ['left', 'unknown', 'done'] as const;

/** What the check saw of the accounts' sign-ins, those of the same answer together. */
function SignInLines({ accounts, view }: CopiesProps) {
  const looked = accounts.map((account) => ({
    account,
    state: view.accounts.find((candidate) => candidate.accountId === account.id),
  }));
  return marks.map((mark) => (
    <SignInLine key={mark} mark={mark} looked={looked.filter((one) => markOf(one) === mark)} />
  ));
}

interface SignInLineProps {
  readonly mark: (typeof marks)[number];
  readonly looked: readonly Looked[];
}

function SignInLine({ mark, looked }: SignInLineProps) {
  const { wizard } = useTexts();
  const format = useFormat();
  const nameOf = useAccountName();
  const words = wizard.signOut.credentials;
  if (looked.length === 0) return null;
  const signsIn = looked.filter(({ state }) => mark === 'left' && state?.autoLogin === 'yes');
  // accounts of one folder share the file that signs in
  const among = Math.max(1, ...signsIn.map(({ state }) => state?.autoLoginAmong ?? 1));
  return (
    <Line mark={mark} title={words[mark]}>
      {looked.map(({ account, state }) => (
        <p className={styles['account']} key={account.id}>
          <bdi>{nameOf(account)}</bdi>
          {mark === 'left' && state?.autoLogin === 'yes' && state.autoLoginAmong <= 1 ? (
            <span className={styles['meaning']}>{words.autoLogin}</span>
          ) : null}
          {mark === 'left' && state?.remembered === 'yes' ? (
            <span className={styles['meaning']}>{words.remembered}</span>
          ) : null}
        </p>
      ))}
      {among > 1 ? <Detail>{words.autoLoginShared({ count: format.count(among) })}</Detail> : null}
    </Line>
  );
}

interface CopiesProps {
  readonly view: SignInView;
  readonly accounts: readonly AccountView[];
}

/** Copies of the sign-in that signing out does not remove. */
function Copies({ view, accounts }: CopiesProps) {
  const { wizard } = useTexts();
  const format = useFormat();
  const files = view.switcherCopies
    .filter((copy) => accounts.some((account) => account.rootId === copy.rootId))
    .reduce((sum, copy) => sum + copy.files, 0);
  if (files === 0) return null;
  return <Line mark="left" title={wizard.signOut.copies({ count: format.count(files) })} />;
}

/** What going on without signing out means. */
function LaterMeans({ messenger }: Pick<ProcessLineProps, 'messenger'>) {
  const { wizard } = useTexts();
  const isOver = useIsOver(messenger);
  const sinceSession = useMachine((state) => state.sinceSession);
  const level = useMachine((state) => state.level);
  // what was left out may be the sign-ins
  const isWhole = useLeaving((state) => state.choices.length === 0);
  const { laterMeans } = wizard.signOut;
  if (messenger.isOwners || isOver) return null;
  return (
    <p className={styles['soft']}>
      {sinceSession ? wizard.session.leftHint : laterMeans[isWhole ? (level ?? 'unanswered') : 'partly']}
    </p>
  );
}

interface LiveCheckProps extends ProcessLineProps {
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** Live state of processes and sign-in files, polled every second while shown. */
export function LiveCheck({ messenger, heading, onForce }: LiveCheckProps) {
  const { wizard } = useTexts();
  const words = wizard.signOut;
  const { accounts } = messenger;
  const kind = useFrom(
    (stores) => stores.signIn.store,
    (state) => state.kind,
  );
  const view = useFrom((stores) => stores.signIn.store, valueOf);
  return (
    <section className={styles['live']} aria-label={words.live}>
      <h2 className={styles['label']} ref={heading} tabIndex={-1}>
        {words.live}
      </h2>
      <div aria-live="polite">
        {view === null ? (
          <p className={styles['soft']}>{kind === 'failed' ? words.cannotCheck : words.checking}</p>
        ) : (
          <ul className={styles['checks']}>
            <ProcessLine messenger={messenger} onForce={onForce} />
            <SignInLines accounts={accounts} view={view} />
            <Copies view={view} accounts={accounts} />
          </ul>
        )}
      </div>
      <LaterMeans messenger={messenger} />
    </section>
  );
}
