import type { Usage } from '../../stores/usage-summary.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import styles from './home.module.css';

/** A size, or a placeholder while it is unknown; unknown is never shown as 0 B. */
export function Amount({ usage, readable }: { readonly usage: Usage | null; readonly readable: boolean }) {
  const { frame, home } = useTexts();
  const format = useFormat();
  if (!readable) return <p className={styles['amount']}>—</p>;
  if (usage === null) {
    return (
      <p className={styles['amount']}>
        <span className={styles['skeleton']} role="img" aria-label={frame.unknownSize} />
      </p>
    );
  }
  const size = format.bytes(usage.bytes);
  return (
    <div className={styles['amount']}>
      <p className={styles['size']} title={usage.incomplete ? frame.incompleteSize : undefined}>
        {usage.incomplete ? frame.atLeast({ size }) : size}
      </p>
      <p className={styles['files']}>{home.files({ count: format.count(usage.files) })}</p>
    </div>
  );
}
