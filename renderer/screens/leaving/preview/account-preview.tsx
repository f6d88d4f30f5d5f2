import { useState } from 'react';
import { risks } from '../../../../app/cleanup/categories.ts';
import { kindOf, tellsChats } from '../../../../app/cleanup/kinds.ts';
import type { Kind } from '../../../../app/cleanup/kinds.ts';
import type { EntryFilter, PlanSum } from '../../../../app/contract/plan-entries.ts';
import type { PlanGroup } from '../../../../app/contract/plans.ts';
import { useEntryName } from '../../../stores/account-names.ts';
import { useTexts } from '../../../language/use-texts.ts';
import { classes } from '../../../components/class-names.ts';
import { RiskMark } from '../../../components/risk-mark.tsx';
import { useAccounts } from '../use-leaving.ts';
import { KindContents } from './kind-contents.tsx';
import { PartAmount, PartTick, PreviewRow, partOf } from './preview-row.tsx';
import type { Part } from './preview-row.tsx';
import kindColours from '../../../components/kind-colours.module.css';
import styles from './preview.module.css';

interface Props {
  readonly accountId: string | null;
  /** the sums of the account, by month */
  readonly sums: readonly PlanSum[];
  /** the plan's groups of the account */
  readonly groups: readonly PlanGroup[];
  readonly where: EntryFilter;
}

/** What goes of one account, or of what accounts share: a card with its kinds, the largest first. */
export function AccountPreview({ accountId, sums, groups, where }: Props) {
  const { wizard, home, common } = useTexts();
  const nameOf = useEntryName();
  const account = useAccounts().find(({ id }) => id === accountId);
  const name =
    accountId === null ? wizard.preview.shared : nameOf({ accountId, folder: account?.folder ?? accountId });
  const what = { ...where, accountId };
  const kinds = [...new Set(sums.map(({ kind }) => kind))]
    .map((kind) => ({ kind, own: sums.filter((sum) => sum.kind === kind) }))
    .map(({ kind, own }) => ({ kind, own, part: partOf(own) }))
    .toSorted((a, b) => b.part.bytes - a.part.bytes);
  const most = kinds[0]?.part.bytes ?? 0;
  const whole = partOf(sums);
  return (
    <section className={styles['card']} aria-label={name}>
      <div className={classes(styles['row'], styles['head'], whole.goes.files === 0 && styles['rowOut'])}>
        <PartTick part={whole} what={what} name={name} />
        <h2 className={styles['owner']}>
          <bdi>{name}</bdi>
          {account === undefined ? null : (
            <span className={styles['soft']}>
              {home.line({ product: common.products[account.product], line: account.line })}
            </span>
          )}
        </h2>
        <PartAmount part={whole} />
      </div>
      <ul>
        {kinds.map(({ kind, own, part }) => (
          <KindPreview
            key={kind}
            kind={kind}
            sums={own}
            part={part}
            most={most}
            groups={groups.filter(({ category }) => kindOf[category] === kind)}
            where={{ ...what, kind }}
            owner={name}
          />
        ))}
      </ul>
    </section>
  );
}

interface KindProps {
  readonly kind: Kind;
  readonly sums: readonly PlanSum[];
  readonly part: Part;
  /** size of the largest kind of the account */
  readonly most: number;
  readonly groups: readonly PlanGroup[];
  readonly where: EntryFilter;
  readonly owner: string;
}

function KindPreview({ kind, sums, part, most, groups, where, owner }: KindProps) {
  const { wizard, common, frame } = useTexts();
  const [open, setOpen] = useState(false);
  const notes: Partial<Record<Kind, string>> = wizard.preview.notes;
  const name = `${owner} ${common.kinds[kind]}`;
  const risk = risks.findLast((one) => groups.some((group) => group.risk === one));
  const costs = [...new Set(groups.map(({ recoverability }) => common.recoverability[recoverability]))];
  return (
    <li className={classes(styles['kind'], kindColours[kind])}>
      <PreviewRow
        part={part}
        what={where}
        name={name}
        open={open}
        onOpen={setOpen}
        beside={
          risk === undefined ? null : (
            <span className={styles['risk']}>
              <RiskMark risk={risk} />
            </span>
          )
        }
      >
        <span className={styles['kindName']}>
          <span className={styles['swatch']} aria-hidden="true" />
          {common.kinds[kind]}
        </span>
        {notes[kind] === undefined ? null : <span className={styles['soft']}>{notes[kind]}</span>}
      </PreviewRow>
      <Bar part={part} most={most} />
      {open ? (
        <div className={styles['contents']}>
          <p className={styles['note']}>{costs.join(frame.clauseJoin)}</p>
          <KindContents
            sums={sums}
            kind={kind}
            where={where}
            name={name}
            hasChats={groups.some(({ location }) => tellsChats(location))}
          />
        </div>
      ) : null}
    </li>
  );
}

/** How large a kind is beside the largest one, and how much of it goes; the numbers say the same. */
function Bar({ part, most }: { readonly part: Part; readonly most: number }) {
  const share = (bytes: number): string => `${String(most === 0 ? 0 : (100 * bytes) / most)}%`;
  return (
    <span className={styles['bar']} aria-hidden="true">
      <span className={styles['whole']} style={{ width: share(part.bytes) }} />
      <span className={styles['going']} style={{ width: share(part.goes.bytes) }} />
    </span>
  );
}
