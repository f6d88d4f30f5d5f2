import type { Bilingual } from '../../../app/guides/fact.ts';
import { useFormat, useLanguage } from '../../language/use-texts.ts';
import styles from './clicks.module.css';

/** The numbered clicks of a step, as in the drawing beside it. */
export function Clicks({ clicks }: { readonly clicks: readonly Bilingual[] }) {
  const language = useLanguage();
  const format = useFormat();
  return (
    <ol className={styles['clicks']}>
      {clicks.map((click, index) => (
        <li key={click[language]} className={styles['click']}>
          <span className={styles['number']} aria-hidden="true">
            {format.count(index + 1)}
          </span>
          {click[language]}
        </li>
      ))}
    </ol>
  );
}
