import { useEffect } from 'react';
import { headlineText, shownOutcome } from '../../../app/wizard/receipt.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { hashOf } from '../../stores/route-store.ts';
import { Page } from '../../layout/page.tsx';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Icon } from '../../components/icon.tsx';
import { Interrupted } from './interrupted.tsx';
import { ReceiptView } from './receipt-view.tsx';
import styles from './records.module.css';

/** The list of receipts, newest first, or one of them. */
export function RecordsScreen({ detail }: { readonly detail: string }) {
  const { records, frame } = useTexts();
  const stores = useStores();
  const errorText = useErrorText();
  const reports = useFrom(
    (all) => all.records.store,
    (state) => state,
  );
  useEffect(() => void stores.records.load(), [stores]);
  if (reports.kind === 'failed') {
    return (
      <Page title={records.title}>
        <Callout
          tone="medium"
          icon="info"
          title={errorText(reports.error)}
          action={<Button onPress={() => void stores.records.load()}>{frame.retry}</Button>}
        />
      </Page>
    );
  }
  const list = reports.kind === 'ready' ? reports.value : [];
  const open = list.find((report) => report.runId === detail);
  if (open !== undefined) return <OneReceipt report={open} />;
  return (
    <Page title={records.title}>
      <CutOff />
      {reports.kind === 'ready' && list.length === 0 ? (
        <div className={styles['empty']}>
          <p>{records.empty}</p>
          <p className={styles['soft']}>{records.emptyHint}</p>
        </div>
      ) : (
        <ul className={styles['list']}>
          {[...list]
            .sort((a, b) => b.endedAt - a.endedAt)
            .map((report) => (
              <Row key={report.runId} report={report} />
            ))}
        </ul>
      )}
    </Page>
  );
}

/** Interrupted runs, above the finished ones. */
function CutOff() {
  const runs = useFrom(
    (all) => all.host.store,
    (state) => state.status?.interrupted,
  );
  if (runs === undefined || runs.length === 0) return null;
  return runs.map((run) => <Interrupted key={run.runId} run={run} />);
}

function Row({ report }: { readonly report: ReportView }) {
  const texts = useTexts();
  const { records, common } = texts;
  const format = useFormat();
  const time = format.time(report.endedAt);
  return (
    <li>
      <a
        className={styles['row']}
        href={hashOf({ place: 'records', detail: report.runId })}
        aria-label={records.open({ time })}
      >
        <span className={styles['when']}>{time}</span>
        <span className={styles['what']}>
          <span>
            {records.summary({
              files: format.files(report.removed.files),
              size: format.amount(report.removed),
            })}
          </span>
          <span className={styles['soft']}>
            {records.level({ level: common.levels[report.selection.level] })} ·{' '}
            {records.outcome[shownOutcome(report)]} · {headlineText(report, texts)}
          </span>
        </span>
        <span className={styles['chevron']}>
          <Icon name="chevron" size={16} />
        </span>
      </a>
    </li>
  );
}

function OneReceipt({ report }: { readonly report: ReportView }) {
  const { records } = useTexts();
  const format = useFormat();
  return (
    <Page>
      <div>
        <a className={styles['back']} href={hashOf({ place: 'records', detail: '' })}>
          <Icon name="chevron" size={16} />
          {records.back}
        </a>
        <h1 className={styles['title']}>{format.time(report.endedAt)}</h1>
      </div>
      <ReceiptView report={report} />
    </Page>
  );
}
