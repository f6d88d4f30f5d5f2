import { useId, useState } from 'react';
import type { QuarantineBatchView } from '../../../app/contract/quarantine.ts';
import { sumOf } from '../../stores/quarantine-store.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { PurgeForm } from './purge-form.tsx';
import styles from './restore.module.css';

/** Everything at once, for whoever leaves the computer. */
export function PurgeAll({ batches }: { readonly batches: readonly QuarantineBatchView[] }) {
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
            size: format.bytes(sum.bytes),
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
