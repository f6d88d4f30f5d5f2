import { useEffect, useId, useRef, useState } from 'react';
import type { QuarantineBatchView } from '../../../app/contract/quarantine.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { sumOf } from '../../stores/quarantine-store.ts';
import type { QuarantineTask } from '../../stores/quarantine-store.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Progress } from '../../components/progress.tsx';
import { JobView } from '../../components/job-view.tsx';
import { Page } from '../../layout/page.tsx';
import { BatchCard, PurgeForm } from './batch-card.tsx';
import { OutcomeView } from './outcome-view.tsx';
import styles from './restore.module.css';

/** 「恢复」: the quarantine with restore and purge. */
export function RestoreScreen({ detail }: { readonly detail: string }) {
  const { restore, frame } = useTexts();
  const { quarantine } = useStores();
  const errorText = useErrorText();
  const list = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.list,
  );
  useEffect(() => {
    void quarantine.load();
    return () => quarantine.dismiss();
  }, [quarantine]);
  return (
    <Page>
      <header>
        <h1 className={styles['title']}>{restore.title}</h1>
        <p className={styles['lead']}>{restore.lead}</p>
      </header>
      <QuarantineWork />
      {list.kind === 'loading' ? <Progress label={restore.loading} share={null} detail="" /> : null}
      {list.kind === 'failed' ? (
        <Callout
          tone="medium"
          icon="info"
          title={errorText(list.error)}
          action={<Button onPress={() => void quarantine.load()}>{frame.retry}</Button>}
          live
        />
      ) : null}
      {list.kind === 'ready' ? <Batches batches={list.value} wanted={detail} /> : null}
    </Page>
  );
}

interface BatchesProps {
  readonly batches: readonly QuarantineBatchView[];
  /** id of the batch that the route names; '' = none */
  readonly wanted: string;
}

function Batches({ batches, wanted }: BatchesProps) {
  const { restore } = useTexts();
  const hasOutcome = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.outcome !== null,
  );
  const missing = wanted !== '' && !hasOutcome && batches.every((batch) => batch.id !== wanted);
  const gone = missing ? (
    <Callout tone="plain" icon="info" title={restore.gone.title}>
      <p>{restore.gone.body}</p>
    </Callout>
  ) : null;
  if (batches.length === 0) {
    return (
      <>
        {gone}
        <div className={styles['empty']}>
          <p>{restore.empty}</p>
          <p className={styles['soft']}>{restore.emptyHint}</p>
        </div>
      </>
    );
  }
  return (
    <>
      {gone}
      <Callout tone="plain" icon="info" title={restore.shared.title}>
        <p>{restore.shared.body}</p>
      </Callout>
      <ul className={styles['batches']}>
        {[...batches]
          .sort((a, b) => b.at - a.at)
          .map((batch) => (
            <BatchCard key={batch.id} batch={batch} wanted={batch.id === wanted} />
          ))}
      </ul>
      {batches.length > 1 ? <PurgeAll batches={batches} /> : null}
    </>
  );
}

/** The running job and its outcome, always above the batches. */
function QuarantineWork() {
  const task = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.task,
  );
  const outcome = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.outcome,
  );
  const place = useRef<HTMLDivElement>(null);
  const stage = task !== null ? 'task' : outcome !== null ? 'outcome' : 'nothing';
  useEffect(() => {
    if (stage === 'nothing') return;
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [stage]);
  if (stage === 'nothing') return null;
  return (
    <div className={styles['work']} ref={place} tabIndex={-1}>
      {task !== null ? <Task task={task} /> : null}
      {task === null && outcome !== null ? <OutcomeView outcome={outcome} /> : null}
    </div>
  );
}

function Task({ task }: { readonly task: QuarantineTask }) {
  const { restore } = useTexts();
  const label = task.kind === 'restore' ? restore.restoring : restore.purgingNow;
  return (
    <section className={styles['card']} aria-label={label}>
      <p className={styles['question']}>{label}</p>
      <JobView jobId={task.jobId} label={label} />
    </section>
  );
}

/** Purges all batches at once. */
function PurgeAll({ batches }: { readonly batches: readonly QuarantineBatchView[] }) {
  const { restore } = useTexts();
  const format = useFormat();
  const { quarantine } = useStores();
  const [open, setOpen] = useState(false);
  const opener = useId();
  const busy = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.task !== null,
  );
  const sum = sumOf(batches);
  return (
    <div className={styles['all']}>
      <Button id={opener} aria-expanded={open && !busy} isDisabled={busy} onPress={() => setOpen(!open)}>
        {restore.purgeAll}
      </Button>
      {open && !busy ? (
        <PurgeForm
          sentence={restore.purging.all({
            batches: format.count(batches.length),
            files: format.files(sum.files),
            size: format.amount(sum),
          })}
          onConfirmed={() => {
            setOpen(false);
            void quarantine.purge(batches.map((batch) => batch.id));
          }}
          onClose={() => {
            document.getElementById(opener)?.focus();
            setOpen(false);
          }}
        />
      ) : null}
    </div>
  );
}
