import type { ReportView } from '../../../app/contract/runs.ts';
import { planNow } from '../../../app/wizard/receipt.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Fold } from '../../components/fold.tsx';
import { PathText } from '../../components/path-text.tsx';
import styles from './receipt.module.css';

interface Props {
  readonly report: ReportView;
}

/** What of the plan is still there, by reason. */
export function KeptView({ report }: Props) {
  const { records, common } = useTexts();
  const format = useFormat();
  const rows = [
    ...report.failed.map((entry) => ({ ...entry, why: common.failures[entry.code] })),
    ...report.kept.map((entry) => ({ ...entry, why: common.stayReasons[entry.reason] })),
  ].filter((row) => row.files > 0);
  const state = planNow(report.verification);
  const reasons: Readonly<Record<string, string>> = { ...common.failures, ...common.stayReasons };
  const whyOf = ({ why, heldBy }: ReportView['examples'][number]): string => {
    const words = reasons[why] ?? why;
    return heldBy === undefined ? words : records.heldBy({ why: words, programs: heldBy.join(' · ') });
  };
  const examples = report.examples.filter((example) => Object.hasOwn(reasons, example.why));
  return (
    <section className={styles['card']} aria-labelledby="stays-heading">
      <h2 className={styles['heading']} id="stays-heading">
        {records.kept}
      </h2>
      {rows.length === 0 ? (
        <p className={styles['soft']}>{state === 'gone' ? records.nothingKept : records.planNow[state]}</p>
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
                <span className={styles['soft']}>{whyOf(example)}</span>
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </section>
  );
}
