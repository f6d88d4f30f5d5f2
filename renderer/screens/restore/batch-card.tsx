import { useEffect, useId, useRef, useState } from 'react';
import type { QuarantineBatchView } from '../../../app/contract/quarantine.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { BatchFacts } from './batch-facts.tsx';
import { Damaged } from './damaged.tsx';
import { PurgeForm } from './purge-form.tsx';
import { RestoreForm } from './restore-form.tsx';
import styles from './restore.module.css';

interface Props {
  readonly batch: QuarantineBatchView;
  /** the address names this one */
  readonly wanted: boolean;
}

type Asked = 'restore' | 'purge' | null;

/** One batch: when it was put aside, what and whose it is, and what can be done with it. */
export function BatchCard({ batch, wanted }: Props) {
  const { restore } = useTexts();
  const format = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  const title = useId();
  useEffect(() => {
    if (!wanted) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  return (
    <li className={styles['card']} aria-labelledby={title}>
      <div className={styles['cardTop']}>
        <h2 className={styles['name']} id={title} ref={heading} tabIndex={-1}>
          {restore.batch({ time: format.time(batch.at) })}
        </h2>
        {batch.state === 'whole' ? null : (
          <span className={styles['mark']}>
            <Icon name="high" size={16} />
            {restore[batch.state].mark}
          </span>
        )}
      </div>
      <BatchFacts batch={batch} />
      {batch.state === 'damaged' ? <Damaged batchId={batch.id} /> : null}
      {batch.state === 'unfinished' ? <p>{restore.unfinished.body}</p> : null}
      <Ways batch={batch} />
    </li>
  );
}

/** The two ways on; only one is asked about at a time, and none while another is under way. */
function Ways({ batch }: { readonly batch: QuarantineBatchView }) {
  const { restore } = useTexts();
  const format = useFormat();
  const { quarantine } = useStores();
  const [asked, setAsked] = useState<Asked>(null);
  const busy = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.task !== null,
  );
  const opener = useId();
  const shown = busy ? null : asked;
  const close = (): void => {
    document.getElementById(`${opener}-${asked ?? ''}`)?.focus();
    setAsked(null);
  };
  const begin = (work: Promise<void>): void => {
    setAsked(null);
    void work;
  };
  const amount = { files: format.files(batch.files), size: format.bytes(batch.bytes) };
  return (
    <>
      <Openers batch={batch} opener={opener} shown={shown} busy={busy} onAsk={setAsked} />
      {shown === 'restore' ? (
        <RestoreForm onRestore={(rule) => begin(quarantine.restore(batch.id, rule))} onClose={close} />
      ) : null}
      {shown === 'purge' ? (
        <PurgeForm
          sentence={restore.purging.one(amount)}
          onConfirmed={() => begin(quarantine.purge([batch.id]))}
          onClose={close}
        />
      ) : null}
    </>
  );
}

interface OpenersProps {
  readonly batch: QuarantineBatchView;
  readonly opener: string;
  readonly shown: Asked;
  readonly busy: boolean;
  readonly onAsk: (what: Asked) => void;
}

/** The buttons that open the two questions; a damaged batch cannot be restored. */
function Openers({ batch, opener, shown, busy, onAsk }: OpenersProps) {
  const { restore } = useTexts();
  const format = useFormat();
  const time = format.time(batch.at);
  const damaged = batch.state === 'damaged';
  const ask = (what: Asked) => () => onAsk(shown === what ? null : what);
  return (
    <div className={styles['ways']}>
      {damaged ? null : (
        <Button
          id={`${opener}-restore`}
          aria-label={restore.openFor({ time })}
          aria-expanded={shown === 'restore'}
          isDisabled={busy}
          onPress={ask('restore')}
        >
          {restore.open}
        </Button>
      )}
      <Button
        id={`${opener}-purge`}
        kind={damaged ? 'quiet' : 'plain'}
        aria-label={restore.purgeFor({ time })}
        aria-expanded={shown === 'purge'}
        isDisabled={busy}
        onPress={ask('purge')}
      >
        {restore.purge}
      </Button>
    </div>
  );
}
