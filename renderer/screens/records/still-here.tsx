import type { ReportView } from '../../../app/contract/runs.ts';
import { moreLines, stillHereWords } from '../../../app/wizard/receipt.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { PathText } from '../../components/path-text.tsx';
import styles from './receipt.module.css';

/** Everything of the chosen accounts that the second look found, the worst first. */
export function StillHere({ report }: { readonly report: ReportView }) {
  const texts = useTexts();
  const format = useFormat();
  const { verdict } = texts.common;
  const language = useLanguage();
  const { verification } = report;
  if (verification === null) return null;
  const rows = verification.stillHere;
  return (
    <section className={styles['card']} aria-labelledby="still-here-heading">
      <h2 className={styles['heading']} id="still-here-heading">
        {verdict.stillHere}
      </h2>
      {rows.length === 0 ? <p className={styles['soft']}>{verdict.nothing}</p> : null}
      <dl className={styles['rows']}>
        {rows.map((row) => {
          const { what, why, place } = stillHereWords(row, texts);
          return (
            <div
              className={styles['line']}
              key={`${row.reason} ${row.accountId} ${row.category} ${row.place}`}
            >
              <dt>
                {what}
                <span className={styles['reason']}>{why}</span>
                {place === '' ? null : <PathText path={place} />}
              </dt>
              <dd>{format.files(row.files)}</dd>
              <dd className={styles['size']}>{format.bytes(row.bytes)}</dd>
            </div>
          );
        })}
      </dl>
      {moreLines(verification, texts, language).map((line) => (
        <p className={styles['soft']} key={line}>
          {line}
        </p>
      ))}
    </section>
  );
}
