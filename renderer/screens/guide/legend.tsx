import { useTexts } from '../../language/use-texts.ts';
import { StatusMark } from './status-mark.tsx';
import styles from './guide-screen.module.css';

/** What the three marks mean. */
export function Legend() {
  const { guide } = useTexts();
  return (
    <dl className={styles['legend']} aria-label={guide.legend}>
      {(['ok', 'guide', 'disputed'] as const).map((status) => (
        <div key={status}>
          <dt>
            <StatusMark status={status} />
          </dt>
          <dd>{guide.statusMeaning[status]}</dd>
        </div>
      ))}
    </dl>
  );
}
