import { useEffect, useId, useRef, useState } from 'react';
import type { QuarantineBatchView } from '../../../app/contract/quarantine.ts';
import { useEntryName } from '../../stores/account-names.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { PathText } from '../../components/path-text.tsx';
import { HoldToConfirm } from '../../components/hold-to-confirm.tsx';
import { BatchFiles } from './batch-files.tsx';
import { RestoreForm } from './restore-form.tsx';
import styles from './restore.module.css';

interface BatchCardProps {
  readonly batch: QuarantineBatchView;
  /** the route names this batch */
  readonly wanted: boolean;
}

type Asked = 'restore' | 'files' | 'purge' | null;

/** One quarantine batch with its facts and actions. */
export function BatchCard({ batch, wanted }: BatchCardProps) {
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

/** The two actions; only one form is open at a time, none during another job. */
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
  const amount = { files: format.files(batch.files), size: format.amount(batch) };
  return (
    <>
      <Openers batch={batch} opener={opener} shown={shown} busy={busy} onAsk={setAsked} />
      {shown === 'restore' ? (
        <RestoreForm onRestore={(rule) => begin(quarantine.restore(batch.id, rule))} onClose={close} />
      ) : null}
      {shown === 'files' ? (
        <BatchFiles
          batch={batch}
          onRestore={(rule, paths) => begin(quarantine.restore(batch.id, rule, paths))}
          onClose={close}
        />
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

/** The buttons that open the forms; a damaged batch cannot be restored. */
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
      {damaged ? null : (
        <Button
          id={`${opener}-files`}
          aria-label={restore.files.openFor({ time })}
          aria-expanded={shown === 'files'}
          isDisabled={busy}
          onPress={ask('files')}
        >
          {restore.files.open}
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

/** Contents, owner, origin and expiry of a batch. */
function BatchFacts({ batch }: { readonly batch: QuarantineBatchView }) {
  const { restore } = useTexts();
  const format = useFormat();
  const nameOf = useEntryName();
  const kept = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.quarantineDays === null,
  );
  const stays = kept || batch.state !== 'whole' ? restore.never : restore.newest;
  const names = batch.accounts.map(nameOf);
  return (
    <dl className={styles['facts']}>
      <dt>{restore.holds}</dt>
      <dd>{restore.amount({ files: format.files(batch.files), size: format.amount(batch) })}</dd>
      <dt>{restore.accounts}</dt>
      <dd>{names.length === 0 ? restore.noAccounts : format.list(names)}</dd>
      {batch.roots.length === 0 ? null : (
        <>
          <dt>{restore.from}</dt>
          <dd>
            {batch.roots.map((root) => (
              <PathText key={root} path={root} />
            ))}
          </dd>
        </>
      )}
      <dt>{restore.until}</dt>
      <dd>{batch.expiresAt === null ? stays : restore.expires({ time: format.time(batch.expiresAt) })}</dd>
    </dl>
  );
}

/** Explains a batch that differs from its index, with its path. */
function Damaged({ batchId }: { readonly batchId: string }) {
  const { restore } = useTexts();
  const host = useFrom(
    (stores) => stores.host.store,
    (state) => state.host,
  );
  const separator = host?.system === 'windows' ? '\\' : '/';
  return (
    <div className={styles['damaged']}>
      <p>{restore.damaged.body}</p>
      {host === null ? null : <PathText path={[host.dataDir, 'quarantine', batchId].join(separator)} />}
    </div>
  );
}

interface PurgeFormProps {
  /** the exact text of what is deleted */
  readonly sentence: string;
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

/** The purge form, with a button to hold. */
export function PurgeForm({ sentence, onConfirmed, onClose }: PurgeFormProps) {
  const { restore } = useTexts();
  return (
    <div className={styles['form']}>
      <p className={styles['question']}>{sentence}</p>
      <p className={styles['soft']}>{restore.words.holdHint}</p>
      <div className={styles['formWays']}>
        <Button onPress={onClose}>{restore.purging.keep}</Button>
        <HoldToConfirm words={restore.words} disabled={false} onConfirmed={onConfirmed} />
      </div>
    </div>
  );
}
