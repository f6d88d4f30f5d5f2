import type { KeptTotal, ReportView } from '../../../app/contract/plan-views.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Fold } from '../../parts/fold.tsx';
import { PathText } from '../../parts/path-text.tsx';
import styles from './receipt.module.css';

interface Props {
  readonly report: ReportView;
  readonly untouched: readonly KeptTotal[];
}

/** What the chosen level does not touch, each kind with its reason. */
function Untouched({ totals }: { readonly totals: readonly KeptTotal[] }) {
  const { records, common } = useTexts();
  const format = useFormat();
  return (
    <>
      <h3 className={styles['subheading']}>{records.untouched}</h3>
      <dl className={styles['rows']}>
        {[...totals]
          .sort((a, b) => b.bytes - a.bytes)
          .map((total) => (
            <div className={styles['line']} key={`${total.category} ${total.reason}`}>
              <dt>
                {common.categories[total.category]}
                <span className={styles['reason']}>{common.keepReasons[total.reason]}</span>
              </dt>
              <dd>{format.files(total.files)}</dd>
              <dd className={styles['size']}>{format.bytes(total.bytes)}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

/** What of the plan is still there, each kind with its reason. */
export function StaysView({ report, untouched }: Props) {
  const { records, common } = useTexts();
  const format = useFormat();
  const rows = [
    ...report.failed.map((entry) => ({ ...entry, why: common.failures[entry.code] })),
    ...report.kept.map((entry) => ({ ...entry, why: common.stayReasons[entry.reason] })),
  ].filter((row) => row.files > 0);
  const reasons: Readonly<Record<string, string>> = { ...common.failures, ...common.stayReasons };
  return (
    <section className={styles['card']} aria-labelledby="stays-heading">
      <h2 className={styles['heading']} id="stays-heading">
        {records.kept}
      </h2>
      {rows.length === 0 ? (
        <p className={styles['soft']}>{records.nothingKept}</p>
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
      {report.examples.length === 0 ? null : (
        <Fold title={records.examples}>
          <ul className={styles['examples']}>
            {report.examples.map((example) => (
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
