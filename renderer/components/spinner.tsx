import styles from './spinner.module.css';

/** A spinner; the text beside it says what is going on. */
export function Spinner({ size = 16 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" className={styles['spinner']} width={size} height={size} viewBox="0 0 16 16">
      <circle className={styles['track']} cx="8" cy="8" r="6" />
      <path className={styles['head']} d="M8 2a6 6 0 0 1 6 6" />
    </svg>
  );
}
