import type { RemovalWay } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { hashOf } from '../../stores/route-store.ts';
import { Fold } from '../../components/fold.tsx';
import { Icon } from '../../components/icon.tsx';
import { PathText } from '../../components/path-text.tsx';
import styles from './receipt.module.css';

interface OtherWay {
  readonly path: string;
  readonly why: RemovalWay;
}

/** How the files went, the ways with their amounts, and where a restorable copy lies now. */
export function WaysView({ report }: { readonly report: ReportView }) {
  const { records, common } = useTexts();
  const format = useFormat();
  const used = report.ways.filter((entry) => entry.files > 0);
  const others = report.examples.filter((example): example is OtherWay =>
    Object.hasOwn(common.ways, example.why),
  );
  if (used.length === 0) return null;
  return (
    <>
      <h3 className={styles['subheading']}>{records.ways}</h3>
      <dl className={styles['rows']}>
        {used.map((entry) => (
          <div className={styles['line']} key={entry.way}>
            <dt>{common.ways[entry.way]}</dt>
            <dd>{format.files(entry.files)}</dd>
            <dd className={styles['size']}>{format.bytes(entry.bytes)}</dd>
          </div>
        ))}
      </dl>
      {others.length === 0 ? null : (
        <Fold title={records.otherWays}>
          <ul className={styles['examples']}>
            {others.map((example) => (
              <li key={example.path}>
                <PathText path={example.path} />
                <span className={styles['soft']}>{common.ways[example.why]}</span>
              </li>
            ))}
          </ul>
        </Fold>
      )}
      {report.quarantineId === null ? null : (
        <a className={styles['link']} href={hashOf({ place: 'restore', detail: report.quarantineId })}>
          <Icon name="restore" size={16} />
          {records.batch}
        </a>
      )}
    </>
  );
}
