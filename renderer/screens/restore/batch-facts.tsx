import type { QuarantineBatchView } from '../../../app/contract/quarantine.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { PathText } from '../../components/path-text.tsx';
import { visibleName } from '../../components/visible-name.ts';
import styles from './restore.module.css';

/** What a batch holds, whose it is, where it came from, and when it goes by itself. */
export function BatchFacts({ batch }: { readonly batch: QuarantineBatchView }) {
  const { restore } = useTexts();
  const format = useFormat();
  const known = useFrom(
    (stores) => stores.accounts.store,
    (state) => valueOf(state)?.accounts,
  );
  const kept = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.quarantineDays === null,
  );
  const stays = kept || batch.state !== 'whole' ? restore.never : restore.newest;
  const names = batch.accounts.map((entry) => {
    const account = known?.find((candidate) => candidate.id === entry.accountId);
    return visibleName(account?.displayName ?? entry.folder);
  });
  return (
    <dl className={styles['facts']}>
      <dt>{restore.holds}</dt>
      <dd>{restore.amount({ files: format.files(batch.files), size: format.bytes(batch.bytes) })}</dd>
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
