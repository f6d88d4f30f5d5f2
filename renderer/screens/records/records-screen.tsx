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
import { shareOf } from '../../components/job-view.tsx';
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
  const isRunning = useIsRunning();
  // a run that ends while this is open has its receipt at once
  useEffect(() => void stores.records.load(), [stores, isRunning]);
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
      {isRunning ? <Running /> : null}
      {isRunning && list.length === 0 ? null : reports.kind === 'ready' && list.length === 0 ? (
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

/** True while this program carries out a run, in whatever window it was begun. */
function useIsRunning(): boolean {
  const isOpen = useFrom(
    (all) => all.leaving.store,
    (state) => state.machine?.run.kind === 'running',
  );
  const hasJob = useFrom(
    (all) => all.jobs.store,
    (state) => Object.values(state).some(({ kind }) => kind === 'clean'),
  );
  return isOpen || hasJob;
}

/** The run that goes on now, above all others, with its percent. */
function Running() {
  const { records, frame } = useTexts();
  const format = useFormat();
  const progress = useFrom(
    (all) => all.jobs.store,
    (state) => Object.values(state).find(({ kind }) => kind === 'clean'),
  );
  const share = progress === undefined ? null : shareOf(progress);
  const done = progress === undefined ? '' : records.runningDone({ files: format.files(progress.done) });
  return (
    <ul className={styles['list']} aria-label={records.running}>
      <li>
        <a className={styles['row']} href={hashOf({ place: 'leave', detail: '' })}>
          <span className={styles['when']}>{records.running}</span>
          <span className={styles['what']}>
            <span>{frame.strip.work.clean}</span>
            <span className={styles['soft']}>
              {[share === null ? '' : format.percent(share), done].filter((word) => word !== '').join(' · ')}
            </span>
          </span>
          <span className={styles['chevron']}>
            <Icon name="chevron" size={16} />
          </span>
        </a>
      </li>
    </ul>
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
  const texts = useTexts();
  const { records } = texts;
  const format = useFormat();
  return (
    <Page>
      <div>
        <a className={styles['back']} href={hashOf({ place: 'records', detail: '' })}>
          <Icon name="chevron" size={16} />
          {records.back}
        </a>
        <h1 className={styles['title']}>{format.time(report.endedAt)}</h1>
        <p>
          {records.outcome[shownOutcome(report)]} · {headlineText(report, texts)}
        </p>
      </div>
      <ReceiptView report={report} />
    </Page>
  );
}
