import type { AccountView, DiscoveryView, RootView } from '../../../app/contract/accounts.ts';
import type { SignInView } from '../../../app/contract/sign-in.ts';
import { useFrom } from '../../stores/stores.ts';
import { valueOf } from '../../stores/loadable.ts';
import { cameIn } from '../../stores/timeline-lines.ts';
import { joinUsages } from '../../stores/usage-summary.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { SizeBar, SizeBarPlace } from '../../components/size-bar.tsx';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { PathText } from '../../components/path-text.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { visibleName } from '../../components/visible-name.ts';
import { Amount } from './amount.tsx';
import { MeasuredCards, measuredPlaces } from './measured-folders.tsx';
import { useSession } from './session-card.tsx';
import styles from './home.module.css';

/** The accounts as cards, then the data shared between them. */
export function AccountList({ discovery }: { readonly discovery: DiscoveryView }) {
  const { home } = useTexts();
  return (
    <section aria-labelledby="accounts-heading">
      <h2 className={styles['heading']} id="accounts-heading">
        {home.accounts}
      </h2>
      <ul className={styles['cards']}>
        {discovery.accounts.map((account) => (
          <AccountCard
            key={account.id}
            account={account}
            root={discovery.roots.find((root) => root.id === account.rootId) ?? null}
          />
        ))}
        <SharedCard discovery={discovery} />
        <MeasuredCards discovery={discovery} />
      </ul>
    </section>
  );
}

/** What belongs to no account, apart from the folders that have a card of their own. */
function SharedCard({ discovery }: { readonly discovery: DiscoveryView }) {
  const { home } = useTexts();
  const summary = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary,
  );
  const apart = new Set(measuredPlaces(discovery).map(({ id }) => id));
  const usages = [...(summary?.shared ?? [])].filter(([id]) => !apart.has(id)).map(([, usage]) => usage);
  const shared = joinUsages(usages);
  if (shared === null || shared.files === 0) return null;
  return (
    <li className={styles['card']} aria-label={home.shared}>
      <div className={styles['cardTop']}>
        <div className={styles['who']}>
          <h3 className={styles['name']}>{home.shared}</h3>
          <p className={styles['meta']}>{home.sharedHint}</p>
        </div>
        <Amount usage={shared} readable />
      </div>
      <SizeBar usage={shared} name={home.shared} />
    </li>
  );
}

/** One account: name, size, categories, and what the app's next start will do. */
export function AccountCard({
  account,
  root,
}: {
  readonly account: AccountView;
  readonly root: RootView | null;
}) {
  const { home, common } = useTexts();
  const summary = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary,
  );
  const usage = summary?.accounts.get(account.id) ?? null;
  const name = visibleName(account.displayName ?? account.folder);
  const readable = account.access === 'ok';
  const packaging = common.packaging[account.packaging];
  return (
    <li className={styles['card']} aria-label={name}>
      <div className={styles['cardTop']}>
        <div className={styles['who']}>
          <h3 className={styles['name']}>
            <bdi>{name}</bdi>
          </h3>
          <p className={styles['meta']}>
            <span>{home.line({ product: common.products[account.product], line: account.line })}</span>
            {packaging === '' ? null : <span>{packaging}</span>}
            {account.displayName === null ? null : <bdi>{visibleName(account.folder)}</bdi>}
          </p>
        </div>
        <Amount usage={usage} readable={readable} />
      </div>
      {readable ? usage === null ? <SizeBarPlace /> : <SizeBar usage={usage} name={name} /> : null}
      <div className={styles['foot']}>
        {readable ? (
          <SignInState accountId={account.id} />
        ) : (
          <span className={classes(styles['state'], styles['warm'])}>
            <Icon name="lock" size={16} />
            {home.noPermission}
            <span className={styles['soft']}>{home.noPermissionHint}</span>
          </span>
        )}
        {readable ? <PartUnread account={account} root={root} /> : null}
        <SessionMarks accountId={account.id} />
        {root === null ? null : <Limit root={root} />}
      </div>
    </li>
  );
}

/** How much of the account is cleaned, unless it is all of it. */
function Limit({ root }: { readonly root: RootView }) {
  const { home } = useTexts();
  const isMeasuredOnly = root.layout === 'unknown' || root.support === 'detect-only';
  if (!isMeasuredOnly && root.support === 'clean') return null;
  return (
    <span className={classes(styles['state'], styles['soft'])}>
      <Icon name="info" size={16} />
      {isMeasuredOnly ? home.reportOnly : home.basicOnly}
    </span>
  );
}

