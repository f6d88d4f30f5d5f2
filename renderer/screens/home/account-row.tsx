import type { AccountView, RootView } from '../../../app/contract/accounts.ts';
import { useAccountName } from '../../stores/account-names.ts';
import { markOf } from '../../stores/marks-store.ts';
import { useFrom } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import { Spinner } from '../../components/spinner.tsx';
import { visibleName } from '../../components/visible-name.ts';
import { AccountDetails } from './account-details.tsx';
import { Row } from './row.tsx';
import { useSession } from './session-card.tsx';
import { Sign, useSignIn } from './sign.tsx';
import styles from './home.module.css';

interface Props {
  readonly account: AccountView;
  readonly root: RootView | null;
  /** size of the largest account in bytes */
  readonly largest: number;
}

/** What could not be looked at below the account's folder. */
function useUnread(account: AccountView, root: RootView | null): readonly string[] {
  const unreadable = useFrom(
    (stores) => stores.usage.store,
    (state) => state.unreadable,
  );
  if (root === null || account.access !== 'ok') return [];
  const folder = `${root.realPath}/${account.folder}`.replaceAll('\\', '/');
  return unreadable
    .map(({ path }) => path)
    .filter((path) => {
      const place = path.replaceAll('\\', '/');
      return place === folder || place.startsWith(`${folder}/`);
    });
}

/** One account: its name, what the messenger's next start will do, and its size. */
export function AccountRow({ account, root, largest }: Props) {
  const nameOf = useAccountName();
  const usage = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary?.accounts.get(account.id) ?? null,
  );
  const isMine = useFrom(
    (stores) => stores.marks.store,
    (state) => markOf(state, account.id).isMine,
  );
  const unread = useUnread(account, root);
  const readable = account.access === 'ok';
  return (
    <Row
      name={nameOf(account)}
      code={visibleName(account.folder)}
      isMine={isMine}
      usage={usage}
      readable={readable}
      largest={largest}
      state={
        <>
          <SignInState account={account} />
          <Ownership accountId={account.id} isMine={isMine} />
          {unread.length > 0 ? <PartUnread /> : null}
          {root === null ? null : <Limit root={root} />}
        </>
      }
    >
      <AccountDetails account={account} usage={usage} unread={unread} />
    </Row>
  );
}

function SignInState({ account }: { readonly account: AccountView }) {
  const { home } = useTexts();
  const format = useFormat();
  const state = useSignIn(account.id);
  if (account.access !== 'ok')
    return (
      <Sign icon="lock" tone="warm">
        {home.noPermission}
      </Sign>
    );
  if (state === undefined) {
    return (
      <span className={classes(styles['state'], styles['soft'])}>
        <Spinner />
        {home.signInChecking}
      </span>
    );
  }
  if (state?.autoLogin === 'yes') {
    return (
      <Sign icon="key" tone="warm">
        {state.autoLoginAmong > 1
          ? home.autoLoginShared({ count: format.count(state.autoLoginAmong) })
          : home.autoLogin}
      </Sign>
    );
  }
  const known = state?.autoLogin === 'no';
  return (
    <Sign icon={known ? 'check' : 'question'} tone={known ? 'calm' : 'soft'}>
      {known ? home.signedOut : home.signInUnknown}
    </Sign>
  );
}

/** Whose account it is: during a session the owner's or new, otherwise whether the person called it theirs. */
function Ownership({ accountId, isMine }: { readonly accountId: string; readonly isMine: boolean }) {
  const { home } = useTexts();
  const session = useSession();
  if (session?.owners.includes(accountId) === true)
    return (
      <Sign icon="lock" tone="calm">
        {home.session.ownerMark}
      </Sign>
    );
  if (session?.arrived.includes(accountId) === true)
    return (
      <Sign icon="seat" tone="soft">
        {home.session.arrivedMark}
      </Sign>
    );
  return isMine ? <span>{home.mark.mine}</span> : null;
}

function PartUnread() {
  const { home } = useTexts();
  return (
    <Sign icon="lock" tone="warm">
      {home.partUnread}
    </Sign>
  );
}

/** How much of the account is cleaned, unless it is all of it. */
function Limit({ root }: { readonly root: RootView }) {
  const { home } = useTexts();
  const isMeasuredOnly = root.layout === 'unknown' || root.support === 'detect-only';
  if (!isMeasuredOnly && root.support === 'clean') return null;
  return (
    <Sign icon="info" tone="soft">
      {isMeasuredOnly ? home.reportOnly : home.basicOnly}
    </Sign>
  );
}
