import type { SignInView } from '../../../app/contract/sign-in.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom } from '../../stores/stores.ts';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon.tsx';
import styles from './home.module.css';

interface SignProps {
  readonly icon: IconName;
  readonly tone: 'warm' | 'calm' | 'soft';
  readonly children: string;
}

/** A short sentence with its icon. */
export function Sign({ icon, tone, children }: SignProps) {
  return (
    <span className={classes(styles['state'], styles[tone])}>
      <Icon name={icon} size={16} />
      {children}
    </span>
  );
}

/** The sign-in check of an account; undefined while it runs, null where it says nothing. */
export function useSignIn(accountId: string): SignInView['accounts'][number] | null | undefined {
  return useFrom(
    (stores) => stores.signIn.store,
    (state) =>
      state.kind === 'loading'
        ? undefined
        : (valueOf(state)?.accounts.find((account) => account.accountId === accountId) ?? null),
  );
}
