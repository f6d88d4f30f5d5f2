import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import styles from './progress.module.css';

interface Props {
  readonly label: string;
  /** 0 to 1; null if unknown */
  readonly share: number | null;
  readonly detail: string;
  /** shown in place of the label; the label remains the accessible name */
  readonly words?: ReactNode;
}

/** A progress bar; indeterminate without a known end. */
export function Progress({ label, share, detail, words = label }: Props) {
  return (
    <ProgressBar
      className={styles['progress'] ?? ''}
      aria-label={label}
      isIndeterminate={share === null}
      value={share ?? 0}
      maxValue={1}
      formatOptions={{ style: 'percent' }}
    >
      {({ percentage, valueText }) => (
        <>
          <div className={styles['words']}>
            <span>{words}</span>
            <span className={styles['detail']}>
              {detail === '' ? (share === null ? '' : valueText) : detail}
            </span>
          </div>
          <div className={styles['track']}>
            {share === null ? (
              <div className={styles['moving']} />
            ) : (
              <div className={styles['fill']} style={{ width: `${String(percentage ?? 0)}%` }} />
            )}
          </div>
        </>
      )}
    </ProgressBar>
  );
}
