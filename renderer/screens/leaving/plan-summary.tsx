import type { Category } from '../../../app/cleanup/categories.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { visibleName } from '../../components/visible-name.ts';
import { useAccounts } from './use-leaving.ts';
import styles from './run-step.module.css';

/** The plan in a few lines: whose data, and how much of each kind. */
export function PlanSummary({ plan }: { readonly plan: PlanView }) {
  const { wizard, common } = useTexts();
  const format = useFormat();
  const accounts = useAccounts();
  const sums = new Map<Category, { files: number; bytes: number }>();
  for (const group of plan.groups) {
    const sum = sums.get(group.category) ?? { files: 0, bytes: 0 };
    sums.set(group.category, { files: sum.files + group.files, bytes: sum.bytes + group.bytes });
  }
  const names = plan.accounts.map((entry) => {
    const account = accounts.find((candidate) => candidate.id === entry.accountId);
    return visibleName(account?.displayName ?? entry.folder);
  });
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
