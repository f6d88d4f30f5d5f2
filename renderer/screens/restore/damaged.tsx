import { useFrom } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { PathText } from '../../components/path-text.tsx';
import styles from './restore.module.css';

/** What is still possible with a batch that differs from its index, and where it lies for a look by hand. */
export function Damaged({ batchId }: { readonly batchId: string }) {
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
