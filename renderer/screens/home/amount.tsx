import type { Usage } from '../../stores/usage-summary.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import styles from './home.module.css';

/** A size, or a placeholder while it is unknown; unknown is never shown as 0 B. */
export function Amount({ usage, readable }: { readonly usage: Usage | null; readonly readable: boolean }) {
  const { frame, home } = useTexts();
  const format = useFormat();
  if (!readable) return <span className={styles['amount']}>—</span>;
  if (usage === null) {
    return (
      <span className={styles['amount']}>
        <span className={styles['skeleton']} role="img" aria-label={frame.unknownSize} />
      </span>
    );
  }
  const size = format.bytes(usage.bytes);
  return (
    <span
      className={styles['amount']}
      title={usage.incomplete ? frame.incompleteSize : home.files({ count: format.count(usage.files) })}
    >
      {usage.incomplete ? frame.atLeast({ size }) : size}
    </span>
  );
}
