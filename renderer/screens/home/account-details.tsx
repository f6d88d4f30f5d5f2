import { useState } from 'react';
import type { AccountView } from '../../../app/contract/accounts.ts';
import type { ContractError } from '../../../app/contract/errors.ts';
import { cameIn } from '../../stores/timeline-lines.ts';
import { markOf } from '../../stores/marks-store.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import type { Usage } from '../../stores/usage-summary.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { PathText } from '../../components/path-text.tsx';
import { SizeBar } from '../../components/size-bar.tsx';
import { Tick } from '../../components/tick.tsx';
import { useSession } from './session-card.tsx';
import { Sign, useSignIn } from './sign.tsx';
import styles from './home.module.css';

interface Props {
  readonly account: AccountView;
  readonly usage: Usage | null;
  /** places in the account that could not be looked at */
  readonly unread: readonly string[];
}

/** The rest about an account: what it consists of, and what the person may say about it. */
export function AccountDetails({ account, usage, unread }: Props) {
  const { home, common } = useTexts();
  const packaging = common.packaging[account.packaging];
  return (
    <>
      {usage === null ? null : <SizeBar usage={usage} name={account.folder} />}
      <p className={styles['meta']}>
        <span>{home.line({ product: common.products[account.product], line: account.line })}</span>
        {packaging === '' ? null : <span>{packaging}</span>}
      </p>
      {account.access === 'ok' ? (
        <SignInRest accountId={account.id} />
      ) : (
        <p className={styles['why']}>{home.noPermissionHint}</p>
      )}
      {unread.slice(0, 3).map((path) => (
        <PathText key={path} path={path} />
      ))}
      <ReceivedSince accountId={account.id} />
      <Own accountId={account.id} />
    </>
  );
}

/** What the sign-in screen shows, and which level removes the sign-in files; each level once, the lowest first. */
function SignInRest({ accountId }: { readonly accountId: string }) {
  const { home } = useTexts();
  const state = useSignIn(accountId);
  // a guest's clean keeps the owner's files, so it may keep these
  const inSession = useSession() !== null;
  if (state == null) return null;
  const there = new Set(state.credentials.map(({ removedBy }) => removedBy));
  const levels = (['basic', 'system', 'deep', 'never'] as const).filter((level) => there.has(level));
  return (
    <>
      {state.remembered === 'yes' ? (
        <Sign icon="info" tone="soft">
          {home.remembered}
        </Sign>
      ) : null}
      {inSession
        ? null
        : levels.map((level) => (
            <Sign key={level} icon="key" tone="soft">
              {home.signInRemoved[level]}
            </Sign>
          ))}
    </>
  );
}

/** What the account received since the watch of this session began. */
function ReceivedSince({ accountId }: { readonly accountId: string }) {
  const { home } = useTexts();
  const format = useFormat();
  const inSession = useSession() !== null;
  const view = useFrom(
    (stores) => stores.watch.store,
    (state) => state.view,
  );
  if (!inSession || view?.since == null) return null;
  const { files, bytes } = cameIn(view.changes.filter((change) => change.accountId === accountId));
  if (files === 0 && bytes === 0) return null;
  return (
    <Sign icon="up" tone="soft">
      {home.session.accountCame({
        time: format.clock(view.since),
        files: format.files(files),
        size: format.bytes(bytes),
      })}
    </Sign>
  );
}

/** 「这是我的账号」 and the person's own name for it. */
function Own({ accountId }: { readonly accountId: string }) {
  const { home } = useTexts();
  const { marks } = useStores();
  const errorText = useErrorText();
  const said = useFrom(
    (stores) => stores.marks.store,
    (state) => state,
  );
  const mark = markOf(said, accountId);
  const [refusal, setRefusal] = useState<ContractError | null>(null);
  const change = async (part: Parameters<typeof marks.change>[1]): Promise<void> =>
    setRefusal(await marks.change(accountId, part));
  const rename = (typed: string): void => {
    const name = typed.trim() === '' ? null : typed.trim();
    if (name !== mark.name) void change({ name });
  };
  return (
    <div className={styles['own']}>
      <Tick selected={mark.isMine} onChange={(isMine) => void change({ isMine })}>
        {home.mark.isMine}
      </Tick>
      <input
        type="text"
        className={styles['rename']}
        aria-label={home.mark.name}
        placeholder={home.mark.name}
        maxLength={40}
        defaultValue={mark.name ?? ''}
        spellCheck={false}
        autoComplete="off"
        onBlur={(event) => rename(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') rename(event.currentTarget.value);
        }}
      />
      {refusal === null ? null : (
        <p className={styles['why']} role="alert">
          {errorText(refusal)}
        </p>
      )}
    </div>
  );
}
