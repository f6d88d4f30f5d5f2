import type { Category } from '../../../app/cleanup/categories.ts';
import type { KeptTotal } from '../../../app/contract/plans.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Fold } from '../../components/fold.tsx';
import { PathText } from '../../components/path-text.tsx';
import styles from './receipt.module.css';

interface Props {
  readonly report: ReportView;
  readonly untouched: readonly KeptTotal[];
}

interface Reason {
  readonly why: KeptTotal['reason'];
  readonly categories: readonly Category[];
  readonly files: number;
  readonly bytes: number;
}

function byReason(totals: readonly KeptTotal[]): readonly Reason[] {
  const reasons = new Map<KeptTotal['reason'], Reason>();
  for (const total of [...totals].sort((a, b) => b.bytes - a.bytes)) {
    const known = reasons.get(total.reason);
    reasons.set(total.reason, {
      why: total.reason,
      categories: [...(known?.categories ?? []), total.category],
      files: (known?.files ?? 0) + total.files,
      bytes: (known?.bytes ?? 0) + total.bytes,
    });
  }
  return [...reasons.values()].sort((a, b) => b.bytes - a.bytes);
}

/** What the level does not touch, with the reasons. */
function Untouched({ totals }: { readonly totals: readonly KeptTotal[] }) {
  const { records, common } = useTexts();
  const format = useFormat();
  return (
    <>
      <h3 className={styles['subheading']}>{records.untouched}</h3>
      <dl className={styles['rows']}>
        {byReason(totals).map((reason) => (
          <div className={styles['line']} key={reason.why}>
            <dt>
              {format.list(reason.categories.map((category) => common.categories[category]))}
              <span className={styles['reason']}>{common.keepReasons[reason.why]}</span>
            </dt>
            <dd>{format.files(reason.files)}</dd>
            <dd className={styles['size']}>{format.bytes(reason.bytes)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** What of the plan is still there, by reason. */
export function KeptView({ report, untouched }: Props) {
  const { records, common } = useTexts();
  const format = useFormat();
  const rows = [
    ...report.failed.map((entry) => ({ ...entry, why: common.failures[entry.code] })),
    ...report.kept.map((entry) => ({ ...entry, why: common.stayReasons[entry.reason] })),
  ].filter((row) => row.files > 0);
  const verdict = report.verification?.verdict ?? 'none';
  const reasons: Readonly<Record<string, string>> = { ...common.failures, ...common.stayReasons };
  const examples = report.examples.filter((example) => Object.hasOwn(reasons, example.why));
  return (
    <section className={styles['card']} aria-labelledby="stays-heading">
      <h2 className={styles['heading']} id="stays-heading">
        {records.kept}
      </h2>
      {rows.length === 0 ? (
        <p className={styles['soft']}>
          {verdict === 'all-gone' ? records.nothingKept : records.verdict[verdict]}
        </p>
      ) : (
        <dl className={styles['rows']}>
          {rows.map((row) => (
            <div className={styles['line']} key={row.why}>
              <dt>{row.why}</dt>
              <dd>{format.files(row.files)}</dd>
              <dd className={styles['size']}>{format.bytes(row.bytes)}</dd>
            </div>
          ))}
        </dl>
      )}
      {examples.length === 0 ? null : (
        <Fold title={records.examples}>
          <ul className={styles['examples']}>
            {examples.map((example) => (
              <li key={example.path}>
                <PathText path={example.path} />
                <span className={styles['soft']}>{reasons[example.why]}</span>
              </li>
            ))}
          </ul>
        </Fold>
      )}
      {untouched.length === 0 ? null : <Untouched totals={untouched} />}
    </section>
  );
}