/** A lock for an account that could not be read in part, with the place. */
function PartUnread({ account, root }: { readonly account: AccountView; readonly root: RootView | null }) {
  const { home } = useTexts();
  const unreadable = useFrom(
    (stores) => stores.usage.store,
    (state) => state.unreadable,
  );
  const folder = root === null ? null : `${root.realPath}/${account.folder}`.replaceAll('\\', '/');
  const shut = unreadable.filter(({ path }) => {
    const place = path.replaceAll('\\', '/');
    return folder !== null && (place === folder || place.startsWith(`${folder}/`));
  });
  if (shut.length === 0) return null;
  return (
    <span className={classes(styles['state'], styles['shut'], styles['warm'])}>
      <Icon name="lock" size={16} />
      {home.partUnread}
      {shut.slice(0, 3).map(({ path }) => (
        <PathText key={path} path={path} />
      ))}
    </span>
  );
}

function SignInState({ accountId }: { readonly accountId: string }) {
  const { home } = useTexts();
  const format = useFormat();
  const checked = useFrom(
    (stores) => stores.signIn.store,
    (state) => state,
  );
  if (checked.kind === 'loading') {
    return (
      <span className={classes(styles['state'], styles['soft'])}>
        <Spinner />
        {home.signInChecking}
      </span>
    );
  }
  const state = valueOf(checked)?.accounts.find((account) => account.accountId === accountId);
  if (state?.autoLogin === 'yes') {
    return (
      <>
        <span className={classes(styles['state'], styles['warm'])}>
          <Icon name="key" size={16} />
          {state.autoLoginAmong > 1
            ? home.autoLoginShared({ count: format.count(state.autoLoginAmong) })
            : home.autoLogin}
        </span>
        <Removal credentials={state.credentials} />
      </>
    );
  }
  const known = state?.autoLogin === 'no';
  return (
    <>
      <span className={classes(styles['state'], styles[known ? 'calm' : 'soft'])}>
        <Icon name={known ? 'check' : 'question'} size={16} />
        {known ? home.signedOut : home.signInUnknown}
      </span>
      {state?.remembered === 'yes' ? (
        <span className={classes(styles['state'], styles['soft'])}>
          <Icon name="info" size={16} />
          {home.remembered}
        </span>
      ) : null}
      <Removal credentials={state?.credentials ?? []} />
    </>
  );
}

/** Which level removes the present sign-in files; each level once, the lowest first. */
function Removal({ credentials }: Pick<SignInView['accounts'][number], 'credentials'>) {
  const { home } = useTexts();
  // a guest's clean keeps the owner's files, so it may keep these
  const inSession = useSession() !== null;
  if (inSession) return null;
  const there = new Set(credentials.map(({ removedBy }) => removedBy));
  const order = ['basic', 'system', 'deep', 'never'] as const;
  return order
    .filter((level) => there.has(level))
    .map((level) => (
      <span key={level} className={classes(styles['state'], styles['soft'])}>
        {home.signInRemoved[level]}
      </span>
    ));
}

/** During a session: whether the account is the owner's or new, and how much it received since. */
function SessionMarks({ accountId }: { readonly accountId: string }) {
  const { home } = useTexts();
  const session = useSession();
  if (session === null) return null;
  const owner = session.owners.includes(accountId);
  const arrived = session.arrived.includes(accountId);
  return (
    <>
      {owner ? (
        <span className={classes(styles['state'], styles['calm'])}>
          <Icon name="lock" size={16} />
          {home.session.ownerMark}
        </span>
      ) : null}
      {arrived ? (
        <span className={classes(styles['state'], styles['soft'])}>
          <Icon name="seat" size={16} />
          {home.session.arrivedMark}
        </span>
      ) : null}
      <ReceivedSince accountId={accountId} />
    </>
  );
}

function ReceivedSince({ accountId }: { readonly accountId: string }) {
  const { home } = useTexts();
  const format = useFormat();
  const view = useFrom(
    (stores) => stores.watch.store,
    (state) => state.view,
  );
  if (view?.since == null) return null;
  const { files, bytes } = cameIn(view.changes.filter((change) => change.accountId === accountId));
  if (files === 0 && bytes === 0) return null;
  return (
    <span className={classes(styles['state'], styles['soft'])}>
      <Icon name="up" size={16} />
      {home.session.accountCame({
        time: format.clock(view.since),
        files: format.files(files),
        size: format.bytes(bytes),
      })}
    </span>
  );
}
