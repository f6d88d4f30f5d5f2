import type { ReactNode } from 'react';
import type { KeptTotal } from '../../../app/contract/plans.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { unreadPlaces } from '../../../app/wizard/receipt.ts';
import { UnreadPlaces } from '../../components/unread-places.tsx';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Icon } from '../../components/icon.tsx';
import { classes } from '../../components/class-names.ts';
import { ReceiptText } from './receipt-text.tsx';
import { StaysView } from './stays-view.tsx';
import { WaysView } from './ways-view.tsx';
import styles from './receipt.module.css';

interface Props {
  readonly report: ReportView;
  /** what the plan left alone, where that is still known */
  readonly untouched?: readonly KeptTotal[];
  readonly children?: ReactNode;
}

const nothing: readonly KeptTotal[] = [];

/** One run: what is gone, how that was verified, what stays and why, and the receipt to take away. */
export function ReceiptView({ report, untouched = nothing, children }: Props) {
  const { records } = useTexts();
  return (
    <>
      <UnreadPlaces words={records.unread} paths={unreadPlaces(report)} />
      <div className={styles['cards']}>
        <Gone report={report} />
        <Verified report={report} />
        <StaysView report={report} untouched={untouched} />
      </div>
      {children}
      <ReceiptText report={report} />
    </>
  );
}

function Gone({ report }: { readonly report: ReportView }) {
  const { records, common } = useTexts();
  const format = useFormat();
  const groups = new Map<string, { files: number; bytes: number }>();
  for (const group of report.groups) {
    const name = common.categories[group.category];
    const sum = groups.get(name) ?? { files: 0, bytes: 0 };
    sum.files += group.removedFiles;
    sum.bytes += group.removedBytes;
    groups.set(name, sum);
  }
  const rows = [...groups].filter(([, sum]) => sum.files > 0).sort((a, b) => b[1].bytes - a[1].bytes);
  return (
    <section className={styles['card']} aria-labelledby="gone-heading">
      <h2 className={styles['heading']} id="gone-heading">
        {records.gone}
      </h2>
      <p className={styles['total']}>
        {format.files(report.removed.files)}
        <span className={styles['totalSize']}>{format.bytes(report.removed.bytes)}</span>
      </p>
      <dl className={styles['rows']}>
        {rows.map(([name, sum]) => (
          <div className={styles['line']} key={name}>
            <dt>{name}</dt>
            <dd>{format.files(sum.files)}</dd>
            <dd className={styles['size']}>{format.bytes(sum.bytes)}</dd>
          </div>
        ))}
        {report.foldersRemoved === 0 ? null : (
          <div className={styles['line']}>
            <dt>{records.folders({ count: format.count(report.foldersRemoved) })}</dt>
          </div>
        )}
      </dl>
      <WaysView report={report} />
    </section>
  );
}

const tones = { 'all-gone': 'low', 'some-left': 'high', 'could-not-tell': 'medium', none: 'medium' } as const;
const marks = {
  'all-gone': 'check',
  'some-left': 'high',
  'could-not-tell': 'question',
  none: 'question',
} as const;

function Verified({ report }: { readonly report: ReportView }) {
  const { records } = useTexts();
  const format = useFormat();
  const view = report.verification;
  const verdict = view?.verdict ?? 'none';
  return (
    <section className={styles['card']} aria-labelledby="verified-heading">
      <h2 className={styles['heading']} id="verified-heading">
        {records.verified}
      </h2>
      <p className={classes(styles['verdict'], styles[tones[verdict]])}>
        <Icon name={marks[verdict]} />
        {records.verdict[verdict]}
      </p>
      {view === null ? null : (
        <ul className={styles['facts']}>
          <li>{records.verifiedAt({ time: format.time(view.at), gone: format.files(view.gone) })}</li>
          {view.left === 0 ? null : (
            <li>{records.left({ files: format.files(view.left), size: format.bytes(view.leftBytes) })}</li>
          )}
          {view.arrived === 0 ? null : <li>{records.arrived({ files: format.files(view.arrived) })}</li>}
          {view.unreadable === 0 ? null : (
            <li>{records.unreadable({ count: format.count(view.unreadable) })}</li>
          )}
        </ul>
      )}
    </section>
  );
}
