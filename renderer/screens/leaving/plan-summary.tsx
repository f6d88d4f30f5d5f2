import type { Category } from '../../../app/cleanup/categories.ts';
import { kindOf } from '../../../app/cleanup/kinds.ts';
import type { Kind } from '../../../app/cleanup/kinds.ts';
import type { PlanSum } from '../../../app/contract/plan-entries.ts';
import type { PlanGroup, PlanView } from '../../../app/contract/plans.ts';
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

/** What goes of one account. */
interface Going {
  readonly bytes: number;
  /** number of files of its chats */
  readonly chats: number;
}

type Part = Pick<PlanGroup, 'accountId' | 'bytes' | 'files'> & { readonly kind: Kind };

/** What goes, by account; an account of which nothing goes is not there. */
function goingOf(parts: readonly Part[]): ReadonlyMap<string, Going> {
  const found = new Map<string, Going>();
  for (const { accountId, bytes, files, kind } of parts) {
    if (accountId === null || bytes === 0) continue;
    const before = found.get(accountId) ?? { bytes: 0, chats: 0 };
    found.set(accountId, {
      bytes: before.bytes + bytes,
      chats: before.chats + (kind === 'database' ? files : 0),
    });
  }
  return found;
}

interface DeepProps {
  readonly plan: PlanView;
  /** what goes after the choices of the preview; without it all of the plan goes */
  readonly sums?: readonly PlanSum[];
}

/** What deep removes: each account with size, databases and phone backups, or how much of it where its chats stay. */
export function DeepAccounts({ plan, sums }: DeepProps) {
  const parts =
    sums === undefined
      ? plan.groups.map((group) => ({ ...group, kind: kindOf[group.category] }))
      : sums.map(({ accountId, kind, goes }) => ({ accountId, kind, bytes: goes.bytes, files: goes.files }));
  const going = goingOf(parts);
  return (
    <ul className={styles['deep']}>
      {plan.accounts.map((entry) => {
        const of = going.get(entry.accountId);
        return of === undefined ? null : (
          <DeepAccount key={entry.accountId} plan={plan} entry={entry} going={of} />
        );
      })}
    </ul>
  );
}

interface DeepAccountProps {
  readonly plan: PlanView;
  readonly entry: PlanView['accounts'][number];
  readonly going: Going;
}

function DeepAccount({ plan, entry, going }: DeepAccountProps) {
  const { wizard, home, common } = useTexts();
  const format = useFormat();
  const account = useAccounts().find((candidate) => candidate.id === entry.accountId);
  const name = useEntryName()(entry);
  const taken = plan.selection.include.includes('phone-backups');
  const backups = {
    inside: taken ? wizard.preview.backupTaken : wizard.preview.backupKept,
    beside: wizard.preview.backupBeside,
    none: wizard.preview.noBackupInside,
  };
  const words = wizard.preview;
  // all its chats go, so little of the account is left
  const isWhole = going.chats > 0 && going.chats >= entry.databases;
  return (
    <li className={styles['deepAccount']}>
      <span className={styles['deepIcon']}>
        <Icon name="irreversible" />
      </span>
      <div>
        <p className={styles['deepName']}>
          {going.chats
            ? words.deepAccount({ name })
            : words.deepPart({ name, size: format.bytes(going.bytes) })}
        </p>
        <p className={styles['facts']}>
          {account === undefined ? null : (
            <span>{home.line({ product: common.products[account.product], line: account.line })}</span>
          )}
          {name === visibleName(entry.folder) ? null : <bdi>{visibleName(entry.folder)}</bdi>}
          <span>{words.onDisk({ size: format.bytes(entry.bytes) })}</span>
          {isWhole ? (
            <>
              <span>{words.databases({ count: format.count(entry.databases) })}</span>
              <span className={entry.backups === 'none' ? undefined : styles['backup']}>
                {backups[entry.backups]}
              </span>
            </>
          ) : null}
        </p>
      </div>
    </li>
  );
}
