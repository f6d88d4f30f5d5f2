import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import styles from './progress.module.css';

interface Props {
  readonly label: string;
  /** 0 to 1; null while nobody knows */
  readonly share: number | null;
  readonly detail: string;
  /** the words in place of the label; the label stays its name */
  readonly words?: ReactNode;
}

/** How far a job is; without a known end it only says that it goes on. */
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
