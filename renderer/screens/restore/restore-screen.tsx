import { useEffect } from 'react';
import type { QuarantineBatchView } from '../../../app/contract/quarantine.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Page } from '../../layout/page.tsx';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Progress } from '../../components/progress.tsx';
import { BatchCard } from './batch-card.tsx';
import { PurgeAll } from './purge-all.tsx';
import { QuarantineWork } from './quarantine-work.tsx';
import styles from './restore.module.css';

/** 「恢复」: what was put aside, and its two ways on: back to its place, or gone for good. */
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
  /** the batch that the address names; '' = none */
  readonly wanted: string;
}

function Batches({ batches, wanted }: BatchesProps) {
  const { restore } = useTexts();
  const told = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.outcome !== null,
  );
  const missing = wanted !== '' && !told && batches.every((batch) => batch.id !== wanted);
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
