import type { Bilingual } from '../../../app/guides/fact.ts';
import { useFormat, useLanguage } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import styles from './clicks.module.css';

interface Props {
  readonly clicks: readonly Bilingual[];
  /** one below the other in larger letters, where they are what the screen is about */
  readonly large?: boolean;
}

/** The numbered clicks of a step, as in the drawing beside it. */
export function Clicks({ clicks, large = false }: Props) {
  const language = useLanguage();
  const format = useFormat();
  return (
    <ol className={classes(styles['clicks'], large && styles['large'])}>
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
