import type { PlanGroup, PlanView } from '../../../app/contract/plans.ts';
import { useTexts } from '../../language/use-texts.ts';
import { visibleName } from '../../components/visible-name.ts';
import { PreviewGroup } from './preview-group.tsx';
import { useAccounts } from './use-leaving.ts';
import styles from './preview-step.module.css';

function byAccount(groups: readonly PlanGroup[]): readonly [string | null, readonly PlanGroup[]][] {
  const sets = new Map<string | null, PlanGroup[]>();
  for (const group of groups) sets.set(group.accountId, [...(sets.get(group.accountId) ?? []), group]);
  for (const set of sets.values()) set.sort((a, b) => b.bytes - a.bytes);
  return [...sets].sort(([a], [b]) => (a === null ? 1 : 0) - (b === null ? 1 : 0));
}

/** The plan by account, then by location; each can be opened to its files and taken out. */
export function PreviewGroups({ plan }: { readonly plan: PlanView }) {
  const { wizard, home, common } = useTexts();
  const accounts = useAccounts();
  return (
    <>
      {byAccount(plan.groups).map(([accountId, groups]) => {
        const account = accounts.find((candidate) => candidate.id === accountId);
        const name =
          accountId === null
            ? wizard.preview.shared
            : visibleName(account?.displayName ?? account?.folder ?? accountId);
        return (
          <section key={accountId ?? ''} aria-label={name}>
            <h2 className={styles['heading']}>
              <bdi>{name}</bdi>
              {account === undefined ? null : (
                <span className={styles['soft']}>
                  {home.line({ product: common.products[account.product], line: account.line })}
                </span>
              )}
            </h2>
            <ul className={styles['groups']}>
              {groups.map((group) => (
                <PreviewGroup key={group.id} group={group} owner={name} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
