import type { AccountView, RootView } from '../../../app/contract/accounts.ts';
import type { SignInView } from '../../../app/contract/sign-in.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { PathText } from '../../components/path-text.tsx';
import { SizeBar, SizeBarPlace } from '../../components/size-bar.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { visibleName } from '../../components/visible-name.ts';
import { Amount } from './amount.tsx';
import { useSession } from './session-card.tsx';
import { SessionMarks } from './session-marks.tsx';
import styles from './home.module.css';

/** One account: who, how much, made of what, and what the next start of the app will do. */
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
        {root !== null && (root.layout === 'unknown' || root.support === 'detect-only') ? (
          <span className={classes(styles['state'], styles['soft'])}>
            <Icon name="info" size={16} />
            {home.reportOnly}
          </span>
        ) : null}
      </div>
    </li>
  );
}

/** The lock of an account of which a part could not be read, with the place. */
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
          {state.autoLoginAmong > 1 ? home.autoLoginShared : home.autoLogin}
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

/** Which level takes the sign-in files that are there, once each, the shallowest first. */
function Removal({ credentials }: Pick<SignInView['accounts'][number], 'credentials'>) {
  const { home } = useTexts();
  // a guest's clean leaves the owner's files, so it may leave these
  const sitting = useSession() !== null;
  if (sitting) return null;
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
