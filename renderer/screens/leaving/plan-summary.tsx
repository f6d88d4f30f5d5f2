import type { Category } from '../../../app/cleanup/categories.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import { visibleName } from '../../components/visible-name.ts';
import { useEntryName } from '../../stores/account-names.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Icon } from '../../components/icon.tsx';
import { useAccounts } from './use-leaving.ts';
import styles from './plan-summary.module.css';

/** The plan in a few lines: accounts, and totals by category. */
export function PlanSummary({ plan }: { readonly plan: PlanView }) {
  const { wizard, common } = useTexts();
  const format = useFormat();
  const sums = new Map<Category, { files: number; bytes: number }>();
  for (const group of plan.groups) {
    const sum = sums.get(group.category) ?? { files: 0, bytes: 0 };
    sums.set(group.category, {
      files: sum.files + group.files,
      bytes: sum.bytes + Math.min(group.bytes, group.allocated),
    });
  }
  const names = plan.accounts.map(useEntryName());
  return (
    <dl className={styles['summary']}>
      <div className={styles['line']}>
        <dt>{wizard.run.whose}</dt>
        <dd className={styles['names']}>{format.list(names)}</dd>
      </div>
      {[...sums]
        .sort((a, b) => b[1].bytes - a[1].bytes)
        .map(([category, sum]) => (
          <div className={styles['line']} key={category}>
            <dt>{common.categories[category]}</dt>
            <dd>{format.files(sum.files)}</dd>
            <dd className={styles['size']}>{format.bytes(sum.bytes)}</dd>
          </div>
        ))}
    </dl>
  );
}

/** What deep removes: each account with size, databases and phone backups. */
export function DeepAccounts({ plan }: { readonly plan: PlanView }) {
  const { wizard, home, common } = useTexts();
  const format = useFormat();
  const accounts = useAccounts();
  const nameOf = useEntryName();
  const taken = plan.selection.include.includes('phone-backups');
  const backups = {
    inside: taken ? wizard.preview.backupTaken : wizard.preview.backupKept,
    beside: wizard.preview.backupBeside,
    none: wizard.preview.noBackupInside,
  };
  return (
    <ul className={styles['deep']}>
      {plan.accounts.map((entry) => {
        const account = accounts.find((candidate) => candidate.id === entry.accountId);
        const name = nameOf(entry);
        return (
          <li className={styles['deepAccount']} key={entry.accountId}>
            <span className={styles['deepIcon']}>
              <Icon name="irreversible" />
            </span>
            <div>
              <p className={styles['deepName']}>{wizard.preview.deepAccount({ name })}</p>
              <p className={styles['facts']}>
                {account === undefined ? null : (
                  <span>{home.line({ product: common.products[account.product], line: account.line })}</span>
                )}
                {name === visibleName(entry.folder) ? null : <bdi>{visibleName(entry.folder)}</bdi>}
                <span>{wizard.preview.onDisk({ size: format.bytes(entry.bytes) })}</span>
                <span>{wizard.preview.databases({ count: format.count(entry.databases) })}</span>
                <span className={entry.backups === 'none' ? undefined : styles['backup']}>
                  {backups[entry.backups]}
                </span>
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
